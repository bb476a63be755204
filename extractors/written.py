"""How numbers are written: the patterns of digits and Chinese numerals, their scales and the marks in them."""

from __future__ import annotations

import functools
import re

from extractors import rules
from extractors.chinese_number import Worth, characters, rule, values
from schema.record import Kind, Quantity
from schema.units import unit_at


@functools.cache
def any_start() -> re.Pattern[str]:
    """A character that a number may begin with."""
    return re.compile(f"[0-9{_han_characters()}{characters('number-half')}]")


@functools.cache
def _han_characters() -> str:
    return characters("han-digit", "han-scale", "han-scale-large", "number-several")


@functools.cache
def any_han() -> re.Pattern[str]:
    """A Chinese numeral."""
    return re.compile(f"[{_han_characters()}]")


@functools.cache
def in_digits() -> re.Pattern[str]:
    """A number that begins with a digit, its scales and the marks in it."""
    digits = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
    some = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:\.[0-9]+)?)"
    rest = rf"(?:[{characters('number-zero')}]?{some}(?![0-9.]|[A-Za-z%]))?"
    return re.compile(rf"{digits}(?:{_mark()}?{_scale()}+{rest})*{_mark()}?")


@functools.cache
def _scale() -> str:
    """One scale character, where it begins no other word, or the measure word that speech puts before it (3个亿)."""
    scales = characters("han-scale", "han-scale-large")
    spoken = "|".join(f"{word[0]}(?={word[1:]}{_spoken_end()})" for word in rule("scale-with-measure")["words"])
    return rf"(?:(?!{rules.any_of(rule('scale-in-word')['words'])})[{scales}]|{spoken})"


@functools.cache
def _spoken_end() -> str:
    return rf"(?:{rules.any_of(rule('scale-with-measure')['behind'])}|[^\u4e00-\u9fff]|\Z)"


@functools.cache
def _mark() -> str:
    """One mark inside a number, where it begins no other word."""
    marks = characters("mark-over", "mark-approx") + next(iter(values("number-several")))
    return rf"(?:(?!{rules.any_of(rule('mark-in-word')['words'])})[{marks}])"


@functools.cache
def in_han() -> re.Pattern[str]:
    """A number that begins with a Chinese numeral, its decimals and the marks in it."""
    digits = characters("han-digit")
    several = characters("number-several")
    point = f"(?:[{characters('number-point')}][{digits}]+)?"
    pairs = characters("pair-digit")
    one = f"(?![{pairs}])[{digits}{several}]|(?<![{characters('before-mass')}])[{pairs}]"
    return re.compile(rf"(?:{one}|{_scale()})++{point}{_scale()}*(?:{_mark()}{_scale()}*)?")


def without_stray_mark(text: str, end: int) -> int:
    """The end of a number without a mark at its end that rather begins what follows (20来访)."""
    if text[end - 1] in rule("mark-approx")["words"] and not unit_at(text, end) and end < len(text):
        return end - 1
    return end


@functools.cache
def range_sign() -> re.Pattern[str]:
    """What parts the ends of a range, before a number."""
    return re.compile(rules.any_of(rule("range")["words"]) + r"(?=[0-9" + _han_characters() + "])")


def next_is_han(text: str, end: int) -> bool:
    """Whether a Chinese character stands at `end`."""
    return end < len(text) and "\u4e00" <= text[end] <= "\u9fff"


def marks_word(text: str, at: int) -> bool:
    """Whether a word begins at `at` whose first character could be taken for a mark of a number (多媒体)."""
    return text.startswith(tuple(rule("mark-in-word")["words"]), at)


def number(start: int, end: int, valued: Worth | None, *ids: str, kind: Kind = "other", reason: str = "") -> Quantity:
    """A number as found: where it stands, what it is worth, and the rules that read it."""
    if valued is None:
        return Quantity(start, end, start, end, None, None, "exact", "", kind, False, reason, ids)
    return Quantity(start, end, start, end, valued.low, valued.high, valued.bound, "", kind, False, reason, ids)
