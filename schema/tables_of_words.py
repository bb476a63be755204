"""Vocabulary files: tab-separated rows under a line of column names, with comments that start with #."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from types import MappingProxyType

# The tables that a reader's own file may have, with the columns of the built-in ones.
TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "metrics": ("id", "name", "broader", "aliases"),
        "units": ("unit", "kind", "aliases", "not_before"),
        "places": ("code", "name", "level", "parent", "short"),
        "towns": ("code", "name"),
    }
)
OPENINGS = frozenset(columns[0] for columns in TABLES.values())


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names file, line and entry."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, what: str) -> VocabularyError:
        """What is wrong with this line.

        >>> str(Row("own.tsv", 3, {"id": "tea"}).error("name is missing"))
        "own.tsv, line 3, entry 'tea': name is missing"
        """
        return VocabularyError(f"{self.file}, line {self.line}, entry {next(iter(self.cells.values()))!r}: {what}")


def built_in(name: str) -> tuple[Row, ...]:
    """The rows of a file of the package."""
    return rows(name, resources.files("schema").joinpath("vocabulary", name).read_text(encoding="utf-8"))


def rows(file: str, text: str) -> tuple[Row, ...]:
    """The rows of a text of one table. Cells missing at the end are empty.

    >>> rows("own.tsv", "# mine\\nid\\tname\\ngrid\\t网格\\n")[0].cells
    {'id': 'grid', 'name': '网格'}
    """
    kept = list(_lines(text))
    header = tuple(kept[0][1].split("\t")) if kept else ()
    return tuple(_row(file, at, line.split("\t"), header) for at, line in kept[1:])


def parts(file: str, text: str) -> dict[str, tuple[Row, ...]]:
    """The tables of a reader's own text, which may have several: each begins with the line of its columns.

    Raises `VocabularyError` for a text that begins with no such line, or has one with other columns.

    >>> {name: len(found) for name, found in parts("own.tsv", "id\\tname\\tbroader\\taliases\\ntea\\t茶").items()}
    {'metrics': 1}
    """
    found: dict[str, list[Row]] = {}
    table = ""
    for at, line in _lines(text):
        cells = [cell.strip() for cell in line.rstrip().split("\t")]
        if cells[0] in OPENINGS or not table:
            table = _table(f"{file}, line {at}", cells)
            found.setdefault(table, [])
        else:
            found[table].append(_row(file, at, line.split("\t"), TABLES[table]))
    if not found:
        raise VocabularyError(f"{file}: holds no table; {_expected()}")
    return {name: tuple(listed) for name, listed in found.items()}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    # Not splitlines: that would also break at separators inside a cell.
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield at, line.rstrip("\r")


def _table(where: str, cells: Sequence[str]) -> str:
    """The table that has these columns."""
    for name, columns in TABLES.items():
        if tuple(cells) == columns:
            return name
    likely = next((name for name, columns in TABLES.items() if columns[0] == cells[0] and len(cells) > 1), None)
    if likely is None:
        raise VocabularyError(f"{where}: no line of columns; {_expected()}")
    columns = TABLES[likely]
    wrong = [f"unknown column {cell!r}" for cell in cells if cell not in columns]
    wrong += [f"column {column!r} is missing" for column in columns if column not in cells]
    what = next(iter(wrong), "columns twice or in another order")
    raise VocabularyError(f"{where}: {what}; the columns of {likely} are {', '.join(columns)}, parted by tabs")


def _expected() -> str:
    """How a table begins."""
    known = "; ".join(f"{' '.join(columns)} ({name})" for name, columns in TABLES.items())
    return f"a table begins with its columns, parted by tabs: {known}"


def _row(file: str, at: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise VocabularyError(f"{file}, line {at}, entry {cells[0]!r}: {len(cells)} cells under {len(header)} columns")
    filled = [*(cell.strip() for cell in cells), *[""] * (len(header) - len(cells))]
    return Row(file, at, dict(zip(header, filled, strict=False)))
