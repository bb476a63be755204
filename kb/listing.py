"""What a store holds, counted: places, metrics, sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from kb.errors import UsageError

PLACES = """
select p.path, p.code, p.level,
       (select count(*) from fact f
        where f.place = p.path or f.place >= p.path || '/' and f.place < p.path || '0') as facts
from place p order by p.path
"""
METRICS = """
select f.metric, f.metric_id, m.name as entry, count(*) as facts
from fact f left join metric m on m.id = f.metric_id
group by f.metric, f.metric_id order by facts desc, f.metric
"""
SOURCES = """
select s.id as source_id, s.title, s.publisher, s.published, s.place, s.url,
       (select min(path) from location l where l.source_id = s.id) as path, s.encoding,
       (select count(*) from fact f where f.source_id = s.id) as facts
from source s order by s.published desc nulls last, s.title, s.id
"""
LISTS = {"places": PLACES, "metrics": METRICS, "sources": SOURCES}


def listing(store: sqlite3.Connection, what: str) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """The columns and rows of one of the lists; a place counts the facts of its parts too."""
    if what not in LISTS:
        raise UsageError(f"{what}: nothing to list; take one of {', '.join(LISTS)}")
    cursor = store.execute(LISTS[what])
    return [column[0] for column in cursor.description], iter(cursor)
