"""The unit of a number: its name, what it is counted by, and what stands in or behind it and belongs to the value.

>>> from extractors.written import number
>>> from extractors.chinese_number import worth
>>> text = "每斤3元5角。"
>>> measure(text, number(2, 3, worth("3"), "number-digits"))
Measure(unit='元', kind='money', end=6, extra=Decimal('0.5'), bound=None, rules=('unit-remainder',))
"""

from __future__ import annotations

import functools
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from extractors.chinese_number import LONGEST, characters, rule, values, worth
from extractors.surroundings import is_whole, money_before, money_without_unit
from extractors.written import next_is_han
from schema.in_use import cached
from schema.record import Bound, Quantity, Span
from schema.units import Unit, unit_at, units

SHARE = ("share-", "growth-")
PARTED = 3  # the shortest unit with a mark in it, or with what it is counted by
SMALLEST = Decimal("0.0001")  # of what is kept of the smaller units behind a unit
CELL = 12  # how far before a number the cell with its unit may begin
HALVES = frozenset({"duration", "multiple", "age", "length", "area", "mass", "volume", "money"})  # kinds with halves


class Measure(NamedTuple):
    """Name and kind of a unit, where it ends, what it adds to the value (三年半) and what it says of it (个多月)."""

    unit: str
    kind: str
    end: int
    extra: Decimal = Decimal(0)
    bound: Bound | None = None
    rules: tuple[str, ...] = ()


def measure(text: str, number: Quantity) -> Measure:
    """The unit of a number; "" where it has none."""
    end = number.number_end
    if number.rules[0].startswith(SHARE):
        return Measure(_per_cent(), "percent", end)
    if found := _parted(text, end):
        return found
    unit = unit_at(text, end) or (unit_at(text, end + 1) if text[end : end + 1] == " " else None)
    if unit is None:
        return _without_unit(text, number)
    name, stop = _per(text, *unit)
    found = Measure(name, unit[0].kind, stop, rules=_rules_of_unit(text, end, stop, name))
    if number.value_high is None and number.bound == "exact":
        found = _half(text, found) or _remainder(text, found) or found
    return _coloured(text, number, found)


def _without_unit(text: str, number: Quantity) -> Measure:
    """What stands for a unit where none follows: a word for money before, a unit in the range or in the cell before."""
    end = number.number_end
    if number.value_high is None and money_without_unit(text, number.number_start, end):
        return Measure(_yuan(), "money", end, rules=("money-without-unit",))
    if text[end : end + 1] == "(" and (unit := unit_at(text, end + 1)) and text[unit[1].end : unit[1].end + 1] == ")":
        return Measure(unit[0].name, unit[0].kind, unit[1].end + 1, rules=("unit-in-brackets",))
    inside = _unit_inside(text, number)
    return Measure(*inside, end) if inside else Measure("", "", end)


def _half(text: str, found: Measure) -> Measure | None:
    """The half behind a unit: 三年半, 5公里半, 一个半."""
    behind = text[found.end : found.end + 1]
    if behind not in values("number-half"):
        return None
    counted = found.unit in rule("half-of")["words"] and not next_is_han(text, found.end + 1)
    measured = found.kind in HALVES and not text.startswith(tuple(rule("half-in-word")["words"]), found.end)
    if not (counted or measured):
        return None
    return found._replace(end=found.end + 1, extra=values("number-half")[behind], rules=(*found.rules, "half-behind"))


def _remainder(text: str, found: Measure) -> Measure | None:
    """What follows in the next smaller units: 3元5角2分, 一米七五, 一斤二两."""
    parts = rule("unit-remainder")["parts"].get(found.unit)
    if parts is None:
        return None
    end, extra, last = found.end, Decimal(0), Decimal(1)
    while (match := _next_number().match(text, end)) and (unit := unit_at(text, match.end())):
        share, more = Decimal(parts.get(unit[0].name, 0)), worth(match[0])
        if not 0 < share < last or more is None:
            break
        end, extra, last = unit[1].end, extra + more.low * share, share
    if match and not unit_at(text, match.end()) and _ends(text, match.end()):
        digits, step = worth(match[0]), Decimal("0.1") * (last if end > found.end else 1)
        if digits and len(match[0]) <= 2:
            extra += digits.low * step * (Decimal("0.1") if len(match[0]) == 2 else 1)
            end = match.end()
    if end == found.end:
        return None
    name, kind = (_yuan(), "money") if found.unit in rule("money-spoken")["words"] else (found.unit, found.kind)
    extra = extra.quantize(SMALLEST, ROUND_HALF_UP).normalize()
    return found._replace(unit=name, kind=kind, end=end, extra=extra, rules=(*found.rules, "unit-remainder"))


@functools.cache
def _next_number() -> re.Pattern[str]:
    digits, pairs = characters("han-digit"), characters("pair-digit")
    return re.compile(rf"[0-9]{{1,3}}(?![0-9.,])|[{digits}](?:(?![{pairs}])[{digits}])?(?!(?![{pairs}])[{digits}])")


def _ends(text: str, end: int) -> bool:
    """Whether a remainder without a unit ends at `end`: 一米七五的个子, but 3元5个."""
    behind = text[end : end + 1]
    return not behind or behind in rule("unit-remainder")["behind"] or not (behind.isalnum() or behind in "%‰./-—~:")


def _coloured(text: str, number: Quantity, found: Measure) -> Measure:
    """Units that only what stands before tells: 零下5度, 花了三百块."""
    if found.unit in rule("degree")["words"]:
        near = text[max(0, number.start - 2) : number.number_start]
        hot = any(word in near for word in rule("degree")["behind"]) or "unit-remainder" in found.rules
        if hot or (number.value is not None and number.value < 0):
            celsius = units()[rule("degree")["units"]["celsius"]]
            return found._replace(unit=celsius.name, kind=celsius.kind, rules=(*found.rules, "degree"))
    if found.unit not in rule("money-spoken")["words"]:
        return found
    led = money_before(text, number.number_start) and not next_is_han(text, found.end)
    if led or is_whole(text, number.number_start, found.end):
        return found._replace(unit=_yuan(), kind="money", rules=(*found.rules, "money-spoken"))
    return found


def _rules_of_unit(text: str, start: int, end: int, unit: str) -> tuple[str, ...]:
    """The rules that read what stands in a unit at `start:end` beside its name: 个多月, 元/人·月."""
    if end - start < PARTED:
        return ()
    parted = text[start : start + 2] in rule("mark-in-unit")["words"] and unit != text[start]
    ids = ["mark-in-unit"] if parted else []
    if any(sign in unit for sign in rule("per-unit")["words"]):
        ids.append("per-unit")
        ids += ["per-month"] if unit[-1] in rule("per-month")["words"] else []
    return tuple(ids)


@functools.cache
def _yuan() -> str:
    return next(iter(values("money-without-unit")))


@cached()
def _per_cent() -> str:
    return next(unit.name for unit in units().values() if unit.kind == "percent")


def _parted(text: str, end: int) -> Measure | None:
    """A unit with a mark in it: 个多月, 个半小时."""
    entry = rule("mark-in-unit")
    if text[end : end + 2] not in entry["words"]:
        return None
    for length in (3, 2, 1):
        rest = text[end + 2 : end + 2 + length]
        unit = units().get(text[end] + rest) if len(rest) == length else None
        if unit and unit.kind in ("duration", "point_share"):
            half = values("number-half").get(text[end + 1])
            stop = end + 2 + length
            ids = _rules_of_unit(text, end, stop, unit.name)
            return Measure(unit.name, unit.kind, stop, half or Decimal(0), None if half else "over", ids)
    return None


def _per(text: str, unit: Unit, span: Span) -> tuple[str, int]:
    """The unit with what it is counted by: 元/平方米, 元/人·月."""
    name, end = unit.name, span.end
    for _ in range(2):
        if text[end : end + 1] not in rule("per-unit")["words"]:
            break
        by = unit_at(text, end + 1) or _plain_month(text, end + 1)
        if by is None:
            break
        name += text[end] + by[0].name
        end = by[1].end
    return name, end


def _plain_month(text: str, start: int) -> tuple[Unit, Span] | None:
    word = text[start : start + 1]
    return (Unit(word, "duration", None), Span(start, start + 1)) if word in rule("per-month")["words"] else None


def _unit_inside(text: str, number: Quantity) -> tuple[str, str] | None:
    """The unit in the middle of a range that has none at its end (30万元至45万), or in the cell before (个  53)."""
    if number.value_high is None:
        return _unit_of_cell_before(text, number.number_start)
    for at in range(number.number_start + 1, min(number.number_end, number.number_start + LONGEST)):
        unit = None if text[at].isascii() and text[at] != "%" else unit_at(text, at)
        if unit:
            return unit[0].name, unit[0].kind
    return None


def _unit_of_cell_before(text: str, start: int) -> tuple[str, str] | None:
    """The unit that fills the cell before a number."""
    if start < 2 or text[start - 1] not in " \t|":
        return None
    window = text[max(0, start - CELL) : start].rstrip(" \t|")
    word = window[max(window.rfind(mark) for mark in " \t|\n") + 1 :]
    unit = units().get(word) if len(word) < len(window) else None
    return (unit.name, unit.kind) if unit else None
