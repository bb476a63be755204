"""Vocabulary files: tab-separated rows under a line of column names, with comments that start with #."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from importlib import resources


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names file and entry."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]


def built_in(name: str) -> tuple[Row, ...]:
    """The rows of a file of the package."""
    return rows(name, resources.files("schema").joinpath("vocabulary", name).read_text(encoding="utf-8"))


def rows(file: str, text: str, columns: Sequence[str] = ()) -> tuple[Row, ...]:
    """The rows of a text; `columns` must be those of its header, if given. Cells missing at the end are empty.

    >>> rows("own.tsv", "# mine\\nid\\tname\\ngrid\\t网格\\n")[0].cells
    {'id': 'grid', 'name': '网格'}
    """
    # Not splitlines: that would also break at separators inside a cell.
    lines = [(at, line.rstrip("\r")) for at, line in enumerate(text.split("\n"), 1)]
    kept = [(at, line) for at, line in lines if line.strip() and not line.startswith("#")]
    header = tuple(kept[0][1].split("\t")) if kept else ()
    if columns and header != tuple(columns):
        raise VocabularyError(f"{file}: its columns must be {', '.join(columns)}, parted by tabs")
    return tuple(_row(file, at, line.split("\t"), header) for at, line in kept[1:])


def _row(file: str, at: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) > len(header):
        raise VocabularyError(f"{file}, line {at}, entry {cells[0]!r}: {len(cells)} cells under {len(header)} columns")
    filled = [*(cell.strip() for cell in cells), *[""] * (len(header) - len(cells))]
    return Row(file, at, dict(zip(header, filled, strict=True)))
