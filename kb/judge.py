"""Whether a fact found says the same as a gold one, part by part, as the annotation guide means it.

The words that two writers may differ in (units, scope words, code-table rows that are no places) are in `judge.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from kb.periods import FIRST, days

Row = Mapping[str, Any]

LEVELS = ("V", "V+U", "V+U+B", "V+U+M~", "V+U+M", "V+U+M+P", "V+U+M+P+T", "V+U+B+M+P+T")
ALIKE = 0.6  # share of character pairs that makes two metrics nearly the same


def right(gold: Row, found: Row) -> dict[str, bool]:
    """At which levels a fact is right: V value, U unit, B bound, M metric (M~ nearly), P place, T time."""
    value, unit, bound = value_right(gold, found), unit_right(gold, found), bound_right(gold, found)
    metric, place, time = metric_right(gold, found), place_right(gold, found), time_right(gold, found)
    counted = value and unit
    named = counted and metric
    everything = named and place and time
    nearly = counted and (metric or metric_near(gold, found))
    levels = (value, counted, counted and bound, nearly, named, named and place, everything, everything and bound)
    return dict(zip(LEVELS, levels, strict=True))


def value_right(gold: Row, found: Row) -> bool:
    """The same number, and the same upper end of a range."""
    high = number(found.get("value_high"))
    wanted = [number(gold["value_high"])] if gold.get("value_high") is not None else [None, number(gold["value"])]
    return number(found.get("value")) == number(gold["value"]) and high in wanted


def number(value: object) -> Decimal | None:
    """A value as a number; None for what is none."""
    try:
        return None if value is None else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def unit_right(gold: Row, found: Row) -> bool:
    """The gold unit or one as right."""
    return unit_of(found.get("unit")) in [unit_of(unit) for unit in (gold.get("unit"), *accepted(gold, "unit"))]


def unit_of(text: str | None) -> str:
    """A unit by its common name."""
    cleaned = clean(text)
    return str(words()["units"].get(cleaned, cleaned))


def bound_right(gold: Row, found: Row) -> bool:
    """The same bound; none said is exact."""
    return bool((found.get("bound") or "exact") == gold.get("bound", "exact"))


def metric_right(gold: Row, found: Row) -> bool:
    """The gold metric or one as right, a governing verb or scope words before it aside."""
    return bare_metric(gold, found, found.get("metric")) in gold_metrics(gold, found)


def metric_near(gold: Row, found: Row) -> bool:
    """A metric that shares most of its character pairs with a gold one."""
    metric = bare_metric(gold, found, found.get("metric"))
    return len(metric) > 1 and any(likeness(metric, wanted) >= ALIKE for wanted in gold_metrics(gold, found))


def gold_metrics(gold: Row, found: Row) -> list[str]:
    """The wordings of a gold metric, bare."""
    return [bare_metric(gold, found, metric) for metric in (gold["metric"], *accepted(gold, "metric"))]


def bare_metric(gold: Row, found: Row, metric: str | None) -> str:
    """A metric without the verb of either fact and without scope words before it."""
    bare = scope().sub("", clean(metric))
    verbs = {clean(gold.get("action")), clean(found.get("action"))} - {""}
    for verb in sorted(verbs, key=lambda word: (-len(word), word)):  # a set has no order of its own
        if bare.startswith(verb) and len(bare) > len(verb) + 1:
            bare = scope().sub("", bare[len(verb) :].lstrip(words()["aspect"]))
    return bare


def likeness(one: str, other: str) -> float:
    """Dice's measure over pairs of neighbouring characters.

    >>> likeness("专职网格员", "网格员")
    0.6666666666666666
    """
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1])) if any(pairs) else 0.0


def place_right(gold: Row, found: Row) -> bool:
    """The same end of the path from the same province; levels between may be missing."""
    path = parts(found.get("place"))
    for wanted in map(parts, (gold.get("place"), *accepted(gold, "place"))):
        if not path or not wanted:
            if path == wanted:
                return True
        elif ends_alike(path, wanted):
            return True
    return False


def ends_alike(path: list[str], wanted: list[str]) -> bool:
    """From the same top, or from above a gold path that names no province: the text cannot tell it, the finder may."""
    if path[0] == wanted[0] and within(path, wanted):
        return True
    return not province().search(wanted[0]) and within(wanted, path)


def parts(place: object) -> list[str]:
    """The names on a path, rows of the code tables that are no places aside."""
    cleaned = (clean(part) for part in str(place or "").split("/"))
    return [part for part in cleaned if part and part not in words()["no_places"]]


def within(short: list[str], long: list[str]) -> bool:
    """Whether all of one path stands in another, in order, and both end alike."""
    rest = iter(long)
    return short[-1] == long[-1] and all(part in rest for part in short)


def time_right(gold: Row, found: Row) -> bool:
    """The same days, the gold period up to a day within it, or its end; never a finer grain than the text gives."""
    return any(same_time(wanted, found.get("time")) for wanted in (gold.get("time"), *accepted(gold, "time")))


def same_time(wanted: str | None, time: str | None) -> bool:
    """Whether one EDTF time says what another does.

    >>> same_time("2020", "2020-01-01/2020-12-15"), same_time("2020", "2020-12-31"), same_time("2020", "2020-03")
    (True, True, False)
    """
    if not wanted or not time:
        return not wanted and not time
    if str(wanted) == str(time):
        return True
    want, got = days(wanted), days(str(time))
    if not want or not got:
        return False
    ends_it = want[0] <= got[0] and got[1] == want[1]
    up_to_within = "/" in str(time) and want[0] <= got[1] <= want[1] and got[0] in (want[0], FIRST)
    return want == got or ends_it or up_to_within


def accepted(gold: Row, name: str) -> list[str]:
    """Other answers that gold takes as right."""
    return list(gold.get(f"{name}_accept") or [])


def clean(text: str | None) -> str:
    """A text without blanks, quotation marks and other marks that change nothing."""
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(sign for sign in folded if not sign.isspace() and sign not in words()["ignored"])


@functools.cache
def scope() -> re.Pattern[str]:
    """The words before a metric that say how far it reaches."""
    return re.compile(words()["scope"])


@functools.cache
def province() -> re.Pattern[str]:
    """The names that stand at the top of a full path."""
    return re.compile(words()["province"])


@functools.cache
def words() -> dict[str, Any]:
    """The word lists of this module."""
    return tomllib.loads(resources.files("kb").joinpath("judge.toml").read_text(encoding="utf-8"))
