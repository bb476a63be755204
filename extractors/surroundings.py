"""What stands around a number and tells how to read it: a sign, 第, words for money or a rate, nothing at all."""

from __future__ import annotations

import functools
import re

from extractors import bounds, rules
from extractors.chinese_number import rule, values
from extractors.written import next_is_han

CLAUSE = 12  # how far before a sum the word for money may stand
WHOLE = 40  # a text this short may be nothing but a number


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this number, its sign or hedge, and perhaps a unit."""
    if len(text) > WHOLE:
        return False
    bare = text.strip()
    first = text.find(bare)
    last = first + len(bare)
    hedge = bounds.after(text, end)
    before = text[first:start].rstrip()
    return last in (end, hedge and hedge[1]) and (
        not before or before in rule("number-minus")["words"] or bounds.hedged(text, start, text[start:end])
    )


def is_all(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but the characters at `start:end`."""
    return len(text) <= WHOLE and text.strip() == text[start:end]


def zero_of_rate(text: str, start: int, end: int) -> bool:
    """Whether the number is a rate of nothing: 死亡率为零。"""
    led = end == start + 1 and text[start] in rule("number-zero")["words"] and not next_is_han(text, end)
    return led and text.endswith(tuple(rule("zero-of-rate")["words"]), 0, start)


def money_without_unit(text: str, start: int, end: int) -> bool:
    """Whether a number is a sum of money without its unit: 花了六万八。

    >>> money_without_unit("花了六万八。", 2, 5), money_without_unit("服务六万八。", 2, 5)
    (True, False)
    """
    scales = values("han-scale-large")
    if end - start < 2 or not any(char in scales for char in text[end - 2 : end]) or text[start] in scales:
        return False
    if next_is_han(text, end) or text[end : end + 1].isalnum():
        return False
    return money_before(text, start)


def money_before(text: str, start: int) -> bool:
    """Whether a word for money stands before `start` in its clause."""
    return _money_before().search(text, max(0, start - CLAUSE), start) is not None


@functools.cache
def _money_before() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("money-without-unit")["words"]) + r"[^，。；：！？,;\n]{0,8}\Z")


def is_ordinal(text: str, start: int) -> bool:
    """Whether 第 stands before a number."""
    return start > 0 and text[start - 1] in rule("ordinal-mark")["words"]


def minus(text: str, start: int, end: int) -> int:
    """How many characters of a minus sign stand before a number."""
    before = text[start - 1 : start]
    if before in ("-", "−", "–") and before:
        free = start == 1 or not (text[start - 2].isalnum() or text[start - 2] in "-—%")
        return int(free or (text[end : end + 1] == "%" and not text[start - 2].isascii()))
    if before == " ":
        return start if start < WHOLE and text[:start].strip() in (*rule("number-minus")["words"], "-") else 0
    return _minus_word(text, start) if before in _minus_ends() else 0


def _minus_word(text: str, start: int) -> int:
    """The length of the word for minus that ends at `start`, where it ends no other word (减负3项)."""
    for word in rule("number-minus")["words"]:
        begin = start - len(word)
        if begin >= 0 and text.startswith(word, begin):
            free = len(word) > 1 or begin == 0 or not next_is_han(text, begin - 1)
            return len(word) if free or text[begin - 1] in rule("number-minus")["behind"] else 0
    return 0


@functools.cache
def _minus_ends() -> frozenset[str]:
    return frozenset(word[-1] for word in rule("number-minus")["words"])


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """The currency that a sign or code before a number names, and where that begins.

    >>> currency_before("$5", 1), currency_before("RMB 300", 4), currency_before("第5", 1)
    (('美元', 0), ('元', 0), None)
    """
    end = start - 1 if text[start - 1 : start] == " " else start
    if end == 0 or text[end - 1] not in _currency_ends():
        return None
    for sign, unit in rule("currency-before")["units"].items():
        begin = end - len(sign)
        if begin < 0 or not text.startswith(sign, begin):
            continue
        if not (sign[0].isalpha() and begin and text[begin - 1].isascii() and text[begin - 1].isalpha()):
            return unit, begin
    return None


@functools.cache
def _currency_ends() -> frozenset[str]:
    return frozenset(sign[-1] for sign in rule("currency-before")["units"])
