"""Title, publisher and date of a page, from the lines that are not prose."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from extractors import rules
from extractors.dateline import Date, dateline
from schema.record import LineKind

TITLE_LENGTHS = range(5, 81)
TITLE_LEAD = re.compile(r"[^：:]{0,6}[：:] ?")
NOT_TITLE = tuple("。；，、：")
SUBTITLE = tuple("—―-(")
LIST_MARK = re.compile(r"[(]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[)、.]")
HAN = re.compile(r"[\u4e00-\u9fff]")
SHORT_TITLE = re.compile(r"[\u4e00-\u9fff]{4}")
FOOT, SHORT, SIGNED, OPENING = 40, 160, 3, 4


@dataclasses.dataclass(frozen=True, slots=True)
class PageLine:
    """A line's words, its kind so far, and whether a rule gave it that."""

    content: str
    kind: LineKind
    marked: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Masthead:
    """What a page says of its article; `titles` are the lines that make up its title."""

    title: str | None
    titles: tuple[int, ...]
    publisher: str | None
    published: str | None
    rules: tuple[str, ...]


def masthead(lines: list[PageLine], first: int, end: int) -> Masthead:
    """The masthead of a page whose article's text begins at `first` and is over at `end`."""
    titles = title_lines(lines, first)
    date = published(lines, first, end)
    publisher = publisher_of(lines, first, end, titles)
    return Masthead(
        title=title_of(lines, titles),
        titles=titles,
        publisher=publisher[0] if publisher else None,
        published=date.edtf if date else None,
        rules=tuple(rule for rule in (date and date.rule, publisher and publisher[1]) if rule),
    )


def title_lines(lines: list[PageLine], first: int) -> tuple[int, ...]:
    """The title of the page's head and the lines that go on with it."""
    free = [index for index in range(first) if not above_issue(lines, index)]
    candidates = [index for index in free if may_be_title(lines[index])]
    if not candidates:
        said = [index for index in free if lines[index].kind == "title"]
        return tuple(said or [index for index in free if is_short_title(lines[index])])[:1]
    bylines = [index for index in range(first) if lines[index].kind == "byline" and lines[index].marked]
    before = [index for index in candidates if any(index < byline for byline in bylines[-1:])]
    block = last_block(before or candidates) if before else first_block(candidates)
    tail = [index for index in block[1:] if lines[index].content.startswith(SUBTITLE)]
    return (block[0], *tail)


def may_be_title(line: PageLine) -> bool:
    """Whether a line of the head could be the headline."""
    content = line.content
    return (
        line.kind == "heading"
        and len(content) in TITLE_LENGTHS
        and not content.endswith(NOT_TITLE)
        and not content.startswith(SUBTITLE[:3])
        and not LIST_MARK.match(content)
        and HAN.search(content) is not None
        and name_line().match(content) is None
    ) or (line.kind == "heading" and content.startswith(SUBTITLE))


def is_short_title(line: PageLine) -> bool:
    """Whether a line that could be an author's name is too long for one: a headline where the page has no other."""
    return line.kind == "byline" and not line.marked and SHORT_TITLE.fullmatch(line.content) is not None


def above_issue(lines: list[PageLine], index: int) -> bool:
    """Whether a line is the name of a bulletin, with the number of its issue on the line below."""
    pattern = next(pattern for _, zone, pattern in publisher_rules() if zone == "issue")
    return any(pattern.match(content) for content in with_issue(lines[index : index + 2]))


def with_issue(head: list[PageLine]) -> list[str]:
    """Short lines, each with the marked line below it."""
    pairs = itertools.pairwise(head)
    return [f"{line.content}\n{below.content}" for line, below in pairs if below.marked and len(line.content) <= SHORT]


def last_block(indexes: list[int]) -> list[int]:
    """The last run of neighbours.

    >>> last_block([1, 4, 5])
    [4, 5]
    """
    start = len(indexes) - 1
    while start and indexes[start - 1] == indexes[start] - 1:
        start -= 1
    return indexes[start:]


def first_block(indexes: list[int]) -> list[int]:
    """The first run of neighbours."""
    return [index for place, index in enumerate(indexes) if index - indexes[0] == place]


def title_of(lines: list[PageLine], titles: tuple[int, ...]) -> str | None:
    """The words of the title."""
    if not titles:
        return None
    line = lines[titles[0]]
    return TITLE_LEAD.sub("", line.content, count=1) if line.kind == "title" else line.content


def published(lines: list[PageLine], first: int, end: int) -> Date | None:
    """The date of the first marked line of the head that has one, else that of a line at the article's end."""
    head = [line for line in lines[:first] if line.marked]
    tail = [line for line in lines[max(first, end - SIGNED) : end + FOOT] if line.kind == "byline"]
    tail += [line for line in lines[first:end] if line.kind == "byline"]
    occasion = [line for line in lines[:first] if line.content.startswith(SUBTITLE)]
    for line in (*head, *tail, *occasion):
        date = dateline(line.content[:SHORT])
        if date:
            return date
    issues = (dateline(line.content[:SHORT], "issue") for line in (*head, *tail) if line.kind == "byline")
    return next((date for date in issues if date), None) or of_prose(lines)


def of_prose(lines: list[PageLine]) -> Date | None:
    """The date with which the first lines begin (某县2023年5月6日讯), else that of a notice in the last ones."""
    zones = (("opening", lines[:OPENING]), ("closing", lines[-OPENING:]))
    found = (dateline(_part(line.content, zone), zone) for zone, part in zones for line in part)
    return next((date for date in found if date), None)


def _part(content: str, zone: str) -> str:
    """The end of a line where a date could close it, else its begin."""
    return content[-SHORT:] if zone == "closing" else content[:SHORT]


def publisher_of(lines: list[PageLine], first: int, end: int, titles: tuple[int, ...]) -> tuple[str, str] | None:
    """The name that the highest rule finds, and the rule."""
    bylines = [line for line in lines if line.kind == "byline"]
    head = [line for index, line in enumerate(lines[:first]) if index not in titles]
    foot = [line for line in lines[max(first, end - 1) :] if line.kind == "furniture"]
    signed = [line for line in lines[max(first + 1, end - SIGNED) : end] if line.kind == "heading"]
    zones = {"byline": joined(lines, bylines), "head": texts(head), "foot": texts(foot), "sign": texts(signed)}
    zones["issue"] = with_issue(lines[:first])
    for rule, zone, pattern in publisher_rules():
        for content in zones.get(zone, ()):
            match = pattern.search(content)
            if match and not nobody().match(match["publisher"]):
                return match["publisher"], rule
    return None


def texts(lines: list[PageLine]) -> list[str]:
    """The words of short lines."""
    return [line.content for line in lines if len(line.content) <= SHORT]


def joined(lines: list[PageLine], bylines: list[PageLine]) -> list[str]:
    """Bylines, a label alone on its line with the value below it."""
    following = {id(line): after.content for line, after in itertools.pairwise(lines)}
    return [
        line.content + following.get(id(line), "") if line.content.endswith("：") else line.content
        for line in bylines
        if len(line.content) <= SHORT
    ]


@functools.cache
def publisher_rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Rule, zone and pattern of publisher.toml, in their order."""
    table = rules.load("publisher", frozenset({"zone", "pattern"}))
    return tuple((rule["id"], rule["zone"], re.compile(rule["pattern"])) for rule in table)


def nobody() -> re.Pattern[str]:
    """Words that stand where a name should, and name nobody."""
    return next(pattern for rule, _, pattern in publisher_rules() if rule == "publisher-nobody")


def name_line() -> re.Pattern[str]:
    """A line that is nothing but the name of a paper, a site or an office."""
    return next(pattern for rule, _, pattern in publisher_rules() if rule == "publisher-name-line")
