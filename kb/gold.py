"""Gold facts as the annotation guide writes them: one JSON object a line, a header before the facts of each article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import KbError

Row = dict[str, Any]


@dataclass(frozen=True)
class GoldFact:
    """A gold line and where its number stands in the text."""

    row: Row
    start: int
    end: int

    @property
    def kind(self) -> str:
        """`fact`, `optional` or `trap`."""
        return str(self.row["kind"])


@dataclass(frozen=True)
class GoldArticle:
    """An article with all that was annotated in it."""

    head: Row
    text: str
    facts: tuple[GoldFact, ...]

    @property
    def name(self) -> str:
        """The number of the article."""
        return str(self.head["doc"])

    def of_kind(self, kind: str) -> list[GoldFact]:
        """The lines of one kind."""
        return [fact for fact in self.facts if fact.kind == kind]


def load(path: Path, articles: Path | None = None) -> list[GoldArticle]:
    """The articles of a gold file; `articles` is the folder of those that the headers name by file."""
    heads: dict[str, Row] = {}
    lines: dict[str, list[Row]] = {}
    for row in rows(path):
        name = str(row.get("doc"))
        lines.setdefault(name, [])
        if "anchor" in row:
            lines[name].append(row)
        else:
            heads[name] = row
    for name in lines:
        if name not in heads:
            raise KbError(f"{path}: {name} has no header line")
    folder = articles or default_folder(path)
    return [article(path, heads[name], found, folder) for name, found in lines.items()]


def default_folder(path: Path) -> Path:
    """The folder `articles` beside that of the gold file, as in `data/`; else the gold file's own."""
    beside = path.absolute().parent.parent / "articles"
    return beside if beside.is_dir() else path.parent


def rows(path: Path) -> Iterator[Row]:
    """The objects of a JSON Lines file; only \\n ends a line, other line ends may stand in a text."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise KbError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise KbError(f"{path}: not UTF-8; gold files are JSON Lines in UTF-8") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise KbError(f"{path}, line {number}: {error}") from None


def article(path: Path, head: Row, found: list[Row], folder: Path) -> GoldArticle:
    """An article with its text and the places of its facts."""
    text = head["text"] if "text" in head else file_text(path, head, folder)
    return GoldArticle(head, text, tuple(located(path, text, row) for row in found))


def file_text(path: Path, head: Row, folder: Path) -> str:
    """The text of the file that a header names."""
    file = folder / str(head.get("file"))
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KbError(
            f"{path}: {head['doc']}: {file} cannot be read ({error}); give its folder with --articles"
        ) from None


def located(path: Path, text: str, row: Row) -> GoldFact:
    """A gold line with the offsets of its number."""
    anchor, number = row["anchor"], row["num"]
    if text.count(anchor) != 1 or anchor.count(number) != 1:
        raise KbError(f"{path}: {row['doc']}: anchor is not unique or not there: {anchor}")
    start = text.index(anchor) + anchor.index(number)
    return GoldFact(row, start, start + len(number))
