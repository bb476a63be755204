"""The places of China by code, name and path: provinces, cities, counties, towns; pure look-ups over cached tables.

Paths run from the province down (`甘肃省/兰州市/西固区`). Former names keep the path they had
and the code of the unit that took their place. Towns are read only when one is asked for.

>>> [entry.path for entry in named("西固区")]
['甘肃省/兰州市/西固区']
>>> for_path("湖北省/仙桃市").code
'429004'
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib import resources
from itertools import islice
from typing import Literal, NamedTuple

from schema import own_places
from schema.in_use import cached, own_rows

Level = Literal["province", "city", "county", "town"]

TOP = "-"  # the parent of a province
CORPS = "x"  # first letter of the keys that are no statistical codes


class Entry(NamedTuple):
    """One place: `code` is None where the statistics have none; `former` marks a name no longer in use."""

    key: str
    name: str
    level: Level
    path: str
    parent: str
    short: tuple[str, ...] = ()
    former: bool = False

    @property
    def code(self) -> str | None:
        """The statistical code: 6 digits to the county, 9 for a town."""
        return None if self.key.startswith(CORPS) else self.key


class Tables(NamedTuple):
    """The places down to the county, by everything they are looked up by."""

    by_key: dict[str, Entry]
    by_name: dict[str, tuple[Entry, ...]]
    by_short: dict[str, tuple[Entry, ...]]
    by_former: dict[str, tuple[Entry, ...]]
    by_path: dict[str, Entry]
    below: dict[str, tuple[Entry, ...]]


def by_code(code: str) -> Entry | None:
    """The place that a statistical code stands for.

    >>> by_code("620104").name, by_code("320924100").path
    ('西固区', '江苏省/盐城市/射阳县/合德镇')
    """
    entry = tables().by_key.get(code)
    if entry is None and len(code) == 9 and code in town_names():
        return town_entry(code)
    return entry


def named(name: str) -> tuple[Entry, ...]:
    """The provinces, cities and counties with this official name.

    >>> sorted(entry.path for entry in named("朝阳区"))
    ['北京市/朝阳区', '吉林省/长春市/朝阳区']
    """
    return tables().by_name.get(name, ())


def short_named(name: str) -> tuple[Entry, ...]:
    """The places with this short name.

    >>> [entry.path for entry in short_named("甘南州")]
    ['甘肃省/甘南藏族自治州']
    """
    return tables().by_short.get(name, ())


def formerly(name: str) -> tuple[Entry, ...]:
    """The units that once had this name: the path of then, the code of the successor.

    >>> [(entry.path, entry.code) for entry in formerly("襄樊市")]
    [('湖北省/襄樊市', '420600')]
    """
    return tables().by_former.get(name, ())


def towns(name: str) -> tuple[Entry, ...]:
    """The towns, townships and streets with this name.

    >>> [entry.path for entry in towns("合德镇")]
    ['江苏省/盐城市/射阳县/合德镇']
    """
    return tuple(town_entry(code) for code in town_codes().get(name, "").split())


def find(name: str) -> tuple[Entry, ...]:
    """Everything with this name: official before short before former before towns.

    >>> [entry.path for entry in find("兰州")]
    ['甘肃省/兰州市']
    """
    for look_up in (named, short_named, formerly, towns):
        if found := look_up(name):
            return found
    return ()


def town_of(county: str, name: str) -> str | None:
    """The code of a town within a county (or a city without counties), both as the statistics write them.

    >>> town_of("320924", "合德镇"), town_of("320924", "城关镇")
    ('320924100', None)
    """
    codes = town_codes().get(name)
    return next((code for code in codes.split() if within(county, code)), None) if codes else None


def within(county: str, town: str) -> bool:
    """Is this town of that county?"""
    return holder_of(town) == county


def for_path(path: str) -> Entry | None:
    """The deepest official place on a path.

    >>> for_path("江苏省/盐城市/射阳县/合德镇/凤凰社区").code
    '320924100'
    """
    parts = path.split("/")
    for end in range(len(parts), 0, -1):
        entry = tables().by_path.get("/".join(parts[:end]))
        if entry is None:
            continue
        town = town_of(entry.key, parts[end]) if end < len(parts) else None
        return entry if town is None else town_entry(town)
    return None


def ancestors(path: str) -> tuple[Entry, ...]:
    """The official places on a path, from the province down to the deepest.

    >>> [entry.name for entry in ancestors("甘肃省/兰州市/西固区/某某社区")]
    ['甘肃省', '兰州市', '西固区']
    """
    entry = for_path(path)
    chain: list[Entry] = []
    while entry is not None:
        chain.append(entry)
        entry = tables().by_key.get(entry.parent)
    return tuple(reversed(chain))


def children(entry: Entry) -> tuple[Entry, ...]:
    """The places right under one, towns too.

    >>> [child.name for child in children(for_path("甘肃省/兰州市"))][:3]
    ['城关区', '七里河区', '西固区']
    """
    holds_towns = entry.level in ("city", "county")
    codes = sorted(code for code in town_names() if within(entry.key, code)) if holds_towns else []
    return tables().below.get(entry.key, ()) + tuple(town_entry(code) for code in codes)


def complete(path: str) -> str:
    """The path with its provinces and cities filled in where only one reading is possible.

    >>> complete("杭锦旗"), complete("兰州市/城关区"), complete("某某社区")
    ('内蒙古自治区/鄂尔多斯市/杭锦旗', '甘肃省/兰州市/城关区', '某某社区')
    """
    parts = [part for part in path.split("/") if part]
    if not parts or (parts[0] in tables().by_path and "/" not in parts[0] and named(parts[0])[0].level == "province"):
        return filled(parts)
    readings = [
        entry.path
        for entry in find(parts[0])
        if len(parts) == 1 or any(child.path == f"{entry.path}/{parts[1]}" for child in descendants(entry, parts[1]))
    ]
    if not readings:
        readings = [entry.path for entry in find(parts[0])]
    return filled([*readings[0].split("/"), *parts[1:]]) if len(readings) == 1 else "/".join(parts)


def filled(parts: list[str]) -> str:
    """The path with the levels between two of its parts put in (安徽省/寿县: 安徽省/淮南市/寿县)."""
    done = "/".join(parts[:1])
    for part in parts[1:]:
        above = tables().by_path.get(done)
        below = [] if above is None else descendants(above, part)
        done = below[0].path if len(below) == 1 else f"{done}/{part}"
    return done


def descendants(entry: Entry, name: str) -> list[Entry]:
    """The places of this name somewhere under one."""
    return [each for each in named(name) or formerly(name) if each.path.startswith(entry.path + "/")]


def suggest(name: str, most: int = 5) -> tuple[str, ...]:
    """Names that look like this one, for a question back to the reader.

    >>> suggest("西周区")[0] in {"西固区", "相州区", "西湖区", "西区", "西市区", "郑州市"} or suggest("西周区")
    True
    """
    known = [each for each in (*tables().by_name, *tables().by_short, *tables().by_former) if set(each) & set(name)]
    return tuple(difflib.get_close_matches(name, known, most, 0.5))


@cached()
def tables() -> Tables:
    """The table of places and that of changes, read once.

    Raises `VocabularyError` for a file of the reader that cannot be used.
    """
    by_key: dict[str, Entry] = {}
    waiting = own_places.places({row[0]: row for row in rows("places.tsv")}).values()
    for key, name, level, parent, short in sorted(waiting, key=lambda row: (row[2] != "province", row[2] != "city")):
        path = name if parent == TOP else f"{by_key[parent].path}/{name}"
        by_key[key] = Entry(key, name, level, path, parent, tuple(short.split()))  # type: ignore[arg-type]
    by_name: dict[str, list[Entry]] = {}
    by_short: dict[str, list[Entry]] = {}
    below: dict[str, list[Entry]] = {}
    for entry in by_key.values():
        by_name.setdefault(entry.name, []).append(entry)
        below.setdefault(entry.parent, []).append(entry)
        for short in entry.short:
            by_short.setdefault(short, []).append(entry)
    former = {name: tuple(found) for name, found in changed(by_key).items()}
    by_path = {entry.path: entry for entries in former.values() for entry in entries}
    by_path |= {entry.path: entry for entry in by_key.values()}
    return Tables(by_key, frozen(by_name), frozen(by_short), former, by_path, frozen(below))


def changed(by_key: dict[str, Entry]) -> dict[str, list[Entry]]:
    """The former names, each with the level and the key of its successor."""
    former: dict[str, list[Entry]] = {}
    for _, name, path, key, _ in rows("place_changes.tsv"):
        now = by_key[key]
        former.setdefault(name, []).append(Entry(key, name, now.level, path, now.parent, (), True))
    return former


def frozen(lists: dict[str, list[Entry]]) -> dict[str, tuple[Entry, ...]]:
    """The same with tuples, so that nobody changes what is cached."""
    return {key: tuple(entries) for key, entries in lists.items()}


@cached()
def town_codes() -> dict[str, str]:
    """Town names, each with its codes (blank between them): strings, because there are forty thousand."""
    codes: dict[str, str] = {}
    for code, name in town_names().items() if own_rows("towns") else rows("towns.tsv"):
        codes[name] = f"{codes[name]} {code}" if name in codes else code
    return codes


@cached()
def town_names() -> dict[str, str]:
    """Town codes, each with its name."""
    return own_places.towns(dict(rows("towns.tsv")), tables().by_key)


def town_entry(code: str) -> Entry:
    """The entry of a town."""
    name, holder = town_names()[code], holder_of(code)
    return Entry(code, name, "town", f"{tables().by_key[holder].path}/{name}", holder)


def holder_of(town: str) -> str:
    """The county of a town, or its city where there are no counties."""
    return town[:6] if town[:6] in tables().by_key else town[:4] + "00"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of the vocabulary, its comment and the line of its columns aside."""
    text = resources.files("schema").joinpath("vocabulary", name).read_text(encoding="utf-8")
    return islice((line.split("\t") for line in text.split("\n") if line and not line.startswith("#")), 1, None)
