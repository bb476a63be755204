"""The words that point to a place without naming it: 我市, 全区, 该村, and those for the whole country.

>>> [(found.kind, found.level) for found in deictics("全市推广该村经验。")]
[('deictic', 'city'), ('deictic', 'village')]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from extractors import rules
from extractors.home import unit_of
from extractors.place_rules import rule_of
from schema.record import PlaceMention


def deictics(text: str) -> Iterator[PlaceMention]:
    """The words that point to the article's own place, or to one just named."""
    rule = rule_of("deictic")
    inside_word = tuple(rule["before_not"])
    for match in deictic_pattern().finditer(text):
        if text.endswith(inside_word, 0, match.start()):
            continue
        unit = unit_of(match.group()) or ""
        yield PlaceMention(
            match.start(), match.end(), "deictic", rule["units"].get(unit, "county"), None, None, rule["id"]
        )


@functools.cache
def deictic_pattern() -> re.Pattern[str]:
    """我市, 全区 and the like, where they are no part of another word."""
    rule = rule_of("deictic")
    return re.compile(f"{rules.any_of(rule['words'])}(?!{rules.any_of(rule['broken'])})")


def nation(text: str) -> Iterator[PlaceMention]:
    """The words for the whole country."""
    rule = rule_of("nation")
    for match in nation_pattern().finditer(text):
        yield PlaceMention(match.start(), match.end(), "nation", "nation", rule["words"][0], None, rule["id"])


@functools.cache
def nation_pattern() -> re.Pattern[str]:
    """全国, unless it belongs to an award or an office."""
    rule = rule_of("nation")
    return re.compile(f"{rules.any_of(rule['words'])}(?!{rules.any_of(rule['broken'])})")
