"""Tables whose columns are split by commas or single spaces, written with tabs like every other table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schema.record import Span

LINE = re.compile("[^\n]+")
COMMA = re.compile("[,，]")
COLON = re.compile("[:：]")
SPACE = re.compile(r"(?<=\S) (?=\S)")
FIGURE = re.compile(r"\s*(?:[-+]?[0-9][0-9., ]{0,15}(?:[%‰]|[\u4e00-\u9fff]{1,3})?|[-—/]{1,3}|)\s*\Z")
HAN = re.compile(r"[\u4e00-\u9fff]")
MEASURED = re.compile(r"[^0-9]+\([^()0-9]{1,8}\)\Z")  # a unit behind the name of a column, enough for a table of two
LONGEST_ROW, LONGEST_CELL, LEAST = 300, 20, 3
NO_ROW = re.compile("[。；！？|\t]")  # prose, or a table already


def with_tabs(text: str) -> str:
    r"""The text with tabs for the commas or spaces of a table: a row of names, and rows of as many figures below it.

    >>> with_tabs("项目:合计,上半年,下半年\n培训(场):36,12,24\n会上，他说，好")
    '项目\t合计\t上半年\t下半年\n培训(场)\t36\t12\t24\n会上，他说，好'
    """
    marks = [
        mark.start()
        for splits in (COMMA, SPACE)
        for row in rows(text, splits)
        for mark in (*splits.finditer(text, *row), *_colon(text, row))
    ]
    if not marks:
        return text
    written = list(text)
    for mark in marks:
        written[mark] = "\t"
    return "".join(written)


def rows(text: str, splits: re.Pattern[str]) -> Iterator[Span]:
    """The rows of such tables, their heads among them."""
    head: tuple[Span, int] | None = None
    shown = False
    for match in LINE.finditer(text):
        line = Span(match.start(), match.end())
        cells = _cells(match[0], splits)
        if head and len(cells) == head[1] and _figures(cells):
            if not shown:
                yield head[0]
            yield line
            shown = True
        else:
            head, shown = ((line, len(cells)) if _names(cells) else None), False


def _cells(row: str, splits: re.Pattern[str]) -> list[str]:
    if len(row) > LONGEST_ROW or NO_ROW.search(row):
        return []
    return splits.split(row)


def _names(cells: list[str]) -> bool:
    """Whether cells could be the names of columns."""
    named = len(cells) >= LEAST or (len(cells) == 2 and MEASURED.match(cells[1]) is not None)
    return named and all(HAN.search(cell) and len(cell) <= LONGEST_CELL for cell in cells)


def _figures(cells: list[str]) -> bool:
    """Whether cells are names and figures, of figures at least as many behind the first."""
    if len(cells[0]) > 2 * LONGEST_CELL or not any(HAN.search(cell) for cell in cells):
        return False
    figures = [cell for cell in cells[1:] if FIGURE.match(cell)]
    names = [cell for cell in cells[1:] if HAN.search(cell) and len(cell) <= LONGEST_CELL]
    named = cells[-1] in figures and len(names) <= len(figures) and {*figures, *names} == {*cells[1:]}
    return named and any(cell.strip(" -—/") for cell in figures)


def _colon(text: str, row: Span) -> list[re.Match[str]]:
    """The colon behind the name of a row, which parts it from the first figure."""
    found = COLON.search(text, *row)
    comma = COMMA.search(text, *row)
    return [found] if found and comma and found.start() < comma.start() else []
