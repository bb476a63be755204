"""The unit of a figure in a table: what its heads say, else the line with the units of the whole table.

>>> unit_of(Measures(("",), ("个", "人", "万元"), "党员"), "党员"), unit_of(Measures(("万元",), ("个",)), "经费")
((Decimal('1'), '人'), (Decimal('10000'), '元'))
"""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from extractors import rules
from extractors.chinese_number import magnitude
from extractors.phrases import is_person
from extractors.situation import counted
from schema.record import Article, Span
from schema.units import units

BRACKETED = regex.compile(r"\(([^()]{1,12})\)")
LONGEST_CAPTION = 24
PERCENT = ("%", "‰")

Scaled = tuple[Decimal, str]


class Measures(NamedTuple):
    """What tells the unit of a figure.

    `own` are the units of its column and row, the nearest first, `caption` those of the whole table; `head` are the
    words of its column, the `column`-th of the `columns` that hold figures (0 where that is unknown).
    """

    own: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    head: str = ""
    column: int = 0
    columns: int = 0


@functools.cache
def table_rules() -> dict[str, dict[str, Any]]:
    """The entries of tables.toml by what they mean."""
    loaded = rules.load("tables", frozenset({"means", "words"}), frozenset({"reason", "units", "names"}))
    return {rule["means"]: rule for rule in loaded}


@functools.cache
def words_of(means: str) -> frozenset[str]:
    """The words that mean something in the heads of tables."""
    return frozenset(table_rules()[means]["words"])


def caption(article: Article, group: Span) -> tuple[str, ...]:
    """The units that a line above the table gives for all of it."""
    for line in article.lines[max(0, group.start - 2) : group.start + 1]:
        found = _caption_pattern().search(article.text, line.start, line.end)
        if found:
            return tuple(regex.split(rules.any_of(words_of("joiner")), found["unit"] or found["bracketed"]))
    return _of_title(article, group)


def _of_title(article: Article, group: Span) -> tuple[str, ...]:
    """The unit in brackets at the end of the line above a table: 党员情况统计表（人）."""
    if group.start == 0:
        return ()
    title = article.lines[group.start - 1]
    found = BRACKETED.search(article.text, title.start, title.end)
    return (found[1],) if found and found.end() == title.end and measured(found[1]) else ()


@functools.cache
def _caption_pattern() -> Any:
    words = rules.any_of(words_of("caption"))
    unit, bracketed = rf"[^\s。；|)]{{1,{LONGEST_CAPTION}}}", rf"[^\s()。；|]{{1,{LONGEST_CAPTION}}}"
    return regex.compile(rf"{words}(?:[:：]\s*(?P<unit>{unit})|\((?P<bracketed>{bracketed})\))")


def unit_of(measures: Measures, metric: str) -> Scaled:
    """Scale and unit of a figure; the unit is "" where nothing tells it."""
    own = next((found for name in measures.own if name and (found := measured(name))), None)
    if own:
        return own
    given = [found for name in measures.caption if (found := measured(name))]
    called = tuple(name for name in (metric, measures.head) if name)
    sort = _sort(called)
    if sort == "rate":
        return next((found for found in given if found[1] in _units("rate")), (Decimal(1), _units("rate")[0]))
    alike = [found for found in given if _is_of(sort, found[1])]
    if alike and len(given) > 1:
        return _named(called, alike) or alike[0]
    others = [found for found in given if not sort and not _claimed(found[1])]
    if len(given) == measures.columns > 1:
        return given[measures.column]
    if (others or given) and not (sort == "persons" and _is_of("money", given[0][1])):
        return _named(called, given) or (others or given)[0]
    return Decimal(1), next((unit for name, unit in _names().items() if any(map(_ending(name), called))), "")


def _sort(called: tuple[str, ...]) -> str:
    """Whether words name a rate, money or persons, or "" where they name other things."""
    for sort in ("rate", "persons", "money"):
        endings = tuple(words_of(sort))
        if any(name.endswith(endings) for name in called):
            return sort
    return "persons" if any(is_person(counted(name)) for name in called) else ""


def _is_of(sort: str, unit: str) -> bool:
    if sort == "money":
        return bool(unit in units() and units()[unit].kind == "money")
    return bool(sort) and unit in _units(sort)


def _claimed(unit: str) -> bool:
    """Whether a unit goes with one sort of words only."""
    return any(_is_of(sort, unit) for sort in ("rate", "persons", "money"))


def _named(called: tuple[str, ...], given: list[Scaled]) -> Scaled | None:
    """The unit that goes with the words: 户 with 户数."""
    wanted = [unit for name, unit in _names().items() if any(map(_ending(name), called))]
    return next((found for found in given if found[1] in wanted), None)


def _ending(name: str) -> Any:
    return lambda word: word.endswith(name)


@functools.cache
def _units(sort: str) -> tuple[str, ...]:
    return tuple(table_rules()[sort]["units"])


@functools.cache
def _names() -> dict[str, str]:
    """The units that words for a count have in them: 户 is the unit of a column 户数."""
    return dict(table_rules()["counted"]["names"])


def head_of(words: str) -> tuple[str, str]:
    """The words of a head without its unit, and the unit: in brackets, behind a slash or as a per cent sign.

    >>> head_of("党员（名）".translate({65288: "(", 65289: ")"})), head_of("经费/万元"), head_of("数 量")
    (('党员', '名'), ('经费', '万元'), ('数量', ''))
    """
    bracket = BRACKETED.search(words)
    if bracket and (unit := _bare(bracket[1])):
        return words.replace(bracket[0], ""), unit
    before, slash, behind = words.rpartition("/")
    if slash and before and measured(behind):
        return before, behind
    if words[-1:] in PERCENT:
        return words[:-1], words[-1]
    apart = words.split()
    return ("".join(apart) if all(len(part) == 1 for part in apart) else words), ""


def _bare(bracketed: str) -> str:
    """The unit in a bracket, or "": 人, 单位：人."""
    found = _caption_pattern().match(bracketed)
    unit = found["unit"] if found and found["unit"] else bracketed
    return unit if measured(unit) else ""


def measured(unit: str) -> Scaled | None:
    """What a unit of a head stands for: 万元 is 10000 times 元.

    >>> measured("万元"), measured("街道")
    ((Decimal('10000'), '元'), None)
    """
    for split in range(min(2, len(unit) - 1) + 1):
        known = units().get(unit[split:])
        scale = magnitude(unit[:split]) if split else Decimal(1)
        if known and scale is not None and not (split and scale < 100):
            return scale, known.name
    return None
