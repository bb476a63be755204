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

LEAST = 16  # columns that text needs to be read, if it has so much
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
    """Rows drawn as a table, as wide as the terminal; long cells wrap, none is cut; stacked where it is narrow."""
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
    found = list(found)
    if terminal and sum(least_widths(columns, found)) + GAP * (len(columns) - 1) > console.width:
        return stacked(columns, found)
    console.print(drawn(columns, found, console.width))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def least_widths(columns: Sequence[str], found: Sequence[export.Row]) -> list[int]:
    """For each column the width below which its heading would break, or its text into crumbs."""
    from rich.cells import cell_len

    widths = [len(name) for name in columns]
    for row in found:
        for place, (name, cell) in enumerate(zip(columns, row, strict=True)):
            width = cell_len(shown(name, cell))
            widths[place] = max(widths[place], width if is_whole(name) else min(width, LEAST))
    return widths


def stacked(columns: Sequence[str], found: Iterable[export.Row]) -> str:
    """Each row as a block of names and values, those that it has.

    >>> print(stacked(("value", "action", "unit"), [("6800", None, "名"), ("12", None, "个")]), end="")
    value        6,800
    unit         名
    <BLANKLINE>
    value        12
    unit         个
    """
    rows = ({name: shown(name, cell) for name, cell in zip(columns, row, strict=True)} for row in found)
    return "\n".join(lines({name: text for name, text in row.items() if text}) for row in rows)


def drawn(columns: Sequence[str], found: Sequence[export.Row], width: int) -> Table:
    """The rich table of rows; where they are wider than `width`, the columns of text share what the others leave."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    natural = [max((cell_len(shown(name, row[at])) for row in found), default=0) for at, name in enumerate(columns)]
    wide = "sentence" in columns  # the view of facts
    share = None if wide else text_share(columns, natural, width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=wide)
    for name, least in zip(columns, least_widths(columns, found), strict=True):
        table.add_column(
            name,
            justify="right" if name in names.NUMERIC else "left",
            overflow="fold",
            no_wrap=is_whole(name),
            ratio=RATIOS.get(name) if wide else None,
            min_width=least,
            max_width=None if is_whole(name) else share,
        )
    for row in found:
        table.add_row(*(Text(shown(name, cell)) for name, cell in zip(columns, row, strict=True)))
    return table


def text_share(columns: Sequence[str], natural: Sequence[int], width: int) -> int | None:
    """How wide a column of text may be where all of them do not fit; None where they do."""
    padded = width - DIVIDER * (len(columns) - 1)
    if sum(max(size, len(name)) for name, size in zip(columns, natural, strict=True)) <= padded:
        return None
    whole = sum(max(size, len(name)) for name, size in zip(columns, natural, strict=True) if is_whole(name))
    return max(LEAST, (padded - whole) // max(1, sum(not is_whole(name) for name in columns)))


def is_whole(column: str) -> bool:
    """Whether the cells of a column stay on one line."""
    return column in names.NUMERIC or column in WHOLE


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
GAP = 2  # between two columns of a table at the least
DIVIDER = 3  # between two columns as they are drawn
RATIOS = {"metric": 2, "place": 2, "sentence": 6, "source": 3}  # shares of the width that is left
WHOLE = ("printed", "time", "id", "source_id", "published", "facts", "code", "level")


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
