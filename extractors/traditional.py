"""Which text is traditional, and the same in simplified characters, one for one.

Simplified text keeps what it has of traditional characters, for they are names there: 乾县, 於潜镇.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from typing import Any

HAN = range(0x4E00, 0xA000)
LACKED = re.compile(rb"&#([0-9]{5});")  # how the encoder writes what GB 2312 lacks
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
SHARE_OF_TEXT = 0.05
SHARE_OF_LINE = 0.1
LEAST = 2
SHORT = 4


def simplified(text: str) -> str:
    """The text with its traditional lines simplified; of the same length.

    >>> simplified("全縣黨員")
    '全县党员'
    >>> simplified("乾县的党员")
    '乾县的党员'
    """
    places = traditional_places(text)
    if not places:
        return text
    if is_traditional(text, len(places), SHARE_OF_TEXT):
        return converted(text)
    return "".join(_by_lines(text, places))


def traditional_places(text: str) -> list[int]:
    """Where characters stand that simplified text never has: GB 2312 lacks them and the converter changes them.

    >>> traditional_places("乾縣")
    [1]
    """
    strange = {chr(int(number)) for number in LACKED.findall(text.encode("gb2312", "xmlcharrefreplace"))}
    traditional = "".join(sorted(c for c in strange if ord(c) in HAN and one(c) != c))
    return [match.start() for match in re.finditer(f"[{traditional}]", text)] if traditional else []


def is_traditional(text: str, count: int, share: float) -> bool:
    """Whether `count` is at least this share of the Chinese characters of a text."""
    characters = sum(map(len, HAN_RUN.findall(text)))
    return count >= share * characters and (count >= LEAST or characters <= SHORT)


def _by_lines(text: str, places: list[int]) -> Iterator[str]:
    """The text with those lines converted that are traditional by themselves."""
    start = at = 0
    while at < len(places):
        first = text.rfind("\n", start, places[at]) + 1
        last = text.find("\n", places[at])
        end = len(text) if last < 0 else last + 1
        begin = max(first, start)
        following = bisect.bisect_left(places, end, at)
        yield text[start:begin]
        line = text[begin:end]
        yield converted(line) if is_traditional(line, following - at, SHARE_OF_LINE) else line
        start, at = end, following
    yield text[start:]


def converted(text: str) -> str:
    """A text in simplified characters; words that would change their length are converted by the character."""
    result = str(converter().convert(text))
    if len(result) == len(text):
        return result
    return "".join(map(one, text))


@functools.cache
def one(character: str) -> str:
    """One character in simplified form."""
    result = str(converter().convert(character))
    return result if len(result) == 1 else character


@functools.cache
def converter() -> Any:
    """OpenCC from traditional to simplified."""
    import opencc

    return opencc.OpenCC("t2s")
