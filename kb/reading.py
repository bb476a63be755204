"""From a text to its page and its facts, with what the user said against the page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from kb.errors import KbError
from schema.in_use import in_use
from schema.record import Article, Fact


@dataclass(frozen=True, slots=True)
class Given:
    """What a user said about a source; it wins over what the page says."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a text: its head, and its facts."""

    title: str | None
    publisher: str | None
    published: str | None
    place: str | None
    place_code: str | None
    facts: tuple[Fact, ...]


Read = Callable[[str, Given], Page]


def read_page(text: str, given: Given) -> Page:
    """The page and the facts of a text."""
    from extractors.pipeline import run
    from extractors.resolve import facts

    article = run(Article(raw=text, published=given.published, place=given.place))
    return page_of(article, tuple(facts(article)), given)


def page_of(article: Article, found: tuple[Fact, ...], given: Given) -> Page:
    """The head of a page, with the user's words before its own."""
    return Page(
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        published=given.published or article.published,
        place=given.place or article.place,
        place_code=article.place_code,
        facts=found,
    )


class UnreadableText(KbError):
    """A text that shows a defect of the extractors."""


def checked_page(text: str, given: Given, read: Read) -> Page:
    """The page of a text, its facts held against the text; `UnreadableText` where that fails."""
    try:
        page = read(text, given)
        check_facts(text, page)
    except Exception as error:  # whatever it is, it must not keep other texts out
        raise UnreadableText(f"could not be understood ({type(error).__name__}: {error}); please report it") from error
    return page


def check_facts(text: str, page: Page) -> None:
    """Hold every fact's offsets against the text: evidence that does not stand there is none."""
    for fact in page.facts:
        if text[fact.start : fact.end] != fact.surface or not fact.surface:
            raise ValueError(f"fact {fact.id}: text[{fact.start}:{fact.end}] is not {fact.surface!r}")


def program_version() -> str:
    """The version of kb and its extractors, which come as one."""
    return metadata.version("kb")


def extractor_version() -> str:
    """Which rules and which words read a text: the version, and what the reader's own vocabulary files say."""
    own = in_use().digest
    return f"{program_version()}+{own}" if own else program_version()


def read_text(file: str) -> str:
    """The text of a file, or of standard input for `-`."""
    from extractors.readers import ReadError, document, read

    try:
        if file == "-":
            return document(sys.stdin.buffer.read(), "standard input").text
        return read(file).text
    except ReadError as error:
        raise KbError(str(error)) from None
