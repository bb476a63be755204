"""The words of a text that can name a place, before anybody asks which place it is.

Two ways lead to them: names of the table of places are found where they begin, all others by their ending (街道, 村)
with a sane left edge. `toponyms` gives both, in order, never overlapping.

>>> [(name.text, name.level) for name in toponyms("甘肃省兰州市城关区酒泉路街道畅家巷社区党员1280名。")]
[('甘肃省', 'province'), ('兰州市', 'city'), ('城关区', 'county'), ('酒泉路街道', 'town'), ('畅家巷社区', 'community')]
"""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

from extractors import rules, words
from extractors.quoted import in_slogan
from schema import gazetteer
from schema.gazetteer import Entry
from schema.in_use import cached

RANKS = {"province": 1, "city": 2, "county": 3, "zone": 3, "town": 4, "regiment": 4, "community": 5, "village": 5} | {
    "quarter": 6
}
AROUND = 4  # characters on either side of a short name that say whether another word reaches into it
REACH = 12  # characters that a name before its ending may have, and some for the words around it
HAN_RUN = re.compile("[\u3007\u3400-\u9fff]*")  # with the zero of 一五〇团
NO_NAMES = ("verb", "adverb", "preposition")
EVERY = frozenset({"means"})
KEYS = (
    frozenset(["adverbs", "away", "after", "after_digit", "alone", "before_not", "behind", "bodies", "broken"])
    | frozenset(["closing", "filled", "generic", "here", "leads", "least", "level", "levels", "loose", "marks", "most"])
    | frozenset(["only_behind", "opening", "ordinary", "own", "stop_but", "suffixes", "terrain"])
    | frozenset(["two_before", "two_broken", "units", "words"])
)


class Toponym(NamedTuple):
    """A stretch of text that can name a place: `entries` are the places of the table that have this name."""

    start: int
    end: int
    text: str
    level: str
    entries: tuple[Entry, ...]
    rule: str
    sure: bool = True  # the words alone are enough; else the place above must stand near


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


@functools.cache
def rule_of(means: str) -> dict[str, Any]:
    """The one rule of this meaning."""
    return next(rule for rule in place_rules() if rule["means"] == means)


@functools.cache
def words_of(means: str, key: str = "words") -> tuple[str, ...]:
    """A list of words of the rule of this meaning."""
    return tuple(rule_of(means)[key])


def place_rules() -> tuple[dict[str, Any], ...]:
    """The rules of places.toml."""
    return rules.load("places", EVERY, KEYS)


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


def table_names(text: str) -> list[Toponym]:
    """Official, former and short names, the longest at each point."""
    names = begin()
    found: list[Toponym] = []
    end = 0
    for match in begin_pattern().finditer(text):
        start = match.start()
        if start < end or (words := names.get(text[start : start + 2])) is None:
            continue
        name = name_at(text, start, words, found)
        if name is not None:
            found.append(name)
            end = name.end
    return found


def name_at(text: str, start: int, words: tuple[str, ...], found: list[Toponym]) -> Toponym | None:
    """The longest of these words that stands here as a name."""
    for word in words:
        if text.startswith(word, start):
            behind_place = bool(found) and found[-1].end == start
            name = judged(text, start, word, behind_place)
            short = name is not None and name.rule == rule_of("short")["id"] and not behind_place
            if name and not (short and across(text, start, name.end)):
                return name
    return None


def across(text: str, start: int, end: int) -> bool:
    """Does another word reach over an edge of a short name (美丽江西 is not 丽江, 新晋中国工程院院士 not 晋中)?

    >>> across("建设美丽江西", 3, 5), across("建设美丽江西", 4, 6)
    (True, False)
    """
    before = han_before(text, max(0, start - AROUND), start)
    after = HAN_RUN.match(text, end, end + AROUND).group()  # type: ignore[union-attr]
    begin = at = start - len(before)
    for word, _ in words.cut(before + text[start:end] + after) if before or after else ():
        at, begin = at + len(word), at
        if begin < start < at or start < begin < end < at:
            return True
    return False


def judged(text: str, start: int, word: str, behind_place: bool) -> Toponym | None:
    """The name, unless the characters around it make another word of it."""
    entries, means = meanings()[word]
    end = start + len(word)
    rule = rule_of(means)
    after = text[end : end + 4]
    if means == "short":
        return short_judged(text, start, word, entries)
    if after[:1] and after[0] in rule_of("official")["broken"].get(word[-1], ""):
        return None
    if len(word) == 2 and not behind_place and not two_stands(text, start, after):
        return None
    if means == "former" and text.endswith(tuple(rule["behind"]), 0, start):
        return None
    sure = word not in rule_of("official")["ordinary"]
    return Toponym(start, end, word, entries[0].level, entries, rule["id"], sure)


def two_stands(text: str, start: int, after: str) -> bool:
    """Does a county's name of two characters stand by itself here (文县, not 人文县域)?"""
    official = rule_of("official")
    before = text[start - 1 : start]
    if after[:1] and after[0] in official["two_broken"]:
        return False
    return not is_han(before) or before in official["two_before"]


def short_judged(text: str, start: int, word: str, entries: tuple[Entry, ...]) -> Toponym | None:
    """A short name: inside the name of an office it says where that is, inside other words nothing."""
    end = start + len(word)
    rule = rule_of("short")
    for means in ("paper", "office"):
        if text.startswith(words_of(means, "after"), end):
            clear = entries[0].level != "county" or (means == "paper" and len(entries) == 1)
            return Toponym(start, end, word, entries[0].level, entries, rule_of(means)["id"], clear)
    if text.startswith(words_of("short", "broken"), end):
        return None
    if text.endswith(words_of("short", "behind"), max(0, start - 2), start):
        return None
    telling = entries[0].level != "county" or (len(word) > 2 and len(entries) == 1 and word[-1] not in rule["terrain"])
    sure = telling and word not in rule["ordinary"]
    return Toponym(start, end, word, entries[0].level, entries, rule["id"], sure)


@cached()
def meanings() -> dict[str, tuple[tuple[Entry, ...], str]]:
    """Every name of the table with its places (the higher first) and what kind of name it is.

    >>> meanings()["兰州"][1], meanings()["甘南州"][1], meanings()["襄樊市"][1]
    ('short', 'official', 'former')
    """
    known = gazetteer.tables()
    found: dict[str, tuple[tuple[Entry, ...], str]] = {}
    for word, entries in known.by_short.items():
        ordered = tuple(sorted(entries, key=lambda entry: RANKS[entry.level]))
        with_kind = len(word) > 2 and all(entry.name[-1] == word[-1] for entry in ordered)
        found[word] = ordered, "official" if with_kind else "short"
    for word, entries in known.by_former.items():
        found[word] = entries, "former"
        if len(word) > 2:
            found.setdefault(word[:-1], (entries, "short"))
    for word, entries in known.by_name.items():
        found[word] = tuple(sorted(entries, key=lambda entry: RANKS[entry.level])), "official"
    return found


@cached()
def begin() -> dict[str, tuple[str, ...]]:
    """The names of the table by their first two characters, the longest first."""
    lists: dict[str, list[str]] = {}
    for word in meanings():
        lists.setdefault(word[:2], []).append(word)
    return {pair: tuple(sorted(words, key=len, reverse=True)) for pair, words in lists.items()}


@cached()
def begin_pattern() -> re.Pattern[str]:
    """A character that begins a name before one that goes on with one: most of a text is ruled out by this alone."""
    first, second = ("".join(sorted({re.escape(pair[at]) for pair in begin()})) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


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


@functools.cache
def marks() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The quotation marks, those that open and those that close."""
    return words_of("slogan", "opening"), words_of("slogan", "closing")


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


def han_before(text: str, left: int, end: int) -> str:
    """The Chinese characters right before `end`, none of them before `left`."""
    reverse = text[left:end][::-1] if left < end else ""
    return HAN_RUN.match(reverse).group()[::-1]  # type: ignore[union-attr]


def is_han(char: str) -> bool:
    """Is this a Chinese character (and not the edge of the text)?"""
    return "\u3400" <= char <= "\u9fff" or char == "\u3007"
