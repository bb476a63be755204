"""Names of the table of places, found where they begin: official, former and short ones.

>>> [(name.text, name.level) for name in table_names("兰州市和西固区的美丽江西")]
[('兰州市', 'city'), ('西固区', 'county'), ('江西', 'province')]
"""

from __future__ import annotations

import re

from extractors import words
from extractors.place_rules import HAN_RUN, RANKS, Toponym, han_before, is_han, rule_of, words_of
from schema import gazetteer
from schema.gazetteer import Entry
from schema.in_use import cached

AROUND = 4  # characters on either side of a short name that say whether another word reaches into it


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
