"""What a number is worth that is written with Chinese characters, digits, or both.

>>> worth("6万2000"), worth("三五百")
(Worth(low=Decimal('62000'), high=None, bound='exact'), Worth(low=Decimal('300'), high=Decimal('500'), bound='range'))
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, cast

from extractors import rules
from schema.record import Bound

KEYS = frozenset({"values", "words", "bound", "reason", "behind", "parts", "units"})
LONGEST = 32  # no number is written with more characters; longer runs are codes or noise


class Worth(NamedTuple):
    """The value of a number, its upper end if it is a range, and what its own marks (余, 几) say of it."""

    low: Decimal
    high: Decimal | None = None
    bound: Bound = "exact"


@functools.cache
def rule(name: str) -> dict[str, Any]:
    """The entry of numerals.toml with this id."""
    entries = rules.load("numerals", frozenset(), KEYS)
    return next(entry for entry in entries if entry["id"] == name)


@functools.cache
def values(name: str) -> dict[str, Decimal]:
    """What the characters of a rule are worth."""
    return {character: Decimal(value) for character, value in rule(name)["values"].items()}


def characters(*names: str) -> str:
    """The characters of some rules, as the inside of a character class.

    >>> characters("han-scale-large")
    '万萬亿億兆'
    """
    return "".join(re.escape(character) for name in names for character in _characters(rule(name)))


def _characters(entry: dict[str, Any]) -> Iterable[str]:
    return cast(Iterable[str], entry.get("values") or entry["words"])


@functools.lru_cache(maxsize=8192)
def worth(word: str) -> Worth | None:
    """The worth of a number word, or None where its characters make no number.

    >>> worth("十几"), worth("万万千") and None
    (Worth(low=Decimal('10'), high=None, bound='over'), None)
    """
    if len(word) > LONGEST or not word:
        return None
    if both := _stretch(word):
        return both
    bare, bound = _without_marks(word)
    point = next((at for at, sign in enumerate(bare) if sign in rule("number-point")["words"]), len(bare))
    adjacent = _adjacent().search(bare, 0, point)  # decimals are read one by one
    if adjacent and not _digit_wise(bare):
        return _range(bare, adjacent)
    low = magnitude(bare)
    return None if low is None else Worth(plain(low), None, bound)


def _stretch(word: str) -> Worth | None:
    """Two numbers of one scale in a row: 一百二百, 十几二十."""
    last = word[-1]
    half = word.find(last)
    several = rule("number-several")["words"]
    middle = next((at for at in range(1, len(word) - 1) if word[at] in several), 0)
    parted = half if 0 < half < len(word) - 1 and last in rule("han-scale")["values"] else middle
    if not parted or word[parted + 1] in _scales() or not all(char in _plain_numerals() for char in word):
        return None
    low, high = magnitude(word[: parted + (not middle)]), magnitude(word[parted + 1 :])
    return Worth(plain(low), plain(high), "range") if low and high and low < high else None


@functools.cache
def _scales() -> frozenset[str]:
    return frozenset((*values("han-scale"), *values("han-scale-large")))


@functools.cache
def _plain_numerals() -> frozenset[str]:
    return frozenset((*values("han-digit"), *values("han-scale"), *rule("number-several")["words"]))


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or zeros behind the point.

    >>> plain(Decimal("12500.0")), plain(Decimal("98.50"))
    (Decimal('12500'), Decimal('98.5'))
    """
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


def _without_marks(word: str) -> tuple[str, Bound]:
    """The word without the marks in it, and the bound that they give."""
    bound: Bound = "exact"
    for spoken in rule("scale-with-measure")["words"]:
        word = word.replace(spoken, spoken[1:])
    for name in ("mark-over", "mark-approx"):
        if any(mark in word for mark in rule(name)["words"]):
            bound = rule(name)["bound"]
            word = "".join(character for character in word if character not in rule(name)["words"])
    several = values("number-several")
    if any(mark in word for mark in several):
        bound = rule("number-several")["bound"]
        led = word[0] in several
        rest = "".join(character for character in word if character not in several)
        word = _two() + rest if led else rest
    return word, bound


@functools.cache
def _two() -> str:
    return next(character for character, value in values("han-digit").items() if value == 2)


@functools.cache
def _adjacent() -> re.Pattern[str]:
    """Two digits in a row that name a stretch: 三四, 七八, 三五."""
    digits = values("han-digit")
    pairs = [
        first + second
        for first, low in digits.items()
        for second, high in digits.items()
        if low > 0 and (high == low + 1 or (int(low), int(high)) == (3, 5))
    ]
    return re.compile(rules.any_of(pairs))


def _digit_wise(word: str) -> bool:
    return len(word) > 2 and all(character in values("han-digit") for character in word)


def _range(word: str, adjacent: re.Match[str]) -> Worth | None:
    before, after = word[: adjacent.start()], word[adjacent.end() :]
    low, high = magnitude(before + adjacent[0][0] + after), magnitude(before + adjacent[0][1] + after)
    return None if low is None or high is None else Worth(plain(low), plain(high), "range")


def magnitude(word: str) -> Decimal | None:
    """The value of a number word without marks.

    >>> magnitude("一万两千亿"), magnitude("两百五"), magnitude("十二点五万"), magnitude("二〇二三")
    (Decimal('1200000000000'), Decimal('250'), Decimal('125000.0'), Decimal('2023'))
    """
    parts = _tokens().findall(word)
    if not parts or sum(map(len, parts)) != len(word):
        return None
    if len(parts) > 1 and all(part in values("han-digit") for part in parts):
        return Decimal("".join(str(values("han-digit")[part]) for part in parts))
    pointed = [at for at, part in enumerate(parts) if part in rule("number-point")["words"]]
    return _with_point(parts, pointed[0]) if pointed else _sum(parts)


def _with_point(parts: list[str], point: int) -> Decimal | None:
    digits = values("han-digit")
    end = point + 1
    while end < len(parts) and parts[end] in digits:
        end += 1
    whole = _sum(parts[:point]) if point else None
    if whole is None or end == point + 1:
        return None
    value = whole + Decimal("0." + "".join(str(digits[part]) for part in parts[point + 1 : end]))
    for part in parts[end:]:
        scale = values("han-scale").get(part) or values("han-scale-large").get(part)
        if scale is None:
            return None
        value *= scale
    return value


@functools.cache
def _tokens() -> re.Pattern[str]:
    known = characters("han-digit", "han-scale", "han-scale-large", "number-point")
    return re.compile(rf"[0-9][0-9, ]*(?:\.[0-9]+)?|[{known}]")


def _sum(parts: list[str]) -> Decimal | None:
    """Add up digits and scales: each scale takes the digit before it, each large one all since the last."""
    digits, small, large = values("han-digit"), values("han-scale"), values("han-scale-large")
    total, section, last_large = Decimal(0), Decimal(0), Decimal(0)
    current: Decimal | None = None
    scale, zero = Decimal(1), False
    for at, part in enumerate(parts):
        if part in small:
            section += small[part] if current is None else current * small[part]
            current, scale, zero = None, min(small[part], Decimal(10) if small[part] < 100 else small[part]), False
        elif part in large:
            section += current or 0
            if at == 0:
                section = Decimal(1)
            if large[part] > last_large or (section == 0 and large[part] == last_large):
                total = (total + section) * large[part]
            else:
                total += (section or 1) * large[part]
            last_large, section, current, scale, zero = large[part], Decimal(0), None, large[part], False
        elif current is not None and current != 0:
            return None
        else:
            zero = zero or part in rule("number-zero")["words"]
            current = digits[part] if part in digits else Decimal(part.replace(",", "").replace(" ", ""))
    if current is None:
        return total + section
    short = scale >= 100 and not zero and len(parts[-1]) == 1 and len(parts) > 1
    return total + section + (current * scale / 10 if short else current)
