"""The date on which a page came out, read from one of its short lines."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from typing import NamedTuple

from extractors import rules

EARLIEST, LATEST = 1949, 2099
CENTURY, PIVOT = 100, 70


class Date(NamedTuple):
    """A date as EDTF, and the rule that read it."""

    edtf: str
    rule: str


def dateline(line: str, zone: str = "") -> Date | None:
    """The first date of a line that is a real day or month, by the rules of a zone.

    >>> dateline("20-12-15 08:44 来源：某报")
    Date(edtf='2020-12-15', rule='dateline-short-year')
    >>> dateline("二〇二三年五月").edtf
    '2023-05'
    """
    for rule, pattern in patterns(zone):
        for match in pattern.finditer(line):
            edtf = _edtf(match)
            if edtf:
                return Date(edtf, rule)
    return None


def _edtf(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    year, month, day = _number(found["year"]), _number(found["month"]), _number(found.get("day") or "")
    if year < CENTURY:
        year += 1900 if year >= PIVOT else 2000
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    if not EARLIEST <= year <= LATEST:
        return None
    return date.isoformat() if day else f"{year:04d}-{month:02d}"


def _number(written: str) -> int:
    if written.isascii():
        return int(written or 0)
    values = [int(unicodedata.numeric(character, 0)) for character in written]
    if 10 not in values:
        return int("".join(map(str, values)))
    ten = values.index(10)
    return (values[ten - 1] if ten else 1) * 10 + sum(values[ten + 1 :])


@functools.cache
def patterns(zone: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of dateline.toml for a zone by rule, in their order."""
    table = rules.load("dateline", frozenset({"pattern"}), frozenset({"zone"}))
    return tuple((rule["id"], re.compile(rule["pattern"])) for rule in table if rule.get("zone", "") == zone)
