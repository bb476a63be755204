"""The least that a command like `kb query` can cost: a Typer app that prints rows with plain `sqlite3`.

python benchmarks/empty_app.py STORE "select …"
"""

import sqlite3
import sys

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def main(store: str, statement: str) -> None:
    rows = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(statement)
    sys.stdout.write("\t".join(column[0] for column in rows.description) + "\n")
    sys.stdout.writelines("\t".join(map(written, row)) + "\n" for row in rows)


def written(cell: object) -> str:
    """A cell on one line: the context of a table's cell has several."""
    return "" if cell is None else str(cell).replace("\n", "\\n")


if __name__ == "__main__":
    app()
