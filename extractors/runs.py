"""Names that follow one another directly, each inside the one before: 射阳县合德镇凤凰社区 is one run, not three names.

>>> from extractors.toponyms import toponyms
>>> [(run.level, run.tail) for run in runs_of(toponyms("2021年，射阳县合德镇凤凰社区有党员128名。"))]
[('community', ('凤凰社区',))]
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.place_rules import RANKS, Toponym, place_rules, rule_of
from schema import gazetteer
from schema.gazetteer import Entry


class Run(NamedTuple):
    """Names that follow one another directly, each inside the one before, and what they can mean."""

    start: int
    end: int
    level: str
    options: tuple[Entry, ...]
    tail: tuple[str, ...]
    rule: str
    sure: bool
    word: str
    lead: str = ""  # the short name that the last name but one was told by: it may only be the beginning of the next

    @property
    def rank(self) -> int:
        """How deep the last name is."""
        return RANKS[self.level]


def runs_of(names: Sequence[Toponym]) -> list[Run]:
    """The names joined into runs."""
    runs: list[Run] = []
    for name, behind in zip(names, [*names[1:], None], strict=False):
        alone = Run(name.start, name.end, name.level, name.entries, (), name.rule, name.sure, name.text)
        if not name.entries:
            alone = alone._replace(tail=(name.text,), options=namesake(name))
        if runs and runs[-1].end == name.start and is_twin(runs[-1], name, behind):
            runs[-1] = runs[-1]._replace(end=name.end)
        elif runs and runs[-1].end == name.start and (longer := joined(runs[-1], name)):
            runs[-1] = longer
        elif name.rule not in only_behind() and name.level != "regiment" and (name.entries or name.level != "county"):
            runs.append(alone)
    return runs


@functools.cache
def only_behind() -> frozenset[str]:
    """The rules of names that stand right behind a place of one level alone (六连, not 发展连翘)."""
    return frozenset(rule["id"] for rule in place_rules() if "inside" in rule)


def namesake(name: Toponym) -> tuple[Entry, ...]:
    """The counties and cities that a zone has its name from (昆山经济技术开发区)."""
    found = (gazetteer.short_named(name.text[:end]) for end in (3, 2)) if name.level == "zone" else ()
    return next((entries for entries in found if entries), ())


def joined(run: Run, name: Toponym) -> Run | None:
    """The run with this name at its end, if it lies inside."""
    if name.entries:
        below = tuple(entry for entry in name.entries if any(inside(entry, option) for option in run.options))
        far = (
            run.level == "province"
            and name.text in rule_of("short")["ordinary"]
            and below
            and below[0].level == "county"
        )
        again = any(name.text in option.short for option in run.options)  # 湘潭市湘潭经开区 is not in 湘潭县
        if run.tail or not below or far or again:
            return None
        known = run.rule if name.rule.startswith(run.rule) else name.rule
        return run._replace(end=name.end, level=below[0].level, options=below, rule=known, sure=True, word=name.text)
    if name.level == "regiment" and not all(option.code is None for option in run.options):
        return None
    if name.level == "county" and (run.tail or run.level not in ("province", "city")):
        return None
    grown = run._replace(end=name.end, level=name.level, rule=name.rule, sure=True, word=name.text)
    if RANKS[name.level] <= run.rank and run.level != "county":
        return None
    if name.level == "town" and not run.tail and (found := towns_under(run.options, name.text)):
        return grown._replace(options=found)
    lead = run.word if run.rule == rule_of("short")["id"] and not run.tail and run.rank < grown.rank else ""
    return grown._replace(tail=(*run.tail, name.text), lead=lead) if run.sure and name.sure else None


def is_twin(run: Run, name: Toponym, behind: Toponym | None) -> bool:
    """Is this the city of a division of the corps, before one of its regiments (第六师五家渠市一〇一团)?"""
    if behind is None or behind.level != "regiment" or behind.start != name.end or run.tail or run.level != "county":
        return False
    regions = {option.path.partition("/")[0] for option in run.options if option.code is None}
    return any(entry.path.rpartition("/")[0] in regions for entry in name.entries)


def inside(entry: Entry, above: Entry) -> bool:
    """Does one place lie in the other?"""
    return entry.path.startswith(above.path + "/")


def towns_under(options: Iterable[Entry], name: str) -> tuple[Entry, ...]:
    """The towns of this name in any of these counties, cities or provinces."""
    codes = gazetteer.town_codes().get(name, "").split()
    if not codes:
        return ()
    areas = tuple(area(option) for option in options)
    return tuple(gazetteer.town_entry(code) for code in codes if code.startswith(areas)) if areas else ()


def area(entry: Entry) -> str:
    """What the codes of all towns of a place begin with."""
    digits = {"province": 2, "city": 4, "county": 6, "town": 9}[entry.level]
    return entry.key[:digits]


def is_open(run: Run) -> bool:
    """Are there several counties of this name (and no city, which would come first)?"""
    return len(run.options) > 1 and all(option.level == "county" for option in run.options)
