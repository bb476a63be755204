"""Step 3 · numerals: find every number and say what it is worth.

in:  `text`
out: `quantities`, each with the number's span, `value`, `value_high`, the `bound` of the marks inside it, and,
     where the number is part of a larger form (a date, a slogan), its `kind` and `reason`

>>> from schema.record import Article
>>> [(str(found.value), found.bound) for found in numerals(Article("", text="网格员1.1万名，走访300多户")).quantities]
[('11000', 'exact'), ('300', 'over')]
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from decimal import Decimal

from extractors import bounds, rules
from extractors.chinese_number import Worth, characters, plain, rule, values, worth
from extractors.forms import Form, form_at, trap_at
from extractors.ranges import between_at, range_at
from extractors.shares import fraction_at, half_at, mixed_at, share_at, share_word_at
from extractors.surroundings import (
    currency_before,
    is_all,
    is_ordinal,
    is_whole,
    minus,
    money_without_unit,
    zero_of_rate,
)
from extractors.written import any_han, any_start, in_digits, in_han, next_is_han, number, without_stray_mark
from schema.record import Article, Quantity
from schema.units import unit_at

CODE = "code"
SILENT = "word-without-number"
ALONE = frozenset({"money", "duration"})  # kinds of unit that make a number of a word that is all of a text: 三元


def numerals(article: Article) -> Article:
    """The article with every number of its text."""
    return dataclasses.replace(article, quantities=tuple(_scan(article.text)))


def _scan(text: str) -> Iterator[Quantity]:
    search = any_start().search
    at = 0
    while match := search(text, at):
        start = match.start()
        found, at = (_from_digit if text[start].isascii() else _from_han)(text, start)
        if found:
            yield found


def _from_digit(text: str, start: int) -> tuple[Quantity | None, int]:
    """The number that begins with the digit at `start`, and where to look on."""
    if start and text[start - 1].isascii() and _after_letter(text, start) and not currency_before(text, start):
        code = _code().match(text, start)
        end = code.end() if code else start + 1
        return number(start, end, None, CODE), end
    if ratio := _ratio().match(text, start):
        return number(start, ratio.end(), worth(ratio["first"]), "ratio-to-one"), ratio.end()
    if power := _power(text, start):
        return power, power.number_end
    if between := between_at(text, start):
        return between, between.number_end
    if form := form_at(text, start, "digit"):
        return _formed(text, start, *form)
    match = in_digits().match(text, start)
    if match is None:
        return None, start + 1
    end = without_stray_mark(text, match.end())
    if share := share_at(text, start, end):
        return share, share.number_end
    if _letter(text, end) and not unit_at(text, end):
        code = _code().match(text, end)
        end = code.end() if code else end
        return number(start, end, None, CODE), end
    found = _valued(text, start, end, "number-digits")
    return found, max(found.number_end if found else end, start + 1)


@functools.cache
def _ratio() -> re.Pattern[str]:
    """How many times one thing is another: 2.3∶1."""
    return re.compile(rf"(?P<first>[0-9]{{1,3}}\.[0-9]{{1,3}}){rules.any_of(rule('ratio-to-one')['words'])}1(?![0-9.])")


def _power(text: str, start: int) -> Quantity | None:
    """A number with an exponent: 1.2e5, 1.1^23, 3×10^8."""
    match = _exponent().match(text, start)
    if match is None or (match["ten"] and "." not in match["base"] and not is_all(text, start, match.end())):
        return None
    base = Decimal(match["base"])
    value = base ** int(match["power"]) if match["power"] else base * Decimal(10) ** int(match["ten"] or match["times"])
    return number(start, match.end(), Worth(plain(value)), "number-exponent")


@functools.cache
def _exponent() -> re.Pattern[str]:
    some, times = "[+-]?[0-9]{1,2}", rules.any_of(rule("number-exponent")["words"])
    ways = rf"[eE](?P<ten>{some})|\^(?P<power>{some})|{times}10\^(?P<times>{some})"
    return re.compile(rf"(?P<base>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)(?:{ways})(?![0-9A-Za-z.^])")


def _letter(text: str, at: int) -> bool:
    return at < len(text) and text[at].isascii() and text[at].isalpha()


def _after_letter(text: str, start: int) -> bool:
    before = text[start - 1]
    return (
        _letter(text, start - 1) or (start > 1 and before in "-_./=&#" and _letter(text, start - 2)) or before in "_#"
    )


@functools.cache
def _code() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Za-z]+(?:[._/=&?#-][0-9A-Za-z]+)*")


def _formed(text: str, start: int, form: Form, end: int) -> tuple[Quantity | None, int]:
    if form.rule == SILENT:
        return None, end
    return number(start, end, None, form.rule, kind=form.kind, reason=form.reason), end


def _from_han(text: str, start: int) -> tuple[Quantity | None, int]:
    """The number that begins with the Chinese numeral at `start`, and where to look on."""
    if found := between_at(text, start) or _counted_by(text, start):
        return found, found.number_end
    share = share_word_at(text, start) or fraction_at(text, start)
    if share and not text.endswith(tuple(rule("share-figurative")["words"]), 0, share.number_end):
        return share, share.number_end
    if share:
        figure = rule("share-figurative")
        return number(
            start, share.number_end, None, figure["id"], kind="idiom", reason=figure["reason"]
        ), share.number_end
    if text[start] in values("number-half"):
        return half_at(text, start)
    trap = trap_at(text, start, any_han())
    if trap and not _number_in_trap(text, start, trap[1]):
        return _formed(text, start, *trap)
    if not trap and (form := form_at(text, start, "han")):
        return _formed(text, start, *form)
    match = in_han().match(text, start)
    if match is None or _tail_of_word(text, start):
        return None, start + 1
    end = without_stray_mark(text, match.end())
    found = None
    if _counts(text, start, end) or is_whole(text, start, end):
        found = share_at(text, start, end) or _valued(text, start, end, "number-han")
    elif text[end : end + 1] in rule("number-mixed")["words"]:
        found = mixed_at(text, start, end)
    return found, max(found.number_end if found else _skip(text, start, end), start + 1)


def _number_in_trap(text: str, start: int, end: int) -> bool:
    """Whether a word that counts nothing is a number here: before a point (一点五), behind a hedge (上千里)."""
    if text[end - 1] in rule("number-point")["words"]:
        match = in_han().match(text, start)
        return match is not None and match.end() > end
    unit = unit_at(text, start + 1)
    if unit and unit[0].kind in ALONE and is_all(text, start, unit[1].end):
        return True
    return end == start + 2 and bounds.hedged(text, start, text[start]) and unit_at(text, start + 1) is not None


def _counted_by(text: str, start: int) -> Quantity | None:
    """So many that they are counted by the thousand: 数以千计."""
    if text[start] not in rule("number-several")["words"]:
        return None
    match = _counted_by_pattern().match(text, start)
    valued = worth(match["scale"]) if match else None
    return number(start, match.end(), valued._replace(bound="over"), "counted-by") if match and valued else None


@functools.cache
def _counted_by_pattern() -> re.Pattern[str]:
    before, behind = (rules.any_of(rule("counted-by")[key]) for key in ("words", "behind"))
    return re.compile(rf"{before}(?P<scale>[{characters('han-scale', 'han-scale-large')}]{{1,3}}){behind}")


def _skip(text: str, start: int, end: int) -> int:
    """Where to look on behind characters that make no number: marks may belong to what follows."""
    while end > start + 1 and not any_han().match(text, end - 1):
        end -= 1
    return end


def _tail_of_word(text: str, start: int) -> bool:
    """Whether 数 at `start` ends a word (人数)."""
    if text[start] not in list(values("number-several"))[1:]:
        return False
    return start > 0 and text[start - 1] in rule("several-in-word")["words"]


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a run of Chinese numerals is a number: a unit, a range, an ordinal mark or a hedge stands at it."""
    if unit_at(text, end) or (text[end : end + 1] == " " and unit_at(text, end + 1)):
        return True
    if zero_of_rate(text, start, end) or money_without_unit(text, start, end):
        return True
    if is_ordinal(text, start) or range_at(text, start, end, "number-han"):
        return True
    marked = text[end - 1] in rule("mark-over")["words"] or any(
        mark in text[start:end] for mark in values("number-several")
    )
    return (marked or bounds.hedged(text, start, text[start:end])) and end - start > 1 and next_is_han(text, end)


def _valued(text: str, start: int, end: int, name: str) -> Quantity | None:
    """The quantity of the number at `start:end`, or of the range that begins with it."""
    if found := range_at(text, start, end, name):
        return found
    valued = worth(text[start:end])
    if valued is None:
        return number(start, end, None, name)
    sign = minus(text, start, end)
    ids = [name, *_signs_read(text, start, end), *(["number-minus"] if sign else ())]
    if valued.bound == "range":
        ids.append("range-adjacent")
    elif valued.bound != "exact":
        ids.append(_marked_by(text[start:end]))
    return number(start - sign, end, Worth(-valued.low, None, valued.bound) if sign else valued, *ids)


def _signs_read(text: str, start: int, end: int) -> list[str]:
    """The rules of the signs at and in a number that told how to read it."""
    word = text[start:end]
    inside = () if word.isascii() else ("number-zero", "number-point")
    found = [name for name in inside if any(sign in word for sign in rule(name)["words"])]
    if zero_of_rate(text, start, end) and not unit_at(text, end):
        found.append("zero-of-rate")
    return ["ordinal-mark", *found] if is_ordinal(text, start) else found


def _marked_by(word: str) -> str:
    names = ("number-several", "mark-approx", "mark-over")
    return next(name for name in names if any(mark in word for mark in rule(name)["words"]))
