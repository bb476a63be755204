"""What places.toml says, and what the modules that find place names share.

>>> rule_of("joins")["words"][0], is_han("市"), han_before("有西固区", 0, 3)
('、', True, '有西固')
"""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

from extractors import rules
from schema.gazetteer import Entry

RANKS = {"province": 1, "city": 2, "county": 3, "zone": 3, "town": 4, "regiment": 4, "community": 5, "village": 5} | {
    "quarter": 6
}
HAN_RUN = re.compile("[\u3007\u3400-\u9fff]*")  # with the zero of 一五〇团
EVERY = frozenset({"means"})
KEYS = (
    frozenset(["adverbs", "away", "after", "after_digit", "alone", "before_not", "behind", "bodies", "broken"])
    | frozenset(
        [
            "closing",
            "filled",
            "generic",
            "here",
            "inside",
            "leads",
            "least",
            "level",
            "levels",
            "loose",
            "marks",
            "most",
        ]
    )
    | frozenset(["marks", "most", "only_behind", "opening", "ordinary", "own", "stop_but", "suffixes", "terrain"])
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


@functools.cache
def marks() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The quotation marks, those that open and those that close."""
    return words_of("slogan", "opening"), words_of("slogan", "closing")


def han_before(text: str, left: int, end: int) -> str:
    """The Chinese characters right before `end`, none of them before `left`."""
    reverse = text[left:end][::-1] if left < end else ""
    return HAN_RUN.match(reverse).group()[::-1]  # type: ignore[union-attr]


def is_han(char: str) -> bool:
    """Is this a Chinese character (and not the edge of the text)?"""
    return "\u3400" <= char <= "\u9fff" or char == "\u3007"
