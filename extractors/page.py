"""What part each line of a page plays, told by page.toml, navigation.toml and by where the prose stands.

The head of a page is all before its first prose: menus, headlines of other articles, title and bylines in any order.
Furniture needs positive evidence: what no rule names, and no rule's list holds, belongs to the article.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

from extractors import rules
from extractors.masthead import Masthead, PageLine, masthead
from schema.record import Line, LineKind

LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
LONGEST_FURNITURE = 160
HAN = r"[\u4e00-\u9fff]"
NUMERAL = r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\d]"
NAME = re.compile(rf"{HAN}{{2,4}}|{HAN} {{1,2}}{HAN}{{1,2}}")
DATE = (
    r"(?:(?:19|20)?\d{2}[-/.\u5e74] ?\d{1,2}[-/.\u6708](?: ?\d{1,2}\u65e5?)?"
    r"|[\u4e00\u4e8c][^\d\s]{3}\u5e74[^\d\s]{1,3}\u6708(?:[^\d\s]{1,3}\u65e5)?)"
)
STOP = re.compile("[。！？；…]")
CLAUSE = re.compile("[，；]")
ENDS = tuple("。！？；…，、：")
FULL_STOP = tuple("。；")
CLOSERS = "”’」』》)）】]\"'"
COLUMNS = re.compile(r"\S  +\S")
COLUMN_NAME = re.compile(r"[^|\t\d]{2,12}\|[^|\t]{6,60}")
CELL = re.compile(r"(?<!\S)[\d,.]{1,16}%?(?!\S)")
LIST_MARK = re.compile(rf"[(]?{NUMERAL}{{1,3}}[)、.．]|[—―•·●■◆▲★]")
BRACKETS = frozenset("【】[]()×")
LONE_SEPARATORS = frozenset(">|/»›")
PROSE, SENTENCE, CLAUSES, HEADING, LABEL, VALUE = 20, 6, 30, 40, 8, 24
RESUMES = 0.5
WRAP_LEAST, WRAP_MOST, WRAP_SLACK, WRAP_SHARE, WRAP_LINES = 20, 100, 2, 0.4, 6


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A line with what can be seen of it alone."""

    start: int
    end: int
    content: str
    gap: bool
    prose: bool
    table: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """What a rule says of a line that stands by itself."""

    rule: str
    kind: LineKind
    effect: str


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """The lines of a text, what its masthead says, and the rules that told."""

    lines: tuple[Line, ...]
    masthead: Masthead
    fired: tuple[str, ...]


def page(text: str) -> Page:
    """The page that a normalised text was."""
    rows = read_rows(text)
    marks = marked(rows)
    first = body_start(rows, marks)
    end = body_end(rows, marks, first)
    kinds = [*head_kinds(rows, marks, first), *body_kinds(rows, marks, first, end)]
    seen = [PageLine(row.content, kind, bool(mark)) for row, kind, mark in zip(rows, kinds, marks, strict=True)]
    found = masthead(seen, first, end)
    for index in found.titles:
        kinds[index] = "title"
    lines = tuple(Line(row.start, row.end, kind) for row, kind in zip(rows, kinds, strict=True))
    return Page(lines, found, tuple(dict.fromkeys([*(mark.rule for mark in marks if mark), *found.rules])))


def fired(text: str) -> tuple[str, ...]:
    """The ids of the rules that fire in the lines of a normalised text."""
    return page(text).fired


def read_rows(text: str) -> list[Row]:
    """The lines of a text that hold anything, without the spaces around them."""
    rows: list[Row] = []
    last = 0
    for match in LINE.finditer(text):
        content = match[0].strip()
        if content:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            gap = text.count("\n", last, start) > 1
            prose = is_prose(content)
            rows.append(Row(start, start + len(content), content, gap, prose, is_table(content, prose)))
            last = start + len(content)
    return with_wrapped(with_columns(without_lone_bars(rows)))


def is_prose(content: str) -> bool:
    """Whether a line is sentences rather than a headline or a label.

    >>> is_prose("全镇有党员42名。"), is_prose("党建引领，凝聚人心")
    (True, False)
    """
    length = len(content)
    if length >= SENTENCE and content.rstrip(CLOSERS).endswith(FULL_STOP):
        return True
    if length >= PROSE and STOP.search(content):
        return content.find("。") >= 0 or length >= 2 * PROSE
    return length >= CLAUSES and len(CLAUSE.findall(content, 0, 400)) > 1


def is_table(content: str, prose: bool) -> bool:
    """Whether a line is a row of a table: bars, tabs, or figures standing alone between spaces."""
    if "|" in content[1:-1] or "\t" in content:
        return True
    return not prose and not CLAUSE.search(content) and len(CELL.findall(content[:LONGEST_FURNITURE])) > 1


def without_lone_bars(rows: list[Row]) -> list[Row]:
    """Rows in which one bar parts a headline from the name of its column are no table where no table stands next."""
    tables = [False, *(row.table for row in rows), False]
    return [
        dataclasses.replace(row, table=False)
        if row.table and not tables[index] and not tables[index + 2] and COLUMN_NAME.fullmatch(row.content)
        else row
        for index, row in enumerate(rows)
    ]


def with_columns(rows: list[Row]) -> list[Row]:
    """Rows with columns split by runs of spaces are a table where two follow one another."""
    columns = [0 if row.prose or "  " not in row.content else len(COLUMNS.findall(row.content)) for row in rows]
    for index, count in enumerate(columns):
        neighbours = columns[max(0, index - 1) : index] + columns[index + 1 : index + 2]
        if count and any(neighbours):
            rows[index] = dataclasses.replace(rows[index], table=True)
    return rows


def with_wrapped(rows: list[Row]) -> list[Row]:
    """In a text cut into lines by hand every full line is prose, whether a sentence ends in it or not."""
    width = wrap_width([row.end - row.start for row in rows if not row.table])
    if not width:
        return rows
    return [
        dataclasses.replace(row, prose=True) if row.end - row.start >= width - WRAP_SLACK and not row.table else row
        for row in rows
    ]


def wrap_width(lengths: list[int]) -> int:
    """The width at which a text was cut into lines by hand, 0 if it was not.

    >>> wrap_width([40, 40, 39, 40, 12, 40, 40]), wrap_width([300, 12, 250, 9, 180, 240])
    (40, 0)
    """
    widest = max(lengths, default=0)
    full = sum(1 for length in lengths if length >= widest - WRAP_SLACK)
    hard = WRAP_LEAST <= widest <= WRAP_MOST and full >= WRAP_SHARE * len(lengths) and len(lengths) >= WRAP_LINES
    return widest if hard else 0


def marked(rows: list[Row]) -> list[Mark | None]:
    """What the rules say of each line; a label alone on its line gives its mark to the value on the next."""
    marks: list[Mark | None] = []
    for index, row in enumerate(rows):
        mark = mark_of(row.content)
        before = rows[index - 1].content if index else ""
        above = marks[-1] if marks else None
        if mark is None and above and not row.prose and len(row.content) <= VALUE:
            if before in LONE_SEPARATORS or (above.kind == "byline" and before.endswith("：") and len(before) <= LABEL):
                mark = Mark(above.rule, above.kind, "none")
            elif above.kind == "furniture" and (row.content in navigation(True) or row.content in BRACKETS):
                mark = Mark("navigation-weak", "furniture", "none")
        marks.append(mark)
    return marks


@functools.lru_cache(maxsize=4096)
def mark_of(content: str) -> Mark | None:
    """The first rule that a line fires.

    >>> mark_of("来源：某某日报").rule, mark_of("全县有党员42名。")
    ('page-source', None)
    """
    if len(content) > LONGEST_FURNITURE:
        return None
    match = any_rule().match(content)
    if match:
        return rule_marks()[str(match.lastgroup)]
    if menu().fullmatch(content) and (content in LONE_SEPARATORS or word_in_menu().search(content)):
        return Mark("navigation-word", "furniture", "none")
    return None


def body_start(rows: list[Row], marks: list[Mark | None]) -> int:
    """Where the article's own text begins: its first prose or table, else what follows the marked lines of the head."""
    listing = False
    for index, (row, mark) in enumerate(zip(rows, marks, strict=True)):
        listing = mark.effect == "list" if mark else listing
        if mark is None and (row.prose or (row.table and not listing)):
            return index
    for index, mark in enumerate(marks):
        if mark and (index + 1 == len(marks) or marks[index + 1] is None) and index < len(marks) // 2:
            return index + 1
    return 0


def body_end(rows: list[Row], marks: list[Mark | None], first: int) -> int:
    """Where a rule that ends an article is not followed by half as much prose again."""
    lengths = [row.end - row.start if row.prose and not mark else 0 for row, mark in zip(rows, marks, strict=True)]
    before, after = 0, sum(lengths[first:])
    for index in range(first, len(rows)):
        mark = marks[index]
        if mark and mark.effect != "none" and before and after < before * RESUMES:
            return index
        before += lengths[index]
        after -= lengths[index]
    return len(rows)


def head_kinds(rows: list[Row], marks: list[Mark | None], first: int) -> list[LineKind]:
    """The kinds of the lines before the article's text; headings are what the masthead may choose a title from."""
    kinds: list[LineKind] = []
    listing = False
    for index in range(first):
        mark = marks[index]
        if mark:
            listing = mark.effect == "list"
            kinds.append(mark.kind)
        elif listing:
            kinds.append("furniture")
        else:
            name = index + 1 == first or marks[index + 1] is not None
            kinds.append("byline" if name and NAME.fullmatch(rows[index].content) else "heading")
    return freed(rows, kinds, first) if listing else kinds


def freed(rows: list[Row], kinds: list[LineKind], first: int) -> list[LineKind]:
    """A list that nothing closes before the prose ends at the last blank line before it."""
    gaps = [index for index in range(first) if rows[index].gap]
    if gaps and first - gaps[-1] <= 3:
        kinds[gaps[-1] :] = ["heading"] * (first - gaps[-1])
    return kinds


def body_kinds(rows: list[Row], marks: list[Mark | None], first: int, end: int) -> list[LineKind]:
    """The kinds of the lines from the article's text on."""
    kinds: list[LineKind] = []
    listing = False
    for index in range(first, len(rows)):
        row, mark = rows[index], marks[index]
        listing = mark.effect == "list" if mark else listing and not row.prose
        if mark:
            kinds.append(mark.kind)
        elif index >= end or listing:
            kinds.append("furniture")
        elif row.table:
            kinds.append("table")
        else:
            kinds.append("heading" if (first and is_heading(row)) or (is_heading(row) and index > first) else "body")
    return kinds


def is_heading(row: Row) -> bool:
    """Whether a line of the body is short and ends without a mark."""
    return not row.prose and len(row.content) <= HEADING and not row.content.endswith(ENDS)


@functools.cache
def any_rule() -> re.Pattern[str]:
    """All rules of page.toml in one pattern, a group for each."""
    macros = {"{han}": HAN, "{date}": DATE, "{line}": r".{0,160}"}
    parts = []
    for index, rule in enumerate(page_rules()):
        pattern = rule["pattern"].replace("(?P<title>", "(?:")
        for macro, meaning in macros.items():
            pattern = pattern.replace(macro, meaning)
        parts.append(f"(?P<rule{index}>{pattern})")
    return re.compile("|".join(parts))


@functools.cache
def rule_marks() -> dict[str, Mark]:
    """What each group of the one pattern says of its line."""
    return {f"rule{n}": Mark(rule["id"], rule["kind"], rule["effect"]) for n, rule in enumerate(page_rules())}


def page_rules() -> tuple[dict[str, Any], ...]:
    """The rules of page.toml."""
    return rules.load("page", frozenset({"kind", "effect", "pattern"}))


@functools.cache
def navigation(weak: bool) -> frozenset[str]:
    """The words of menus."""
    table = rules.load("navigation", frozenset({"weak", "words"}))
    return frozenset(word for rule in table if rule["weak"] == weak for word in rule["words"])


@functools.cache
def word_in_menu() -> re.Pattern[str]:
    """A word that only menus have."""
    return re.compile(rules.any_of(navigation(False)))


@functools.cache
def menu() -> re.Pattern[str]:
    """A line of nothing but menu words, signs, figures and spaces; atomic, for it must not be tried twice."""
    words = rules.any_of(navigation(False) | navigation(True))
    return re.compile(rf"(?>{words}|[\s\d>|»›/·×:：\-+【】\[\]()])++")
