"""Times that are told from other times: the same months a year before, some days from a date, the years of a plan.

>>> year_before("2021-01/2021-06"), day_of("2017-01-22", -1), plan_before("这是“十三五”交出的成绩单。", 13)
('2020-01/2020-06', '2017-01-21', '2016/2020')
"""

from __future__ import annotations

import datetime
import functools
import re

from extractors import rules
from extractors.moments import rule_of

PLAN_RULE = "time-plan"
YEAR = re.compile(r"[0-9]{4}")
WITHIN = 80  # characters before a time in which the plan stands that its years are those of


def year_before(edtf: str | None) -> str | None:
    """The same part of the year before, None for what is longer than a year."""
    years = set(YEAR.findall(edtf or ""))
    return YEAR.sub(lambda year: f"{int(year[0]) - 1:04}", edtf or "") if len(years) == 1 else None


def day_of(published: str, shift: int) -> str | None:
    """The day so many days from a date, None where the date names no day."""
    try:
        return (datetime.date.fromisoformat(published) + datetime.timedelta(days=shift)).isoformat()
    except ValueError:
        return None


def plan_before(text: str, position: int) -> str | None:
    """The years of the plan that a text names last before a position, in the same paragraph."""
    begin = max(text.rfind("\n", 0, position), position - WITHIN, 0)
    names = plan_names()
    found = [match.group() for match in plan_pattern().finditer(text, begin, position)]
    return names[found[-1]] if found else None


@functools.cache
def plan_names() -> dict[str, str]:
    """The plans by their names in quotation marks."""
    rule = rule_of(PLAN_RULE)
    return {f"{rule['open']}{name}{rule['close']}": f"{first}/{last}" for name, first, last in rule["names"]}


@functools.cache
def plan_pattern() -> re.Pattern[str]:
    """The name of any plan."""
    return re.compile(rules.any_of(plan_names()))
