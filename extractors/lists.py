"""Numbers that stand next to each other and are read together: lists with one unit, two bounds of one range."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.chinese_number import plain, rule
from extractors.kinds import verdict
from extractors.ranges import last_scale
from schema.record import Quantity

SMALL = 100  # a number below stands before no scale of its own: 从5增至12万元
NEAR = 12  # how far apart the numbers of a list stand


def listed(text: str, found: list[Quantity]) -> list[Quantity]:
    """The numbers again, those of a list held against the next one: 一个党支部、三个党小组; 6.3和7.2个百分点."""
    found = list(_bounded(text, found))
    for at in range(len(found) - 2, -1, -1):
        number, following = found[at], found[at + 1]
        gap = following.start - number.end
        if not (0 < gap <= NEAR) or not following.kept:
            continue
        between = text[number.end : following.start]
        if (
            number.unit == ""
            and number.value is not None
            and following.unit
            and between in rule("shared-unit")["words"]
        ):
            found[at] = number._replace(
                value=_scaled(text, number, following), unit=following.unit,
                kind=following.kind, kept=True, reason=following.reason,
                rules=(*number.rules[:-1], "shared-unit", following.rules[-1]),
            )  # fmt: skip
        elif number.rules[-1] in _doubtful() and between.isprintable():
            found[at] = _counted_in_list(number, between)
    return found


def _scaled(text: str, number: Quantity, following: Quantity) -> Decimal | None:
    """The value of a number that shares unit and scale with the one behind it: 从5增至12万元."""
    word = text[number.number_start : number.number_end]
    scale = last_scale(text[following.number_start : following.number_end])
    if number.value is None or scale is None or last_scale(word) or not 0 < number.value < SMALL:
        return number.value
    return plain(number.value * scale)


@functools.cache
def _doubtful() -> frozenset[str]:
    return frozenset(verdict(name).rule for name in ("one-as-article", "loose-count"))


def _counted_in_list(number: Quantity, between: str) -> Quantity:
    one = verdict("one-counted")
    if number.unit not in one.words["units"] or not any(mark in between for mark in rule("list-mark")["words"]):
        return number
    return number._replace(
        kind=one.kind, kept=True, reason=one.reason, rules=(*number.rules[:-1], "list-mark", one.rule)
    )


def _bounded(text: str, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """The numbers again, a floor and a ceiling in a row as one range: 大于5小于10, 60分以上80分以下."""
    before: Quantity | None = None
    for number in found:
        joined = _joined(text, before, number) if before else None
        if before and not joined:
            yield before
        before = joined or number
    if before:
        yield before


def _joined(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    if {first.bound, second.bound} != {"over", "under"} or second.start - first.end > 2:
        return None
    if text[first.end : second.start] not in rule("range-bounded")["words"] or first.start < 0:
        return None
    low, high = (first, second) if first.bound == "over" else (second, first)
    if low.value is None or high.value is None or low.value >= high.value or not _hedged(first, second):
        return None
    if first.unit and second.unit and first.unit != second.unit:
        return None
    unit = second if second.unit else first
    return unit._replace(
        start=first.start, end=second.end, number_start=first.number_start, number_end=second.number_end,
        value=low.value, value_high=high.value, bound="range", kind="range" if unit.kind == "quantity" else unit.kind,
        kept=first.kept and second.kept, rules=(*first.rules[:-1], "range-bounded", second.rules[-1]),
    )  # fmt: skip


def _hedged(*numbers: Quantity) -> bool:
    """Whether all numbers have their hedge in words of its own, before or behind."""
    return all(number.start < number.number_start or number.end > number.number_end for number in numbers)
