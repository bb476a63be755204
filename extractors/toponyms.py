"""The words of a text that can name a place, before anybody asks which place it is.

Two ways lead to them: names of the table of places are found where they begin, all others by their ending (街道, 村)
with a sane left edge. `toponyms` gives both, in order, never overlapping.

>>> [(name.text, name.level) for name in toponyms("甘肃省兰州市城关区酒泉路街道畅家巷社区党员1280名。")]
[('甘肃省', 'province'), ('兰州市', 'city'), ('城关区', 'county'), ('酒泉路街道', 'town'), ('畅家巷社区', 'community')]
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from extractors import rules, words
from extractors.place_rules import (
    Toponym,
    han_before,
    is_han,
    marks,
    place_rules,
    rule_of,
)
from extractors.quoted import in_slogan
from extractors.table_names import table_names
from schema import gazetteer

REACH = 12  # characters that a name before its ending may have, and some for the words around it
NO_NAMES = ("verb", "adverb", "preposition")


class Ending(NamedTuple):
    """What a rule says about names that are told by their ending."""

    rule: str
    level: str
    least: int
    most: int
    generic: frozenset[str]
    kinds: tuple[str, ...]  # words before the ending that make it a kind of place, not a name
    alone: frozenset[str]
    only_behind: frozenset[str]
    broken: tuple[str, ...]
    loose: tuple[str, ...]  # what may not follow unless a place stands right before
    filled: str  # what the full name has behind this ending (友谊路街 for 友谊路街道)


class Edge(NamedTuple):
    """Where a name told by its ending can begin."""

    stop: re.Pattern[str]
    leads: tuple[str, ...]
    whole: re.Pattern[str]  # beginnings of names that look like a word before one


def toponyms(text: str) -> list[Toponym]:
    """All of them, in the order of the text."""
    official = table_names(text)
    return merged(official, suffix_names(text, official))


def merged(official: list[Toponym], told: list[Toponym]) -> list[Toponym]:
    """Both lists in one; a name told by its ending swallows a short name inside it, not an official one."""
    found: list[Toponym] = []
    for name in sorted([*official, *told], key=lambda each: (each.start, -each.end)):
        if not found or name.start >= found[-1].end:
            found.append(name)
    return found


def suffix_names(text: str, official: list[Toponym]) -> list[Toponym]:
    """The names told by their ending."""
    found: list[Toponym] = []
    at, end, soft = 0, 0, 0  # official names behind us; where the last sure one and the last of all ended
    waiting = iter(ending_pattern().finditer(text))
    for match in waiting:
        while at < len(official) and official[at].end <= match.start():
            if official[at].start >= end:  # 小市镇江峪村 does not name 镇江
                soft = official[at].end
                end = max(end, soft) if is_whole(official[at]) else end
            at += 1
        name = told(text, match.start(), match.group(), end, soft)
        if at and (name is None or official[at - 1].end == name.start):
            name = town_over(text, official[at - 1], match.end()) or name
        if name and name.level == "county" and at < len(official) and official[at].start < name.end:
            continue  # 张掖讯甘州区
        if name is not None:
            found.append(name)
            end = name.end
    return found


def town_over(text: str, short: Toponym, end: int) -> Toponym | None:
    """The town of the table whose name begins with the short name of another place (潍坊新村街道)."""
    if short.rule != rule_of("short")["id"] or end - short.end > REACH:
        return None
    word = text[short.start : end]
    town = next(kind.rule for kind in endings().values() if kind.level == "town")
    return Toponym(short.start, end, word, "town", (), town) if word in gazetteer.town_codes() else None


def is_whole(name: Toponym) -> bool:
    """Is this a full name, which no other name can begin inside of?"""
    return name.rule != rule_of("short")["id"] or name.sure


def told(text: str, at: int, ending: str, edge: int, soft: int) -> Toponym | None:
    """The name that ends here, if its beginning can be told."""
    kind = endings()[ending]
    end = at + len(ending)
    if ending in kind.only_behind and at - edge > kind.most and soft != at:
        return None
    if text.startswith(kind.broken, end) and not text.startswith(kind.loose, end):
        return None
    left = max(edge, at - REACH)
    core = behind_number(text, at, han_before(text, left, at))
    if behind_adverb(core):
        return None
    if core and kind.level == "town" and (town := known_town(text, at - len(core), at, end, soft)):
        return town
    if kind.filled or in_slogan(text, at - len(core), end, *marks()):
        return None
    core = cut(core, at - len(core) == edge and edge > 0)
    while len(core) > 3 and is_phrase(core[:2]):
        core = core[2:]
    behind = at - len(core) == edge and edge > 0
    opens = at == len(core) or text[at - len(core) - 1] == "\n"
    if not acceptable(kind, ending, core, behind, opens) or (not behind and text.startswith(kind.loose, end)):
        return None
    start = at - len(core)
    if start == left and left > edge and is_han(text[left - 1 : left]):
        return None  # no edge within reach
    return Toponym(start, end, plain(core, ending), kind.level, (), kind.rule)


def plain(core: str, ending: str) -> str:
    """The name without the word for its office.

    >>> plain("武汉路", "街道办事处")
    '武汉路街道'
    """
    offices = rule_of("offices")["suffixes"]
    return core + next((ending.removesuffix(office) for office in offices if ending.endswith(office)), ending)


def known_town(text: str, left: int, at: int, end: int, soft: int) -> Toponym | None:
    """The town of the table that ends here and begins where a name can."""
    codes = gazetteer.town_codes()
    stop, kind = edges().stop, endings()[text[at:end]]
    for start in range(left, at):
        word = text[start:end] + kind.filled
        if word not in codes:
            continue
        free = start in (left, soft) or any(match.end() == start for match in stop.finditer(text, left, start + 1))
        if free and at - start > 0 and text[start:at] not in kind.generic:
            return Toponym(start, end, word, "town", (), kind.rule, not kind.filled)
    return None


def cut(core: str, behind: bool) -> str:
    """The part of the words before an ending that can be its name.

    >>> cut("记者走进三湾", False), cut("和凤凰", True)
    ('三湾', '凤凰')
    """
    edge = edges()
    last = 0
    for match in edge.stop.finditer(core):
        last = match.end()
    short = core[last:]
    for lead in () if edge.whole.match(short) else edge.leads:
        rest = short[len(lead) :]
        if short.startswith(lead) and len(rest) >= 2 and (behind or last or len(short) > 3 or is_town_name(rest)):
            return rest
    return short


def behind_adverb(core: str) -> bool:
    """Does an adverb stand last before a name, behind which only a verb can stand (已布建社区)?

    >>> behind_adverb("已布建"), behind_adverb("已将凤凰")
    (True, False)
    """
    last = None
    for match in edges().stop.finditer(core):
        last = match
    return last is not None and last.end() < len(core) and last.group() in rule_of("stops")["adverbs"]


def acceptable(kind: Ending, ending: str, core: str, behind: bool, opens: bool = False) -> bool:
    """Is this a name and no common phrase? `behind` a place and where it `opens` a line more words can be a name."""
    if not core:
        return ending in kind.alone or (behind and ending in kind.only_behind and kind.level != "county")
    if ending in kind.only_behind and not behind:
        return kind.level == "zone" and bool(gazetteer.short_named(core))  # 昆山经济技术开发区
    if not kind.least <= len(core) <= kind.most:
        return False
    if behind and is_town_name(core):
        return True  # 幸福社区 behind a place is a name
    if words.kinds().get(core) in NO_NAMES and not (opens and len(core) == kind.least):
        return False  # 制定社区公约
    whole = core not in kind.generic and not core.endswith(kind.kinds)
    return whole and (behind or (opens and len(core) == kind.least) or not is_phrase(core))


def is_town_name(core: str) -> bool:
    """Is there a town with these words as its name?"""
    return any(core + end in gazetteer.town_codes() for end, kind in endings().items() if kind.level == "town")


def is_phrase(core: str) -> bool:
    """Do these words begin or end with a verb or the like that no town has as its name (改扩建, not 振兴)?"""
    kinds = words.kinds()
    spelled = [core[at : at + 2] for at in range(max(1, len(core) - 1))]
    return any(pair in kinds and not is_town_name(pair) for pair in spelled)


@functools.cache
def endings() -> dict[str, Ending]:
    """The endings with what their rule says."""
    return {
        suffix: Ending(
            rule["id"],
            rule["level"],
            rule["least"],
            rule["most"],
            frozenset(rule["generic"]),
            tuple(word for word in rule["generic"] if len(word) > 1 or word in rule.get("marks", ())),
            frozenset(rule.get("alone", ())),
            frozenset(rule.get("only_behind", ())),
            tuple(rule.get("broken", ())),
            tuple(rule.get("loose", ())),
            rule.get("filled", ""),
        )
        for rule in place_rules()
        if rule["means"] in ("level", "informal")
        for suffix in rule["suffixes"]
    }


@functools.cache
def ending_pattern() -> re.Pattern[str]:
    """Any ending."""
    return re.compile(rules.any_of(endings()))


@functools.cache
def edges() -> Edge:
    """Where names begin."""
    rule = rule_of("stops")
    but = rules.any_of(rule["stop_but"])
    return Edge(re.compile(f"(?!{but}){rules.any_of(rule['words'])}"), tuple(rule["leads"]), re.compile(but))


def behind_number(text: str, at: int, core: str) -> str:
    """The words before an ending without what belongs to a number in front of them (2021年凤凰, 3.2万城)."""
    if not core or not text[at - len(core) - 1 : at - len(core)].isdigit():
        return core
    lead = next((word for word in rule_of("stops")["after_digit"] if core.startswith(word)), None)
    return core.removeprefix(lead) if lead else ""
