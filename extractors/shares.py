"""Shares and growth in words and signs: 三分之一, 1/3, 七成半, 半数, 翻两番."""

from __future__ import annotations

import functools
import re
from decimal import ROUND_HALF_UP, Decimal

from extractors import rules
from extractors.chinese_number import Worth, characters, plain, rule, values, worth
from extractors.ranges import range_at
from extractors.surroundings import is_ordinal, is_whole, minus
from extractors.written import marks_word, next_is_han, number
from schema.record import Bound, Quantity
from schema.units import unit_at

MEASURED = frozenset({"duration", "length", "area", "mass", "age", "volume"})  # kinds of unit that have halves


def share_word_at(text: str, start: int) -> Quantity | None:
    """Shares that are words: 半数, 一半; growth that is one: 翻两番."""
    hints = _share_hints()
    if text[start] not in hints and text[start + 1 : start + 2] not in hints:
        return None
    for word, value in values("share-most").items():
        begin = start - word.index(text[start]) if text[start] in word else -1
        if begin >= 0 and text.startswith(word, begin) and text[begin - 1 : begin] not in rule("share-most")["words"]:
            return number(begin, begin + len(word), Worth(value, None, "over"), "share-most")
    for word, value in values("share-larger-half").items():
        if text.startswith(word, start):
            return number(start, start + len(word), Worth(value, None, "over"), "share-larger-half")
    for word, value in values("share-near-half").items():
        begin = start - len(word) + 1
        whole = not unit_at(text, start + 1) and _share_ends(text, start + 1)
        if begin >= 0 and whole and text.startswith(word, begin):
            return number(begin, start + 1, Worth(value, None, "under"), "share-near-half")
    for word, value in values("share-half").items():
        if text.startswith(word, start) and not unit_at(text, start + len(word)):
            return number(start, start + len(word), Worth(Decimal(value)), "share-half")
    for word in rule("growth-doubling")["words"]:
        if text.startswith(word, start - len(word) + 2) and start - len(word) + 2 >= 0:
            times = worth(text[start])
            begin = start - len(word) + 2
            return (
                number(begin, start + 2, Worth(Decimal(100 * (2 ** int(times.low) - 1))), "growth-doubling")
                if times
                else None
            )
    return None


@functools.cache
def _share_hints() -> frozenset[str]:
    """The characters one of which stands in every share that is a word."""
    larger = (word[1] for word in values("share-larger-half"))
    return frozenset((*larger, *values("number-half"), *(word[-1] for word in rule("growth-doubling")["words"])))


def _share_ends(text: str, end: int) -> bool:
    """Whether no Chinese character goes on with the word of a share."""
    return not next_is_han(text, end) or text[end] in rule("share-near-half")["words"]


def half_at(text: str, start: int) -> tuple[Quantity | None, int]:
    """Half of a unit (半亩) at `start`, and where to look on."""
    unit = unit_at(text, start + 1)
    if unit and unit[0].kind == "tenth":
        return number(start, unit[1].end, Worth(Decimal(50)), "share-tenths", "number-half"), unit[1].end
    for scale in rule("scale-with-measure")["words"]:
        if text.startswith(scale, start + 1):
            value = values("number-half")[text[start]] * values("han-scale-large")[scale[1:]]
            end = start + 1 + len(scale)
            return number(start, end, Worth(plain(value)), "number-half", "scale-with-measure"), end
    measured = unit and (unit[0].kind in MEASURED or unit[0].name in rule("half-of")["words"])
    if not (measured or is_whole(text, start, start + 1)):
        return None, start + 1
    ids = ("number-half", "half-of") if unit and unit[0].name in rule("half-of")["words"] else ("number-half",)
    return number(start, start + 1, Worth(values("number-half")[text[start]]), *ids), start + 1


def share_at(text: str, start: int, end: int) -> Quantity | None:
    """A share that begins with the number at `start:end`: 3分之1, 1/3, 七成半."""
    behind = text[end : end + 1]
    if behind in _share_marks():
        if any(text.startswith(word, end) for word in rule("share-fraction")["words"]):
            return fraction_at(text, start)
        if behind in rule("share-slash")["words"]:
            return _slash(text, start, end)
        if behind in rule("number-mixed")["words"]:
            return mixed_at(text, start, end)
    unit = unit_at(text, end)
    if unit and unit[0].kind == "tenth":
        return range_at(text, start, end, "share-tenths") or _tenths(text, start, end)
    return None


@functools.cache
def _share_marks() -> frozenset[str]:
    """What the marks of a share begin with: 分之, /, 又."""
    names = ("share-fraction", "share-slash", "number-mixed")
    return frozenset(word[0] for name in names for word in rule(name)["words"])


def fraction_at(text: str, start: int) -> Quantity | None:
    """A share written 三分之一 or 百分之七十, as per cent."""
    if _fraction_mark().search(text, start, start + 12) is None:
        return None
    match = _fraction_pattern().match(text, start)
    if match is None:
        return None
    whole, part, high = (worth(match[name]) if match[name] else None for name in ("whole", "part", "high"))
    if whole is None or part is None or whole.low == 0:
        return None
    end, bound, marks = (match.end(), "exact", ()) if high else _edge(text, match.end())
    last = high.low if high else part.high
    most = None if last is None else per_cent(last, whole.low)
    bound = part.bound if bound == "exact" else bound
    sign = minus(text, start, end)
    low = per_cent(part.low, whole.low) * (-1 if sign or match["minus"] else 1)
    ids = ("share-fraction", *marks, *(["number-minus"] if sign or match["minus"] else ()))
    return number(start - sign, end, Worth(low, most, "range" if high else bound), *ids)


def _edge(text: str, end: int) -> tuple[int, Bound, tuple[str, ...]]:
    """Where a share ends with the mark behind it, and what that says: 三成多, 三分之二强."""
    mark = text[end : end + 1]
    if mark in rule("mark-over")["words"] and not marks_word(text, end):
        return end + 1, "over", ("mark-over",)
    for name in ("share-strong", "share-weak"):
        if mark in rule(name)["words"] and not next_is_han(text, end + 1):
            return end + 1, rule(name)["bound"], (name,)
    return end, "exact", ()


@functools.cache
def _fraction_pattern() -> re.Pattern[str]:
    han = f"[{characters('han-digit', 'han-scale', 'han-scale-large')}]"
    several = f"[{characters('han-digit', 'han-scale', 'han-scale-large', 'number-several')}]"
    pointed = f"{han}{{1,9}}[{characters('number-point')}]{han}{{1,9}}"
    some = rf"(?:[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?|{pointed}|{several}{{2,9}}|{han}{{1,9}})"
    minus = rf"(?P<minus>{rules.any_of(rule('number-minus')['words'])})?"
    of = rules.any_of(rule("share-fraction")["words"])
    until = rules.any_of(rule("range")["words"])
    again = f"(?:{han}{of})?"
    return re.compile(
        rf"(?P<whole>[0-9]{{1,9}}|{han}{{1,9}}?){of}{minus}(?P<part>{some})(?:{until}{again}(?P<high>{some}))?"
    )


@functools.cache
def _fraction_mark() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("share-fraction")["words"]))


def per_cent(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent, to two decimals where it does not come out even.

    >>> per_cent(Decimal(1), Decimal(3)), per_cent(Decimal("3.2"), Decimal(1000))
    (Decimal('33.33'), Decimal('0.32'))
    """
    share = part * 100 / whole
    exact = share.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return plain(exact if share == exact else share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def mixed_at(text: str, start: int, end: int) -> Quantity | None:
    """A whole number with a fraction: 3又1/2, 三又二分之一."""
    match = _fraction_pattern().match(text, end + 1) or _slashed().match(text, end + 1)
    if match is None:
        return None
    first, whole, part = worth(text[start:end]), worth(match["whole"]), worth(match["part"])
    if first is None or whole is None or part is None or not 0 < part.low < whole.low:
        return None
    value = (first.low + part.low / whole.low).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return number(start, match.end(), Worth(plain(value)), "number-mixed")


@functools.cache
def _slashed() -> re.Pattern[str]:
    slash = rules.any_of(rule("share-slash")["words"])
    return re.compile(rf"(?P<part>[0-9]{{1,3}}){slash}(?P<whole>[0-9]{{1,3}})(?![0-9/.])")


def _slash(text: str, start: int, end: int) -> Quantity | None:
    match = _small_digits().match(text, end + 1)
    free = start == 0 or text[start - 1] not in "/.-" or minus(text, start, end)
    if match is None or not free:
        return None
    part, whole = worth(text[start:end]), worth(match[0])
    if part is None or whole is None or not 0 < part.low < whole.low or (start > 0 and is_ordinal(text, start)):
        return None
    sign = minus(text, start, end)
    share = per_cent(part.low, whole.low) * (-1 if sign else 1)
    return number(start - sign, match.end(), Worth(share), "share-slash", *(["number-minus"] if sign else ()))


@functools.cache
def _small_digits() -> re.Pattern[str]:
    return re.compile(r"[0-9]{1,3}(?![0-9/.])")


def _tenths(text: str, start: int, end: int) -> Quantity | None:
    valued = worth(text[start:end])
    if valued is None or not 0 < valued.low < 100:
        return None
    after = end + 1
    if valued.low > 10:  # 八五折
        of_price = text[end] in rule("share-of-price")["words"] and end - start == 2
        return number(start, after, valued, "share-tenths", "share-of-price") if of_price else None
    last = text[after : after + 1]
    half = last in values("number-half")
    more = values("han-digit").get(last, Decimal(0)) if not half and not unit_at(text, after + 1) else Decimal(0)
    low = plain(valued.low * 10 + (5 if half else more))
    high = plain(valued.high * 10) if valued.high else None
    end, bound, marks = _edge(text, after + (half or more > 0))
    return number(start, end, Worth(low, high, valued.bound if bound == "exact" else bound), "share-tenths", *marks)
