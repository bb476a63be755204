"""EDTF dates and intervals as the days they span, so that times of any grain can be compared."""

from __future__ import annotations

import re

FIRST, LAST = "0000-01-01", "9999-12-31"
PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days(time: str | None) -> tuple[str, str] | None:
    """First and last day of an EDTF date or interval; None for anything else.

    >>> days("2020-02")
    ('2020-02-01', '2020-02-29')
    >>> days("2016/2020")
    ('2016-01-01', '2020-12-31')
    >>> days("../2020-12-15")
    ('0000-01-01', '2020-12-15')
    >>> days("2020-13")
    """
    if not time:
        return None
    sides = [side(part.strip().rstrip("~?%")) for part in time.split("/")]
    if len(sides) > 2 or None in sides:
        return None
    first, last = sides[0], sides[-1]
    return (first[0], last[1]) if first and last else None


def side(part: str) -> tuple[str, str] | None:
    """The days of one side of an interval; an open side spans everything."""
    if part in ("", ".."):
        return FIRST, LAST
    match = PART.fullmatch(part)
    if not match or (match[2] and not 1 <= int(match[2]) <= 12):
        return None
    year, month, day = match.groups()
    if day:
        return part, part
    return f"{year}-{month or '01'}-01", f"{year}-{month or '12'}-{month_length(int(year), int(month or 12))}"


def month_length(year: int, month: int) -> int:
    """How many days a month has.

    >>> month_length(1900, 2), month_length(2000, 2)
    (28, 29)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else MONTH_LENGTHS[month - 1]


def is_date(text: str) -> bool:
    """Whether a text is one EDTF date that the calendar has.

    >>> is_date("2020-12-15"), is_date("2020-12"), is_date("2020-02-30"), is_date("15.12.2020")
    (True, True, False, False)
    """
    match = PART.fullmatch(text)
    if not match or (match[2] and not 1 <= int(match[2]) <= 12):
        return False
    return not match[3] or 1 <= int(match[3]) <= month_length(int(match[1]), int(match[2]))
