"""The words that begin a clause about a place: what locate.toml says, as lists and patterns.

>>> opener_pattern().match("区委组织部")[0], lead_pattern().fullmatch("目前") is not None
('区委组织部', True)
"""

from __future__ import annotations

import functools
import re
from typing import Any

from extractors import rules
from extractors.place_rules import rule_of

PLACED = frozenset(["among", "arrives", "away", "beside", "closes", "facilities", "guests", "helps", "leads", "local"])
PARTS = PLACED | frozenset(["organisations", "partner", "scenes", "trip", "ways", "within"])
KEYS = PARTS | frozenset(["broken", "each", "gives", "kinds", "levels", "most", "near", "rank", "receives", "share"])
EVERY_KEY = KEYS | frozenset(["sum", "words"])


@functools.cache
def rule(means: str) -> dict[str, Any]:
    """The one rule of this meaning."""
    return next(each for each in rules.load("locate", frozenset({"means"}), EVERY_KEY) if each["means"] == means)


@functools.cache
def listed(means: str, key: str) -> tuple[str, ...]:
    """A list of words of the rule of this meaning."""
    return tuple(rule(means)[key])


@functools.cache
def local_words() -> tuple[str, ...]:
    """The words that keep a place to its sentence."""
    return tuple(rule("stated")["local"])


@functools.cache
def lead_pattern() -> re.Pattern[str]:
    """What may stand before the topic of a clause."""
    return re.compile(f"(?:{rules.any_of(rule('stated')['leads'])}|[0-9])*+")


@functools.cache
def partner_pattern() -> re.Pattern[str]:
    """The verbs that make a place behind 和 a partner (签约, not 合作社)."""
    found = rule("stated")
    return re.compile(f"{rules.any_of(found['partner'])}(?!{rules.any_of(found['broken'])})")


@functools.cache
def organisation_pattern() -> re.Pattern[str]:
    """The name of an organisation, behind the place that it begins with."""
    return re.compile(rf"[\u4e00-\u9fff]{{0,10}}?{rules.any_of(rule('stated')['organisations'])}")


@functools.cache
def facility_pattern() -> re.Pattern[str]:
    """The name of a building, a line or a plant, behind the place that it begins with."""
    return re.compile(rf"[\u4e00-\u9fff0-9]{{0,6}}?{rules.any_of(rule('stated')['facilities'])}")


@functools.cache
def gives_pattern() -> re.Pattern[str]:
    """The verbs of what a higher level sends down (县里调来)."""
    return re.compile(rules.any_of(rule("upper")["gives"]))


@functools.cache
def rest_pattern() -> re.Pattern[str]:
    """The words for what is left of a number that is spread over places."""
    return re.compile(rules.any_of(rule("rest")["words"]))


@functools.cache
def others_pattern() -> re.Pattern[str]:
    """The rest of the places of one kind (其余25个乡镇)."""
    found = rule("rest")
    return re.compile(rf"{rules.any_of(found['words'])}[^，。；]{{0,6}}?(?P<kind>{rules.any_of(found['kinds'])})")


@functools.cache
def upper_pattern() -> re.Pattern[str]:
    """A bare street, town or district at the beginning of a clause."""
    found = rule("upper")
    return re.compile(f"(?P<word>{rules.any_of(found['words'])})(?!{rules.any_of(found['broken'])})")


@functools.cache
def bare_pattern() -> re.Pattern[str]:
    """A bare community or village at the beginning of a clause."""
    bare = rule("bare")
    kinds = [word for word in bare["words"] if len(word) < 3]
    return re.compile(f"(?P<word>{rules.any_of(kinds)})(?!{rules.any_of(bare['broken'])})")


@functools.cache
def opener_pattern() -> re.Pattern[str]:
    """What any clause begins with that names its place without a name."""
    kin = rule_of("kin")
    offices = {level + body for level in kin["levels"] for body in kin["bodies"]}
    return re.compile(rules.any_of(offices.union(*(rule(means)["words"] for means in ("rest", "upper", "bare")))))
