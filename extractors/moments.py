"""What the words of a time say by themselves: 去年上半年 is half a year, one before publication.

The words stand in rules/times.toml; times finds where they stand in a text, dating says what they date there.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from typing import Any, Literal

from extractors import rules

Base = Literal["absolute", "published", "context", "month", "quarter", "day"]
COUNTED = ("numeral", "years", "decade", "months", "era", "short_year", "crossing")  # what is written in numerals
REQUIRED = frozenset({"means"})
OPTIONAL = frozenset(
    "pattern words names parts months shift direction front after before stop close since until open reach without "  # noqa: SIM905
    "look_back retrospect future pieces tail year_signs ends aside since_name styles digits ten unless_before "
    "unless_after first pivot hundred edge marks".split()
)


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """What the words of a time say by themselves: years counted from `base`, months and days where given."""

    rule: str
    base: Base
    year: int = 0
    last_year: int = 0
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    open: bool = False  # it goes on until publication
    look_back: bool = False  # early in a year it means the year before

    def edtf(self, year: int = 0) -> str:
        """The moment with years counted from `year`.

        >>> Moment("time-half", "context", months=(1, 6)).edtf(2020)
        '2020-01/2020-06'
        """
        first, last = f"{year + self.year:04}", f"{year + self.last_year:04}"
        if self.months:
            first, last = f"{first}-{self.months[0]:02}", f"{last}-{self.months[1]:02}"
        if self.days:
            first, last = f"{first}-{self.days[0]:02}", f"{last}-{self.days[1]:02}"
        return first if first == last else f"{first}/{last}"


@functools.lru_cache(maxsize=4096)
def read(surface: str) -> Moment | None:
    """What the words of a time say by themselves, None where they cannot be a time.

    >>> read("去年上半年").edtf(2020)
    '2019-01/2019-06'
    """
    match = _until().match(surface)
    core = surface[match.end() :] if match else surface
    since = _trailing().search(core)
    moment = _read_word(core) or _read_word(core[: since.start()] if since else core)
    moment = moment or _read_numeral(core[: since.start()] if since else core)
    if moment and since and moment.base == "absolute" and not moment.open:
        return dataclasses.replace(moment, open=True)
    return moment


def _read_word(core: str) -> Moment | None:
    match = word_pattern().match(core)
    if not match:
        return None
    moment, tail = vocabulary()[match["word"]], core[match.end("word") :]
    if not tail:
        return moment
    parts = [_part(piece) for piece in _tail().findall(tail)]
    return _joined(moment, parts) if parts else moment


def _read_numeral(core: str) -> Moment | None:
    return _read_years(core) or _read_decade(core) or _read_months(core) or _read_special_year(core) or _read_date(core)


def _read_years(core: str) -> Moment | None:
    """近三年 and 未来五年: as many years, this one included."""
    for rule in rules_meaning("years"):
        match = _compiled(rule["pattern"]).fullmatch(core)
        if match:
            count = _count(match["count"])
            ahead = rule["direction"] == "ahead"
            first, last = (0, count - 1) if ahead else (1 - count, 0)
            moment = Moment(rule["id"], "published", first, last, look_back=rule.get("look_back", False))
            return moment if count > 1 else None
    return None


def _read_decade(core: str) -> Moment | None:
    for rule in rules_meaning("decade"):
        match = _compiled(rule["pattern"]).fullmatch(core)
        if match:
            year = 1900 + _count(match["decade"])
            return Moment(rule["id"], "absolute", year, year + 9)
    return None


def _read_months(core: str) -> Moment | None:
    """十个月来: as long as that takes, up to publication; its year."""
    rule = next((rule for rule in rules_meaning("months") if _compiled(rule["pattern"]).fullmatch(core)), None)
    return Moment(rule["id"], "published") if rule else None


def _read_special_year(core: str) -> Moment | None:
    """Years that are not written in full: 民国97年, 08年, 2021/22财政年度.

    >>> [_read_special_year(words).edtf() for words in ("民国97年", "民国一百零八年", "08年底", "2021/22财政年度")]
    ['2008', '2019', '2008', '2021/2022']
    """
    for means, years in (("era", _era_years), ("short_year", _short_years), ("crossing", _crossing_years)):
        for rule in rules_meaning(means):
            match = _compiled(rule["pattern"]).match(core + _date_rule()["edge"])
            if match:
                first, last = years(rule, match)
                return Moment(rule["id"], "absolute", first, last) if first <= last else None
    return None


def _era_years(rule: dict[str, Any], match: re.Match[str]) -> tuple[int, int]:
    hundreds, hundred, rest = match["era"].rpartition(_date_rule()["hundred"])
    if hundred:
        number = 100 * _count(hundreds) + _count(rest.lstrip("".join(_date_rule()["digits"][0])))
    else:
        number = _year(rest) if all(char in _digits() for char in rest) else _count(rest)
    return (rule["first"] + number,) * 2


def _short_years(rule: dict[str, Any], match: re.Match[str]) -> tuple[int, int]:
    short = int(match["short"][:2])
    return (short + (1900 if short >= rule["pivot"] else 2000),) * 2


def _crossing_years(rule: dict[str, Any], match: re.Match[str]) -> tuple[int, int]:
    first = int(match["from"])
    return first, first // 100 * 100 + int(match["to"])


def _read_date(core: str) -> Moment | None:
    """A date in numerals, or from one to another: 2018—2020年, 2020年1至9月, 6月23日."""
    date, month = rules_meaning("numeral")
    figures = _figures().fullmatch(core)
    if figures:
        year, months, days = (int(figures[name]) for name in ("year", "month", "day"))
        return _checked(Moment(date["id"], "absolute", year, year, (months, months), (days, days)))
    years = [_year(found) for found in _years().findall(core)]
    parts = [_part(piece) for piece in _tail().findall(_years().sub("", core))]
    if not years:
        return _checked(_joined(Moment(month["id"], "context"), parts)) if parts else None
    moment = _joined(Moment(date["id"], "absolute", years[0], years[-1]), parts)
    return _checked(moment) if years[0] <= years[-1] else None


Part = tuple[tuple[int, int] | None, int | None]


def _joined(moment: Moment, parts: list[Part]) -> Moment:
    """The moment from the first to the last of the parts read."""
    months = [months for months, _ in parts if months]
    days = [day for _, day in parts if day]
    return dataclasses.replace(
        moment,
        months=(months[0][0], months[-1][1]) if months else None,
        days=(days[0], days[-1]) if months and days and len(days) == len(parts) else None,
    )


def _checked(moment: Moment) -> Moment | None:
    """The moment, None where its months run backwards within a year."""
    backwards = moment.months and moment.year == moment.last_year and moment.months[0] > moment.months[1]
    return None if backwards else moment


def _part(piece: tuple[str, str, str, str]) -> Part:
    """Months and day of one piece after a year: a month with its day, or words such as 上半年."""
    words, month, day, lone_day = piece
    if words:
        return _parts()[words], None
    number = _count(month)
    return (number, number) if month else None, _count(day or lone_day) or None


def _year(numeral: str) -> int:
    return int("".join(str(_digits()[char]) for char in numeral))


def _count(numeral: str) -> int:
    """The number up to 99 that digits or Chinese numerals write, 0 for nothing.

    >>> _count("二十三"), _count("07")
    (23, 7)
    """
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition(_date_rule()["ten"])
    high = 10 * (_digits()[tens] if tens else 1) if ten else 0
    return high + (_digits()[ones] if ones else 0)


@functools.cache
def rule_of(name: str) -> dict[str, Any]:
    """The rule of an id."""
    return {rule["id"]: rule for rule in rules.load("times", REQUIRED, OPTIONAL)}[name]


@functools.cache
def rules_that(means: str) -> frozenset[str]:
    """The ids of the rules that read times in one way, or have the flag."""
    table = rules.load("times", REQUIRED, OPTIONAL)
    return frozenset(rule["id"] for rule in table if rule["means"] == means or rule.get(means) is True)


def rules_meaning(means: str) -> list[dict[str, Any]]:
    """The rules that read times in one way."""
    return [rule for rule in rules.load("times", REQUIRED, OPTIONAL) if rule["means"] == means]


def _date_rule() -> dict[str, Any]:
    return _numeral_rules()[0]


@functools.cache
def _numeral_rules() -> tuple[dict[str, Any], ...]:
    return tuple(rules_meaning("numeral"))


@functools.cache
def _digits() -> dict[str, int]:
    return {char: value for value, chars in enumerate(_date_rule()["digits"]) for char in chars}


@functools.cache
def _parts() -> dict[str, tuple[int, int] | None]:
    """Months of each part of a year, none for the whole of it."""
    return {
        words: (months[0], months[1]) if months else None
        for rule in rules_meaning("part")
        for words, months in rule["parts"].items()
    }


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_filled(pattern))


def _filled(pattern: str) -> str:
    """The pattern with its {pieces} put in."""
    for name, piece in _date_rule()["pieces"]:
        pattern = pattern.replace("{" + name + "}", piece)
    return pattern.replace("{half}", rules.any_of(_parts()))


def anchor_pattern() -> re.Pattern[str]:
    """The 年, 月 or mark without which no numerals are a time."""
    return _compiled("{anchor}")


@functools.cache
def numeral_pattern() -> re.Pattern[str]:
    """Any time in numerals."""
    counted = [rule["pattern"] for means in COUNTED for rule in rules_meaning(means)]
    patterns = [re.sub(r"\(\?P<\w+>", "(?:", _filled(pattern)) for pattern in counted]
    return re.compile("|".join(patterns))


def _years() -> re.Pattern[str]:
    return _compiled("{year}")


def _tail() -> re.Pattern[str]:
    return _compiled(_date_rule()["tail"])


@functools.cache
def _figures() -> re.Pattern[str]:
    return re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})")


@functools.cache
def _until() -> re.Pattern[str]:
    return re.compile(rules.any_of(_date_rule()["until"]))


@functools.cache
def until_words() -> tuple[str, ...]:
    """截至 and the like."""
    return tuple(_date_rule()["until"])


def years_in(surface: str) -> tuple[int, ...]:
    """The years that a time in numerals names.

    >>> years_in("2027年、2028年")
    (2027, 2028)
    """
    return tuple(map(_year, _years().findall(surface)))


@functools.cache
def until_before() -> re.Pattern[str]:
    """截至 before a time."""
    return re.compile(rules.any_of(_date_rule()["until"]) + r"\Z")


@functools.cache
def since_after() -> re.Pattern[str]:
    """以来 after a time."""
    return re.compile(rules.any_of(_date_rule()["since"]))


@functools.cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"{rules.any_of(_date_rule()['since'])}\Z")


@functools.cache
def word_pattern() -> re.Pattern[str]:
    """Any time in words, grouped by first characters: `re` skips to those, and tries few words at each."""
    groups: dict[str, list[str]] = {}
    for word in vocabulary():
        groups.setdefault(word[0], []).append(word[1:])
    words = "|".join(first + rules.any_of(rest) for first, rest in sorted(groups.items()))
    year = _date_rule()["year_signs"]
    return re.compile(rf"(?P<word>{words})" + _filled(rf"(?:(?<=[{year}]){{part}})?"))


@functools.cache
def vocabulary() -> dict[str, Moment]:
    """What each time in words says."""
    known: dict[str, Moment] = {}
    for rule in rules.load("times", REQUIRED, OPTIONAL):
        build = BUILDERS.get(rule["means"])
        known |= build(rule) if build else {}
    return known


def _relative(rule: dict[str, Any]) -> dict[str, Moment]:
    shift, back = rule.get("shift", 0), rule.get("look_back", False)
    return {word: Moment(rule["id"], rule["means"], shift, shift, look_back=back) for word in rule["words"]}


def _of_year(rule: dict[str, Any]) -> dict[str, Moment]:
    words = rule.get("parts") or rule.get("words") or [a + b for a in rule["names"] for b in rule["after"]]
    moment = Moment(rule["id"], "context", look_back=rule.get("look_back", False))
    return {word: dataclasses.replace(moment, months=_parts().get(word)) for word in words}


def _fixed(rule: dict[str, Any]) -> dict[str, Moment]:
    known = {}
    for name, first, last in rule["names"]:
        names = (name, f"{rule.get('open', '')}{name}{rule.get('close', '')}")
        for front, called, after in itertools.product(rule.get("front", [""]), names, rule.get("after", [""])):
            known[f"{front}{called}{after}"] = _fixed_moment(rule, first, last, after)
    return known


def _fixed_moment(rule: dict[str, Any], first: str, last: str, after: str) -> Moment:
    year, _, month = first.partition("-")
    end = int(last or year)
    start = end if after in rule.get("ends", []) else int(year)
    months = (int(month), int(month)) if month else None
    return Moment(rule["id"], "absolute", start, end, months, open=not last or after in rule.get("since", []))


def _of_day(rule: dict[str, Any]) -> dict[str, Moment]:
    return {word: Moment(rule["id"], "day", shift, shift) for word, shift in rule["names"]}


BUILDERS = {
    "day": _of_day,
    "published": _relative,
    "month": _relative,
    "quarter": _relative,
    "context": _of_year,
    "year_edge": _of_year,
    "feast": _of_year,
    "part": _of_year,
    "fixed": _fixed,
}
