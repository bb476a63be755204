"""Writing the store: SQLModel's tables, SQLAlchemy Core's bulk inserts, one transaction for each batch of documents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from kb import columns, store, vocabulary
from kb.errors import KbError
from kb.periods import days
from schema import tables
from schema.record import Fact

# From each version to the next, the statements that lead there: MIGRATIONS[0] takes a store of version 1 to 2.
MIGRATIONS: tuple[tuple[str, ...], ...] = ()


@contextmanager
def writable(path: Path, reads: bool = True) -> Iterator[Engine]:
    """An engine over the store, made if it is not there; for what reads texts, with the vocabulary in use in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KbError(f"{path.parent}: cannot be made ({error.strerror}); give another place with --db") from None
    if path.is_dir() or (path.exists() and not store.is_blank(path)):
        store.open_store(path).close()
    engine = engine_of(path)
    try:
        with transaction(engine) as connection:
            prepare(connection, reads)
        yield engine
    except DatabaseError as error:
        raise KbError(f"{path}: {error.orig}; nothing of this batch was written") from None
    finally:
        engine.dispose()


def engine_of(path: Path) -> Engine:
    """An engine whose connections keep the rules: foreign keys, WAL, waiting for others, transactions begun by us."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 60})
    event.listen(engine, "connect", keep_rules)
    event.listen(engine, "begin", begin_immediate)
    return engine


def keep_rules(connection: sqlite3.Connection, _record: object) -> None:
    """Set what SQLite leaves off."""
    connection.isolation_level = None  # else the module begins transactions by itself, and late
    for pragma in ("foreign_keys = on", "busy_timeout = 60000", "journal_mode = wal", "synchronous = normal"):
        connection.execute(f"pragma {pragma}")


def begin_immediate(connection: Connection) -> None:
    """Take the writer's lock at once, so that what is read in the transaction still holds when it writes."""
    connection.exec_driver_sql("begin immediate")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction; references are checked at its end, so that rows can come in any order."""
    with engine.begin() as connection:
        connection.exec_driver_sql("pragma defer_foreign_keys = on")
        yield connection


def prepare(connection: Connection, reads: bool) -> None:
    """Make the tables where they are missing, and bring the vocabulary's rows up to date for what reads texts."""
    if not connection.exec_driver_sql("select 1 from sqlite_master where name = 'store'").first():
        SQLModel.metadata.create_all(connection)
        connection.execute(insert(table(tables.Store)).values(id=1, version=tables.VERSION))
        connection.exec_driver_sql(f"pragma user_version = {tables.VERSION}")
    if not reads:
        return
    wanted = vocabulary.metrics()
    columns = table(tables.Metric).c
    stored = {tuple(row) for row in connection.execute(select(columns.id, columns.name, columns.broader, columns.top))}
    aliases = {tuple(row) for row in connection.execute(select(table(tables.MetricAlias)))}
    if stored != {(m.id, m.name, m.broader, m.top) for m in wanted} or aliases != set(vocabulary.aliases()):
        write_vocabulary(connection, wanted)


def write_vocabulary(connection: Connection, wanted: Sequence[vocabulary.Metric]) -> None:
    """Put the metrics in place of those stored; an entry that is gone stays, as long as facts point to it or below."""
    metric, alias = table(tables.Metric), table(tables.MetricAlias)
    statement = insert(metric)
    put_all(
        connection,
        statement.on_conflict_do_update(
            index_elements=["id"], set_={name: statement.excluded[name] for name in ("name", "broader", "top")}
        ),
        [{"id": m.id, "name": m.name, "broader": m.broader, "top": m.top} for m in wanted],
    )
    used = list(connection.execute(text(USED_METRICS)).scalars())
    connection.execute(delete(metric).where(metric.c.id.not_in({*(m.id for m in wanted), *used})))
    connection.execute(delete(alias).where(alias.c.metric_id.in_([m.id for m in wanted])))
    put_all(connection, insert(alias), [{"alias": word, "metric_id": entry} for word, entry in vocabulary.aliases()])


def put_all(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Run one statement over many rows; none is no rows, not a row of defaults."""
    if rows:
        connection.execute(statement, rows)


def put_facts(connection: Connection, source_id: str, facts: Sequence[Fact]) -> None:
    """Store the facts of one source with the places they are about."""
    put_places(connection, {fact.place for fact in facts if fact.place})
    put_all(
        connection,
        insert(table(tables.Fact)).on_conflict_do_nothing(),
        [fact_row(source_id, fact) for fact in facts],
    )


def put_places(connection: Connection, paths: set[str]) -> None:
    """Store places, with all that contain them and their short names."""
    wanted = vocabulary.with_ancestors(paths)
    put_all(connection, insert(table(tables.Place)).on_conflict_do_nothing(), [place._asdict() for place in wanted])
    put_all(connection, insert(table(tables.PlaceAlias)).on_conflict_do_nothing(), aliases_of(wanted))


def refresh_places(connection: Connection) -> None:
    """Hold the stored places against the vocabulary in use: their codes, their levels, their short names."""
    place, alias = table(tables.Place), table(tables.PlaceAlias)
    wanted = vocabulary.with_ancestors(connection.execute(select(place.c.path)).scalars())
    statement = insert(place)
    names = ("code", "name", "short", "level")
    changed = {name: statement.excluded[name] for name in names}
    rows = [each._asdict() for each in wanted]
    put_all(connection, statement.on_conflict_do_update(index_elements=["path"], set_=changed), rows)
    connection.execute(delete(alias))
    put_all(connection, insert(alias).on_conflict_do_nothing(), aliases_of(wanted))


def aliases_of(places: Sequence[vocabulary.Place]) -> list[dict[str, Any]]:
    """The short names of places, as rows."""
    return [{"alias": word, "path": each.path} for each in places for word in vocabulary.short_names(each.path)]


def fact_row(source_id: str, fact: Fact) -> dict[str, Any]:
    """A fact as a row of its table."""
    first, last = days(fact.time) or (None, None)
    return {
        "id": fact.id,
        "source_id": source_id,
        "value": plain(fact.value),
        "value_high": plain(fact.value_high),
        "number": float(fact.value),
        "number_high": None if fact.value_high is None else float(fact.value_high),
        "first_day": first,
        "last_day": last,
        "rules": json.dumps(fact.rules, ensure_ascii=False),
    } | {name: getattr(fact, name) for name in COPIED}


def plain(value: Decimal | None) -> str | None:
    """A number in plain notation, whatever its exponent.

    >>> plain(Decimal("1.2E+5"))
    '120000'
    """
    return None if value is None else format(value, "f")


def drop_orphans(connection: Connection) -> None:
    """Take out sources that stand nowhere any more, with their facts, and places that nothing is about."""
    connection.execute(text("delete from source where id not in (select source_id from location)"))
    drop_unused_places(connection)


def drop_unused_places(connection: Connection) -> None:
    """Take out places without facts and without parts, from below."""
    while connection.execute(text(UNUSED_PLACES)).rowcount:
        pass


def upgrade(path: Path) -> tuple[int, int]:
    """Bring an older store to this program's version, in one transaction; the versions before and after."""
    with store.connect(path) as reading:
        found = store.version(path, reading)
    if found > tables.VERSION:
        store.check_version(path, found)
    engine = engine_of(path)
    with transaction(engine) as connection:
        for statements in MIGRATIONS[found - 1 :]:
            for statement in statements:
                connection.exec_driver_sql(statement)
        connection.execute(table(tables.Store).update().values(version=tables.VERSION))
        connection.exec_driver_sql(f"pragma user_version = {tables.VERSION}")
    engine.dispose()
    return found, tables.VERSION


def table(model: type[SQLModel]) -> Any:
    """The table of a model; SQLModel types it as an attribute that models may lack."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


# Columns that the store writes in a form of its own; all others hold what the fact does.
OWN_FORM = frozenset({"id", "value", "value_high", "rules"})
COPIED = tuple(name for name in columns.FACT if name not in OWN_FORM)
USED_METRICS = """
with recursive used(id) as (
  select metric_id from fact where metric_id is not null
  union select metric.broader from metric join used on metric.id = used.id where metric.broader is not null
)
select id from used
"""
UNUSED_PLACES = """
delete from place
where path not in (select place from fact where place is not null)
  and path not in (select parent from place where parent is not null)
"""
