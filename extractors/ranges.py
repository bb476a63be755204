"""Two numbers that are the ends of a range: 3至5, 30万元至45万, 50%—60%."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from extractors import rules
from extractors.chinese_number import LONGEST, Worth, plain, rule, values, worth
from extractors.surroundings import is_whole, minus
from extractors.written import in_digits, in_han, number, range_sign, without_stray_mark
from schema.record import Quantity
from schema.units import unit_at


def range_at(text: str, start: int, end: int, name: str) -> Quantity | None:
    """The range that begins with the number at `start:end`: 3至5, 30万元至45万, 50%—60%."""
    unit = unit_at(text, end)
    low_end = unit[1].end if unit else end
    separator = range_sign().match(text, low_end)
    if separator is None:
        return None
    pattern = in_digits() if text[separator.end() : separator.end() + 1].isascii() else in_han()
    match = pattern.match(text, separator.end())
    if match is None or (unit and text[start - 1 : start] in rule("change-from")["words"]):
        return None
    high_end = without_stray_mark(text, match.end())
    if name == "number-han" and not unit_at(text, high_end) and not is_whole(text, start, high_end):
        return None
    sign = minus(text, start, end)
    ends = _both(text[start:end], text[separator.end() : high_end], bool(unit), bool(sign))
    if ends is None or not _same_unit(text, unit[0].name if unit else None, high_end):
        return None
    if (last := unit_at(text, high_end)) and last[0].kind == "tenth":
        low, high = (plain(value * 10) for value in ends)
        return number(start, last[1].end, Worth(low, high, "range"), "share-tenths", "range")
    ids = (name, "range", "number-minus") if sign else (name, "range")
    return number(start - sign, high_end, Worth(*ends, "range"), *ids)


def between_at(text: str, start: int) -> Quantity | None:
    """The range that begins at `start` and ends with a word for between: 5和10之间."""
    if _between_behind().search(text, start, start + 2 * LONGEST) is None:
        return None
    low = _number_at(text, start)
    unit = unit_at(text, low) if low else None
    sign = _between().match(text, unit[1].end if unit else low)
    high = _number_at(text, sign.end()) if sign else 0
    ends = _both(text[start:low], text[sign.end() : high], bool(unit)) if sign and high else None
    if ends is None or not _same_unit(text, unit[0].name if unit else None, high):
        return None
    last = unit_at(text, high)
    if _between_behind().match(text, last[1].end if last else high) is None:
        return None
    return number(start, high, Worth(*ends, "range"), "range-between")


def _number_at(text: str, start: int) -> int:
    """The end of the number at `start`, 0 where there is none."""
    match = (in_digits() if text[start : start + 1].isascii() else in_han()).match(text, start)
    return match.end() if match else 0


@functools.cache
def _between_behind() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("range-between")["behind"]))


@functools.cache
def _between() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("range-between")["words"]))


def _same_unit(text: str, name: str | None, end: int) -> bool:
    """Whether the unit in the middle of a range is that at its end too, or the only one."""
    unit = unit_at(text, end)
    if range_sign().match(text, end) and text[end : end + 1].isascii():
        return False
    return name is None or unit is None or unit[0].name == name


def _both(low: str, high: str, closed: bool, below: bool = False) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range; the scale of the second holds for the first where that has none (3至5万)."""
    if len(low) > LONGEST or len(high) > LONGEST:
        return None
    first, second = worth(low), worth(high)
    if first is None or second is None:
        return None
    least, most = -first.low if below else first.low, second.high or second.low
    scale = last_scale(high)
    if scale and not closed and not below and not last_scale(low) and least * scale < most:
        least = plain(least * scale)
    return (least, most) if least < most else None


def last_scale(word: str) -> Decimal | None:
    """The large scale at the end of a number word."""
    tail = word.rstrip("".join(rule("mark-over")["words"]))
    scales = values("han-scale-large")
    value: Decimal | None = None
    while tail and tail[-1] in scales:
        value = (value or Decimal(1)) * scales[tail[-1]]
        tail = tail[:-1]
    return value
