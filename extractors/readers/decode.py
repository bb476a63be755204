"""Bytes to text, and by what the encoding was known.

In this order: a byte-order mark, strict UTF-8, the charset that the page declares, a guess between GB 18030 and Big5.
"""

from __future__ import annotations

import codecs
import functools
import re
from typing import Literal, NamedTuple

from extractors import rules

Evidence = Literal["bom", "utf-8", "declared", "detected"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"(?i)charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w\-]{2,20})")
DECLARED_WITHIN = 4096
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
SAMPLE = 20_000
ERROR_COST = 20


class Decoded(NamedTuple):
    """Text without its byte-order mark, its encoding, and what told the encoding."""

    text: str
    encoding: str
    by: Evidence


def decode(data: bytes) -> Decoded:
    """The text of some bytes; bytes that fit no character become U+FFFD.

    >>> decode("网格党支部825个".encode("gb18030")).encoding
    'gb18030'
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, errors="replace"), encoding, "bom")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        pass
    declared = declared_encoding(data)
    if declared:
        try:
            return Decoded(data.decode(declared), declared, "declared")
        except (UnicodeDecodeError, ValueError):
            pass
    best = max(CANDIDATES, key=lambda encoding: score(data[:SAMPLE], encoding))
    return Decoded(data.decode(best, errors="replace"), best, "detected")


def declared_encoding(data: bytes) -> str | None:
    """The charset that a page declares near its start, widened to what such pages really hold.

    >>> declared_encoding(b'<meta charset="gb2312">')
    'gb18030'
    """
    match = DECLARED.search(data, 0, DECLARED_WITHIN)
    if not match:
        return None
    name = match[1].decode("ascii").lower()
    try:
        found = codecs.lookup(WIDER.get(name, name))
    except LookupError:
        return None
    return found.name if found._is_text_encoding else None


def score(data: bytes, encoding: str) -> float:
    """How much like Chinese bytes read in an encoding: the share of common characters, less what could not be read."""
    text = data.decode(encoding, errors="replace")
    wide = sum(1 for character in text if character > "\x7f")
    good = sum(1 for character in text if character in common())
    return (good - ERROR_COST * max(0, text.count("\ufffd") - 1)) / max(1, wide)


@functools.cache
def common() -> frozenset[str]:
    """The commonest Chinese characters, simplified and traditional, and the marks of Chinese."""
    return frozenset("".join(rule["characters"] for rule in rules.load("decode", frozenset({"characters"}))))
