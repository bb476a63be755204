"""Finding one source by what a user calls it; taking it out, and correcting its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, delete, or_, select

from kb import store as stores
from kb.errors import KbError, UsageError
from kb.hints import checked_date, checked_place
from kb.ingest import Report, given_for, location_of, now, record_run, replace_page
from kb.reading import Given, Read, checked_page, read_page
from kb.writing import drop_unused_places, table, transaction, writable
from schema import tables


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is named to the user."""

    id: str
    title: str | None
    facts: int

    def __str__(self) -> str:
        return f"{self.id} {self.title or '-'}"


def forget(name: str, store: Path) -> Source:
    """Take a source out, with its facts, its locations and the places that nothing else is about."""
    stores.open_store(store).close()
    with writable(store, reads=False) as engine, transaction(engine) as connection:
        started, source = now(), find(connection, name)
        connection.execute(delete(table(tables.Source)).where(table(tables.Source).c.id == source.id))
        drop_unused_places(connection)
        record_run(connection, "forget", started, Report())
    return source


def amend(name: str, said: Given, store: Path, read: Read = read_page) -> Source:
    """Correct what was read from a page, and read its facts again; an empty word takes a correction back."""
    stores.open_store(store).close()
    said = checked(said)
    with writable(store) as engine, transaction(engine) as connection:
        started, source = now(), find(connection, name)
        given = merged(given_for(connection, source.id), said)
        columns = table(tables.Source).c
        text = connection.execute(select(columns.text).where(columns.id == source.id)).scalar_one()
        page = checked_page(text, given, read)
        replace_page(connection, source.id, given, page)
        drop_unused_places(connection)
        record_run(connection, "amend", started, Report())
    return Source(source.id, page.title, len(page.facts))


def checked(said: Given) -> Given:
    """The corrections, the date held against the calendar and the place completed to its path."""
    if said == Given():
        raise UsageError("nothing to amend; give --published, --place, --publisher or --title")
    return replace(
        said,
        published=said.published and checked_date(said.published),
        place=said.place and checked_place(said.place),
    )


def merged(before: Given, said: Given) -> Given:
    """New corrections over those of before; empty ones take them back."""
    names = ("title", "publisher", "published", "place")
    values = {
        name: getattr(before, name) if getattr(said, name) is None else getattr(said, name) or None for name in names
    }
    return Given(**values)


def find(connection: Connection, name: str) -> Source:
    """The one source with this path, title, or id that begins so."""
    source, location, fact = table(tables.Source), table(tables.Location), table(tables.Fact)
    paths = select(location.c.source_id).where(location.c.path.in_([name, location_of(Path(name))]))
    exact = or_(source.c.id == name, source.c.id.in_(paths), source.c.title == name)
    for condition in (exact, source.c.id.startswith(name, autoescape=True)):
        found = (
            connection.execute(select(source.c.id, source.c.title).where(condition).order_by(source.c.id)).all()
            if name
            else []
        )
        if len(found) == 1:
            count = len(connection.execute(select(fact.c.id).where(fact.c.source_id == found[0].id)).all())
            return Source(found[0].id, found[0].title, count)
        if found:
            names = "; ".join(f"{row.id} {row.title or '-'}" for row in found[:5])
            raise KbError(f"{name}: {len(found)} sources are called so; give the id of one: {names}")
    raise KbError(f"{name}: no such source; see: kb list sources")
