"""From words to rows: what each word of a query means, as a table of clauses over the store."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from kb import columns
from kb.errors import UsageError
from kb.periods import days

RULES = columns.ROW.index("rules")
YEAR = re.compile(r"((?:19|20)\d\d)[^\x00-\x7f]?")  # 2020, and with the word for year after it


@dataclass(frozen=True)
class Query:
    """What is asked for: free words, and options that all must hold."""

    words: tuple[str, ...] = ()
    place: str | None = None
    metric: str | None = None
    unit: str | None = None
    year: str | None = None
    since: str | None = None
    until: str | None = None
    min: str | None = None
    max: str | None = None
    source: str | None = None
    sort: str | None = None
    limit: int | None = None


class Condition(NamedTuple):
    """A piece of SQL that a fact must satisfy, and one that puts the best facts first."""

    where: str
    values: tuple[object, ...] = ()
    metric_rank: str = ""
    place_rank: str = ""
    rank_values: tuple[object, ...] = ()


Clause = Callable[[sqlite3.Connection, str], Condition | None]


class Plan(NamedTuple):
    """A query understood: its conditions, and the words that nothing in the store matches."""

    conditions: tuple[Condition, ...]
    unknown: tuple[str, ...]


def search(store: sqlite3.Connection, query: Query) -> Iterator[tuple[object, ...]]:
    """The rows (`columns.ROW`) that a query asks for, best first; none where a word is unknown."""
    return found(store, plan(store, query), query)


def found(store: sqlite3.Connection, planned: Plan, query: Query) -> Iterator[tuple[object, ...]]:
    """The rows of a plan; none where a word is unknown."""
    return iter(()) if planned.unknown else rows(store, planned, query)


def plan(store: sqlite3.Connection, query: Query) -> Plan:
    """What each word and option means in this store."""
    asked: list[tuple[Clause, str | None]] = [(word_condition, word) for word in query.words]
    asked += [(CLAUSES[f.name], getattr(query, f.name)) for f in fields(query) if f.name in CLAUSES]
    conditions, unknown = [], []
    for understand, text in asked:
        if text is None:
            continue
        condition = understand(store, unicodedata.normalize("NFKC", text).strip())
        if condition is None:
            unknown.append(text)
        else:
            conditions.append(condition)
    return Plan(tuple(conditions), tuple(unknown))


def count(store: sqlite3.Connection, planned: Plan) -> int:
    """How many facts a plan finds, whatever its limit."""
    values = [value for condition in planned.conditions for value in condition.values]
    sql = f"select count(*) from {JOINED} where {where(planned)}"
    return int(store.execute(sql, values).fetchone()[0])


def rows(store: sqlite3.Connection, planned: Plan, query: Query) -> Iterator[tuple[object, ...]]:
    """The rows of a plan, in order."""
    order, order_values = ordering(planned, query.sort)
    limit = -1 if query.limit is None else query.limit
    values = [value for condition in planned.conditions for value in condition.values]
    sql = f"select {SELECTED} from {JOINED} where {where(planned)} order by {order} limit ?"
    cursor = store.execute(sql, (*values, *order_values, limit))
    return ((*row[:RULES], json.loads(row[RULES]), *row[RULES + 1 :]) for row in cursor)


def where(planned: Plan) -> str:
    """The conditions joined."""
    return " and ".join(condition.where for condition in planned.conditions) or "true"


def ordering(planned: Plan, sort: str | None) -> tuple[str, list[object]]:
    """SQL to order by: what was asked, else exact before narrower, a place before its parts, newer before older."""
    if sort is not None:
        name = sort.removeprefix("-")
        if name not in SORTS:
            raise UsageError(
                f"--sort {sort}: not a column to sort by; take one of {', '.join(SORTS)} (- before it: descending)"
            )
        direction = "desc" if sort.startswith("-") else "asc"
        return f"{SORTS[name]} {direction} nulls last, f.source_id, f.start", []
    by_metric = [condition for condition in planned.conditions if condition.metric_rank]
    by_place = [condition for condition in planned.conditions if condition.place_rank]
    ranks = [condition.metric_rank for condition in by_metric] + [condition.place_rank for condition in by_place]
    values = [value for condition in by_metric + by_place for value in condition.rank_values]
    return ", ".join([*ranks, "f.last_day desc nulls last", "f.source_id", "f.start"]), values


def word_condition(store: sqlite3.Connection, word: str) -> Condition | None:
    """A free word: a year, a place, a metric, or plain text, in this order."""
    for understand in (year_word, place_named, metric_named, text_found):
        if condition := understand(store, word):
            return condition
    return None


def year_word(store: sqlite3.Connection, word: str) -> Condition | None:
    """A year, with or without the word for it."""
    match = YEAR.fullmatch(word)
    return in_year(store, match[1]) if match else None


def in_year(_store: sqlite3.Connection, year: str) -> Condition:
    """Facts whose time touches the year."""
    match = YEAR.fullmatch(year)
    if not match:
        raise UsageError(f"--year {year}: not a year; write it like 2020")
    return Condition("f.first_day <= ? and f.last_day >= ?", (f"{match[1]}-12-31", f"{match[1]}-01-01"))


def since(_store: sqlite3.Connection, time: str) -> Condition:
    """Facts whose time ends on or after a date's first day."""
    return Condition("f.last_day >= ?", (date_days("--since", time)[0],))


def until(_store: sqlite3.Connection, time: str) -> Condition:
    """Facts whose time begins on or before a date's last day."""
    return Condition("f.first_day <= ?", (date_days("--until", time)[1],))


def date_days(option: str, time: str) -> tuple[str, str]:
    """The days of a date that an option gave."""
    spanned = days(time)
    if spanned is None or "/" in time:
        raise UsageError(f"{option} {time}: not a date; write it like 2020, 2020-09 or 2020-09-01")
    return spanned


def at_least(_store: sqlite3.Connection, number: str) -> Condition:
    """Facts of at least this value; of a range, its upper end counts."""
    return Condition("coalesce(f.number_high, f.number) >= ?", (number_given("--min", number),))


def at_most(_store: sqlite3.Connection, number: str) -> Condition:
    """Facts of at most this value."""
    return Condition("f.number <= ?", (number_given("--max", number),))


def number_given(option: str, text: str) -> float:
    """The number that an option gave."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise UsageError(f"{option} {text}: not a number; write it like 6800 or 0.5") from None


def unit_is(_store: sqlite3.Connection, unit: str) -> Condition:
    """Facts counted in this unit."""
    return Condition("f.unit = ?", (unit,))


def place_named(store: sqlite3.Connection, word: str) -> Condition | None:
    """Facts about a place or its parts: full or short name, statistical code, or path (`甘肃/兰州`)."""
    paths = place_paths(store, word)
    if not paths:
        return None
    part = "f.place = ? or f.place >= ? and f.place < ?"  # a range, so that the index is used; 0 comes right after /
    values = [value for path in paths for value in (path, f"{path}/", f"{path}0")]
    itself = f"f.place not in ({marks(paths)})"
    return Condition(
        f"({' or '.join([part] * len(paths))})", tuple(values), place_rank=itself, rank_values=tuple(paths)
    )


def place_paths(store: sqlite3.Connection, word: str) -> list[str]:
    """The places of the store that a word can mean."""
    *above, last = [part for part in word.split("/") if part] or [word]
    return [row[0] for row in store.execute(PLACE_PATHS, {"word": last}) if lies_in(store, row[0], above)]


def lies_in(store: sqlite3.Connection, path: str, above: list[str]) -> bool:
    """Whether the names stand above a place, in their order."""
    if not above:
        return True
    parts = path.split("/")
    names = [
        {row[0] for row in store.execute(PLACE_NAMES, {"path": "/".join(parts[:end])})} for end in range(1, len(parts))
    ]
    rest = iter(names)
    return all(any(name in candidates for candidates in rest) for name in above)


def metric_named(store: sqlite3.Connection, word: str) -> Condition | None:
    """Facts of a metric of the vocabulary with its narrower terms, or of metrics whose words contain it."""
    exact = [row[0] for row in store.execute(METRIC_IDS, {"word": word})]
    narrower = [row[0] for row in store.execute(NARROWER.format(marks(exact)), exact)] if exact else []
    rank = f"case when f.metric = ? then 0 when f.metric_id in ({marks(exact)}) then 1 else 2 end"
    clause = f"(f.metric_id in ({marks(narrower)}) or instr(f.metric, ?) > 0)"
    if not store.execute(f"select 1 from fact f where {clause} limit 1", (*narrower, word)).fetchone():
        return None
    return Condition(clause, (*narrower, word), metric_rank=rank, rank_values=(word, *exact))


def text_found(store: sqlite3.Connection, word: str) -> Condition | None:
    """Facts whose sentence contains a text."""
    clause = "instr(f.context, ?) > 0"
    found = word and store.execute(f"select 1 from fact f where {clause} limit 1", (word,)).fetchone()
    return Condition(clause, (word,)) if found else None


def from_source(store: sqlite3.Connection, word: str) -> Condition | None:
    """Facts of the sources whose id begins so, or whose title, publisher or path contains the word."""
    ids = [row[0] for row in store.execute(SOURCE_IDS, {"word": word})]
    return Condition(f"f.source_id in ({marks(ids)})", tuple(ids)) if ids else None


def marks(values: list[str]) -> str:
    """As many question marks as values.

    >>> marks(["a", "b"])
    '?, ?'
    """
    return ", ".join("?" * len(values))


CLAUSES: dict[str, Clause] = {
    "place": place_named,
    "metric": metric_named,
    "unit": unit_is,
    "year": in_year,
    "since": since,
    "until": until,
    "min": at_least,
    "max": at_most,
    "source": from_source,
}
SORTS = {
    "value": "f.number",
    "unit": "f.unit",
    "metric": "f.metric",
    "place": "f.place",
    "time": "f.last_day",
    "confidence": "f.confidence",
    "title": "s.title",
    "published": "s.published",
}
FIRST_PATH = "(select min(path) from location where source_id = s.id)"
SELECTED = ", ".join(
    [f'f."{name}"' for name in columns.FACT]
    + [
        {"source_id": "s.id", "path": "(select min(path) from location l where l.source_id = s.id)"}.get(
            name, f"s.{name}"
        )
        for name in columns.SOURCE
    ]
)
PLACE_PATHS = """
select path from place where name = :word or code = :word
union select path from place_alias where alias = :word
order by path
"""
PLACE_NAMES = """
select name from place where path = :path union select code from place where path = :path
union select alias from place_alias where path = :path
"""
JOINED = "fact f join source s on s.id = f.source_id"
METRIC_IDS = """
select id from metric where id = :word or name = :word
union select metric_id from metric_alias where alias = :word
"""
NARROWER = """
with recursive narrower(id) as (
  select id from metric where id in ({})
  union select metric.id from metric join narrower on metric.broader = narrower.id
)
select id from narrower
"""
SOURCE_IDS = """
select id from source
where id like :word || '%' or instr(title, :word) > 0 or instr(publisher, :word) > 0
   or id in (select source_id from location where instr(path, :word) > 0)
"""
