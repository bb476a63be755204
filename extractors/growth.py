"""Growth and shares: what stands right before a number and makes it the change or the part of something.

>>> change = change_before("党员总数比上年增长了12%", 0, 9)
>>> change.words, change.compared
('比上年增长', True)
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

import regex

from extractors import rules

NOTHING = ("\0",)  # a word that stands in no text
WINDOW = 44  # characters before a number in which its verb of change may stand


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A verb of change or share right before a number.

    It begins at `start`, its verb at `verb_start`; `words` are what the metric ends in.
    """

    start: int
    verb_start: int
    words: str
    verb: str
    rule: str
    form: str
    compared: bool


@functools.cache
def _rules() -> tuple[dict[str, Any], ...]:
    return rules.load(
        "growth", frozenset({"form", "verbs", "bases", "comparisons", "needs", "after", "label", "asides"})
    )


def rule_of(form: str) -> dict[str, Any]:
    """The first rule of a form."""
    return next(rule for rule in _rules() if rule["form"] == form)


def label_of(form: str) -> str:
    """What the metric of a share, or of what doubled, ends in."""
    return str(rule_of(form)["label"])


@functools.cache
def _patterns() -> tuple[tuple[dict[str, Any], re.Pattern[str], Any], ...]:
    """Each rule with its verbs and its whole pattern, which takes much longer to look for."""
    build = {"growth": _growth, "difference": _growth, "share": _share}
    return tuple(
        (rule, re.compile(rules.any_of(rule["verbs"])), build[rule["form"]](rule))
        for rule in _rules()
        if rule["form"] in build
    )


def _growth(rule: dict[str, Any]) -> Any:
    compared = rf"(?P<compared>{rules.any_of(rule['comparisons'] or NOTHING)}[^，。；：、]{{1,14}}?)"
    bases = rules.any_of(rule["bases"])
    verbs, after = rules.any_of(rule["verbs"]), "(?:" + "|".join(rule["after"]) + ")"
    return regex.compile(rf"(?P<base>{bases}*{compared}?{bases}*)(?P<verb>{verbs})(?P<tail>{after}{{0,2}})$")


def _share(rule: dict[str, Any]) -> Any:
    verbs, after = rules.any_of(rule["verbs"]), rules.any_of(rule["after"])
    return regex.compile(rf"(?P<base>)(?P<verb>{verbs})(?P<compared>[^，。；：]{{0,24}}?)(?P<tail>{after}{{0,3}})$")


def speaks_of_change(text: str, floor: int, end: int) -> bool:
    """Whether any verb of change or share stands shortly before `end`; most often none does, and this is cheap to ask.

    >>> speaks_of_change("党员总数比上年增长12%", 0, 9), speaks_of_change("党员总数为12名", 0, 5)
    (True, False)
    """
    return _verbs().search(text, max(floor, end - WINDOW), end) is not None


@functools.cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rules.any_of(verb for rule, _, _ in _patterns() for verb in rule["verbs"]))


def change_before(text: str, floor: int, end: int, starts: frozenset[int] = frozenset()) -> Change | None:
    """The change that the number at `end` measures, if one is said right before it; `starts` are where words begin."""
    start = max(floor, end - WINDOW)
    for rule, verbs, pattern in _patterns():
        match = verbs.search(text, start, end) and pattern.search(text, start, end)
        if match and (match["verb"] not in rule["needs"] or match["base"]):
            tail = match["tail"] if rule["form"] == "difference" else ""
            words = rule["label"] or _without_asides(match["base"], rule) + match["verb"] + tail
            compared = rule["form"] != "share" and bool(match["compared"])
            if not _aligned(match.start("verb"), starts, text, rule):
                continue
            return Change(match.start(), match.start("verb"), words, match["verb"], rule["id"], rule["form"], compared)
    return None


def _aligned(verb: int, starts: frozenset[int], text: str, rule: dict[str, Any]) -> bool:
    """Whether the verb is a word or ends one that begins with its base (同比增长), and is no part of another (新增)."""
    if not starts or verb in starts:
        return True
    start = max((start for start in starts if start < verb), default=verb)
    return text[start:verb] in rule["bases"]


def _without_asides(base: str, rule: dict[str, Any]) -> str:
    """The base without the words that a reader would not put into the head of a column (按可比价格计算)."""
    for aside in rule["asides"]:
        base = base.replace(aside, "")
    return base
