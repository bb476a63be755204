"""Rows as text: one function for each format, and a file that is written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from kb.columns import NUMERIC
from kb.errors import KbError, UsageError

Row = Sequence[object]
Lines = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]

PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
DANGEROUS = re.compile(r"'*[=+\-@\t\r]")  # quotes too, so that one can be taken off again
CHUNK = 1000
FULL = (errno.ENOSPC, errno.EDQUOT)
MAKE_ROOM = "make room there, or write elsewhere with -o FILE"


def jsonl_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Each row as one JSON object."""
    return (json_object(columns, row) + "\n" for row in rows)


def json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """All rows as one JSON array."""
    before = "[\n"
    for row in rows:
        yield before + json_object(columns, row)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def json_object(columns: Sequence[str], row: Row) -> str:
    """One row; numbers stay as exact as they are written.

    >>> json_object(("value", "unit", "place"), ("0.10", "%", None))
    '{"value": 0.10, "unit": "%", "place": null}'
    """
    return "{" + ", ".join(f'"{name}": {json_value(name, cell)}' for name, cell in zip(columns, row, strict=True)) + "}"


def json_value(column: str, cell: object) -> str:
    """One value as JSON."""
    if cell is not None and column in NUMERIC:
        return str(cell)
    return json.dumps(cell, ensure_ascii=False)


def tsv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    r"""Tab-separated lines with a header; tabs and line ends within a cell become \t and \n.

    >>> list(tsv_lines(("unit", "context"), [("名", "网格员\t6800名")]))
    ['unit\tcontext\n', '名\t网格员\\t6800名\n']
    """
    for row in chain([columns], rows):
        yield "\t".join(tsv_cell(cell) for cell in row) + "\n"


def tsv_cell(cell: object) -> str:
    """One cell, without anything that would end it."""
    text = cell_text(cell)
    if "\t" in text or "\n" in text or "\r" in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Comma-separated lines with a header, as spreadsheets read them; no cell of text is a formula."""
    for row in chain([columns], rows):
        yield ",".join(csv_cell(name, cell) for name, cell in zip(columns, row, strict=True)) + "\r\n"


def csv_cell(column: str, cell: object) -> str:
    """One cell: quoted where it must be, a formula defused.

    >>> csv_cell("metric", "=1+1"), csv_cell("value", "-5"), csv_cell("title", "-5"), csv_cell("unit", 'a"b')
    ("'=1+1", '-5', '-5', '"a""b"')
    """
    text = cell_text(cell)
    if column not in NUMERIC and DANGEROUS.match(text) and not PLAIN_NUMBER.fullmatch(text):
        text = f"'{text}"
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def markdown_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A Markdown table, numbers flush right."""
    yield "| " + " | ".join(columns) + " |\n"
    yield "|" + "|".join("---:" if name in NUMERIC else "---" for name in columns) + "|\n"
    for row in rows:
        yield "| " + " | ".join(markdown_cell(cell) for cell in row) + " |\n"


def markdown_cell(cell: object) -> str:
    """One cell on one line."""
    text = cell_text(cell).replace("\\", "\\\\").replace("|", "\\|")
    return " ".join(text.split("\n")).replace("\r", "")


def cell_text(cell: object) -> str:
    """A value as text: nothing for null, lists with blanks between.

    >>> cell_text(None), cell_text(("over-after", "scale")), cell_text(True)
    ('', 'over-after scale', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list | tuple):
        return " ".join(cell)
    return str(cell)


FORMATS: dict[str, Lines] = {
    "jsonl": jsonl_lines,
    "json": json_lines,
    "csv": csv_lines,
    "tsv": tsv_lines,
    "md": markdown_lines,
}


def lines_for(style: str) -> Lines:
    """The function that writes a format."""
    if style not in FORMATS:
        raise UsageError(f"--format {style}: not a format; take one of table, {', '.join(FORMATS)}")
    return FORMATS[style]


def selected(columns: Sequence[str], rows: Iterable[Row], wanted: str | None) -> tuple[Sequence[str], Iterable[Row]]:
    """Only the columns asked for (names with commas between), in that order."""
    if wanted is None:
        return columns, rows
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name not in columns:
            raise UsageError(f"--columns {name}: no such column; take from {', '.join(columns)}")
    places = [columns.index(name) for name in names]
    return names, ([row[place] for place in places] for row in rows)


def write(lines: Iterator[str], output: Path | None, style: str) -> None:
    """Write lines to a file, or to standard output."""
    if output is not None:
        write_file(lines, output, "utf-8-sig" if style == "csv" else "utf-8")
        return
    while chunk := "".join(islice(lines, CHUNK)):
        sys.stdout.write(chunk)
    sys.stdout.flush()


def write_file(lines: Iterator[str], output: Path, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all: beside its place first, then moved there."""
    target = output.resolve()
    if target.is_dir():
        raise KbError(f"{output}: a folder; name a file in it")
    if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
        write_device(lines, target, encoding)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding=encoding, errors="replace", newline="") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        why = f"{error.strerror}; {MAKE_ROOM}" if error.errno in FULL else error.strerror
        raise KbError(f"{output}: cannot be written ({why}); what stood there is untouched") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_device(lines: Iterator[str], target: Path, encoding: str) -> None:
    """Write into what cannot be replaced, a device or a pipe."""
    try:
        with target.open("w", encoding=encoding, errors="replace", newline="") as file:
            file.writelines(lines)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise KbError(f"{target}: cannot be written ({error.strerror}); {MAKE_ROOM}") from None
