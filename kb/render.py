"""What a person sees at a terminal; only this file imports rich, and only when something is drawn."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb import columns as names
from kb import export

if TYPE_CHECKING:
    from rich.table import Table

    from kb.show import Shown

WIDE = 200  # columns of a table that is not drawn on a terminal
SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".json": "json", ".tsv": "tsv", ".md": "md"}
NUMBER = re.compile(r"(-?\d+)(\.\d+)?")


def chosen_format(asked: str | None, output: Path | None) -> str:
    """The format asked for, else what the file's name says, else a table on a terminal and TSV in a pipe."""
    if asked is not None:
        if asked != "table":
            export.lines_for(asked)
        return asked
    if output is not None:
        return SUFFIXES.get(output.suffix.lower(), "tsv")
    return "table" if sys.stdout.isatty() else "tsv"


def rows(
    columns: Sequence[str],
    found: Iterable[export.Row],
    style: str,
    output: Path | None = None,
    wanted: str | None = None,
) -> int:
    """Write rows in a format; how many there were."""
    counted = Counted(found)
    if style == "table":
        text = table_text(columns, counted, wanted, output is None)
        export.write(iter([text] if counted.count else []), output, style)
    else:
        shown, cells = export.selected(columns, counted, wanted)
        export.write(export.lines_for(style)(shown, cells), output, style)
    return counted.count


class Counted:
    """Rows that are counted as they pass."""

    def __init__(self, found: Iterable[export.Row]) -> None:
        self.found = found
        self.count = 0

    def __iter__(self) -> Iterator[export.Row]:
        for row in self.found:
            self.count += 1
            yield row


def table_text(columns: Sequence[str], found: Iterable[export.Row], wanted: str | None, to_screen: bool) -> str:
    """Rows drawn as a table, as wide as the terminal; long cells wrap, none is cut."""
    from rich.console import Console

    if wanted is None and tuple(columns) == names.ROW:
        columns, found = fact_view(found)
    else:
        columns, found = export.selected(columns, found, wanted)
    terminal = to_screen and sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=None if terminal else WIDE,
        force_terminal=terminal,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(drawn(columns, found))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def drawn(columns: Sequence[str], found: Iterable[export.Row]) -> Table:
    """The rich table of rows."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    wide = any(name in RATIOS for name in columns)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=wide)
    for name in columns:
        right = name in names.NUMERIC
        table.add_column(
            name,
            justify="right" if right else "left",
            overflow="fold",
            no_wrap=right or name in WHOLE,
            ratio=RATIOS.get(name),
        )
    for row in found:
        table.add_row(*(Text(shown(name, cell)) for name, cell in zip(columns, row, strict=True)))
    return table


def shown(column: str, cell: object) -> str:
    """A cell as people read it."""
    text = export.cell_text(cell)
    return grouped(text) if column in ("value", "value_high") else text


def grouped(number: str) -> str:
    """A number with its thousands apart.

    >>> grouped("1234567.50"), grouped("-6800"), grouped("3")
    ('1,234,567.50', '-6,800', '3')
    """
    match = NUMBER.fullmatch(number)
    return f"{int(match[1]):,}{match[2] or ''}" if match else number


VIEW = ("value", "printed", "metric", "place", "time", "sentence", "source", "id")
RATIOS = {"metric": 2, "place": 2, "sentence": 6, "source": 3}  # shares of the width that is left
WHOLE = ("printed", "time", "id")


def fact_view(found: Iterable[export.Row]) -> tuple[Sequence[str], Iterable[export.Row]]:
    """Rows of facts, the columns joined that are read together."""
    return VIEW, (viewed(dict(zip(names.ROW, row, strict=True))) for row in found)


def viewed(row: Mapping[str, object]) -> export.Row:
    """One fact: its value, the words that say it, and the source in one cell."""
    high = row["value_high"]
    value = grouped(str(row["value"])) + (f"\u2013{grouped(str(high))}" if high is not None else "")
    source = " \u00b7 ".join(str(row[name]) for name in ("title", "publisher", "published") if row[name])
    cells = (row["surface"], row["metric"], row["place"], row["time"], row["context"], source, str(row["id"])[:8])
    return (value, *cells)


def fact(shown: Shown) -> None:
    """One fact in full."""
    sentence = highlighted(shown.before, shown.inside, shown.after)
    fields = {name: value for name, value in shown.fields.items() if name not in ("context", "rules", "path")}
    rules = [f"{name}  {meaning}".rstrip() for name, meaning in shown.rules.items()]
    sys.stdout.write(f"{sentence}\n\n{lines(fields | {'path': shown.paths, 'rules': rules})}")


INDENT = 13


def lines(pairs: Mapping[str, object]) -> str:
    """Names and values, one a line; each value of a list on its own.

    >>> print(lines({"unit": "名", "rules": ["a", "b"]}), end="")
    unit         名
    rules        a
                 b
    """
    return "".join(f"{name:<{INDENT}}{several(value)}".rstrip() + "\n" for name, value in pairs.items())


def several(value: object) -> str:
    """A value, or the values of a list one below the other."""
    if isinstance(value, list | tuple):
        return ("\n" + " " * INDENT).join(value)
    return export.cell_text(value)


def highlighted(before: str, inside: str, after: str) -> str:
    """A sentence with its number in bold on a terminal, else between marks."""
    if not sys.stdout.isatty():
        return f"{before}\u3010{inside}\u3011{after}"
    from rich.console import Console
    from rich.text import Text

    console = Console(file=io.StringIO(), force_terminal=True, width=10_000, highlight=False)
    console.print(Text.assemble(before, (inside, "bold yellow"), after), end="", soft_wrap=True)
    return str(console.file.getvalue())  # type: ignore[attr-defined]
