"""What a text means by today, and the time that its title or its opening gives to all that states no other.

>>> now_of(Article("", text="全区有党员42名。", published="2021-03-02")).year
2021
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from extractors import rules
from extractors.moments import rule_of, until_words
from extractors.times import mentions
from schema.record import Article, Line

Dating = tuple[str | None, str]  # EDTF or unknown, and the rule that says so

HALF = 7  # up to this month a text counts as of the end of the year before
NEAR = 1  # years between the subject of a report and its publication
UNNUMBERED = 9  # rank of a heading without a number
AS_OF = "time-as-of"


@dataclasses.dataclass(frozen=True, slots=True)
class Now:
    """What a text means by today: year and month as far as they are known, and the year that it reports on."""

    year: int | None
    month: int | None
    published: str | None
    title: Dating | None
    as_of: tuple[Dating, int] | None = None  # the end of the year before, as of which a text counts, and its line


def now_of(article: Article) -> Now:
    """What the article means by today."""
    year, month = _year_and_month(article.published)
    title = _title_time(article, year)
    if title and title[0] and (year is None or (_looks_back(article) and year - last_year(title[0]) <= NEAR)):
        year, month = last_year(title[0]), None
    published = article.published[:4] if article.published and _year_and_month(article.published)[0] else None
    return Now(year, month, published, title, _as_of(article, year, month))


def _as_of(article: Article, year: int | None, month: int | None) -> tuple[Dating, int] | None:
    """The end of last year with which a text of this year's first half opens: 截至2015年底，全县共有党员2.9万名."""
    index = next((at for at, line in enumerate(article.lines) if line.kind == "body"), -1)
    line = article.lines[index] if index >= 0 and (month or 1) <= HALF else Line(0, 0, "body")
    first = next((mention for mention in article.time_mentions if mention.start >= line.start), None)
    if first is None or first.start >= line.end or first.edtf is None or last_year(first.edtf) + 1 != year:
        return None
    words = article.text[first.start : first.end]
    counted = words.startswith(until_words()) and words.endswith(tuple(rule_of(AS_OF)["words"]))
    return ((first.edtf, AS_OF), index) if counted else None


def _year_and_month(published: str | None) -> tuple[int | None, int | None]:
    """The year and month of an EDTF date, None for what it does not give."""
    match = _edtf().match(published or "")
    if not match:
        return None, None
    month = int(match["month"] or 0)
    return int(match["year"]), month if 1 <= month <= 12 else None


def _titles(article: Article) -> Iterator[str]:
    """What stands above the text: the title as it was given, else the lines that look like one."""
    if article.title:
        yield article.title
        return
    printed = [line for line in article.lines if line.end > line.start]
    titles = [line for line in printed if line.kind == "title"]
    first = [
        line for line in printed[:1] if line.kind == "heading" and rank_of_heading(article.text, line) == UNNUMBERED
    ]
    yield from (article.text[line.start : line.end] for line in titles or first)


def _title_time(article: Article, published: int | None) -> Dating | None:
    """The time in the title that holds for all that states no other: 某县2023年统计公报."""
    report = _report_words("words")
    for title in _titles(article):
        for mention in mentions(title):
            means = rule_of(mention.rule)["means"]
            if mention.kind != "absolute" or not mention.edtf or means not in ("numeral", "fixed"):
                continue
            year = last_year(mention.edtf)
            if published is None or (year <= published and (published - year <= NEAR or report.search(title))):
                day = mention.edtf.count("-") == 2 and "/" not in mention.edtf
                return str(year) if day else mention.edtf, "time-of-report"
    return None


def _looks_back(article: Article) -> bool:
    """Whether the title says that the text was written about its year as it ended: 2021年工作总结."""
    words = _report_words("retrospect")
    return any(words.search(title) for title in _titles(article))


def last_year(edtf: str | None) -> int:
    """The year in which a time ends, 0 where it is unknown."""
    return int((edtf or "0").rpartition("/")[2][:4])


@functools.cache
def _edtf() -> re.Pattern[str]:
    return re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>[0-9]{2}))?")


@functools.cache
def _report_words(key: str) -> re.Pattern[str]:
    return re.compile(rules.any_of(rule_of("time-of-report")[key]))


def rank_of_heading(text: str, line: Line) -> int:
    """The rank of a heading by its number: 第一章 before 一、 before （一）."""
    styles = (rank for rank, style in enumerate(_styles()) if style.match(text, line.start, line.end))
    return next(styles, UNNUMBERED)


@functools.cache
def _styles() -> tuple[re.Pattern[str], ...]:
    """How headings are numbered, the highest first."""
    return tuple(re.compile(style) for style in rule_of("time-of-heading")["styles"])
