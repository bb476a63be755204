"""Taking files in: which are there, which are new, and storing them batch by batch, each batch in one transaction."""

from __future__ import annotations

import datetime
import hashlib
import os
import time
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from kb.errors import Interrupted
from kb.reading import Given, Page, Read, UnreadableText, checked_page, extractor_version, program_version, read_page
from kb.writing import drop_orphans, put_all, put_facts, refresh_places, table, transaction, writable
from schema import tables

BATCH = 100
Outcome = Literal["added", "unchanged", "duplicate", "replaced"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
UNSAID = Given()
NOT_READ = Page(None, None, None, None, None, ())


@dataclass(frozen=True, slots=True)
class Document:
    """A file, decoded."""

    path: str
    text: str
    encoding: str
    encoding_by: str
    bytes_sha256: str
    url: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of the text; the same text in another encoding is the same source."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def source_id(self) -> str:
        """The id of the source that this text is."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Work:
    """What a document means for the store: a new source, or one that is there already.

    `again` marks a source that other rules or other words have read before.
    """

    document: Document
    outcome: Outcome
    replaces: str | None = None
    given: Given = UNSAID
    page: Page | None = None
    again: bool = False


@dataclass
class Report:
    """What an ingest did."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def taken(self) -> int:
        """How many files are in the store now."""
        return sum(self.counts[name] for name in OUTCOMES)

    def summary(self) -> str:
        """The report in one line.

        >>> Report(Counter(added=2, facts=31), seconds=0.5).summary()
        '2 added, 0 unchanged, 0 duplicate, 0 replaced, 0 failed; 31 facts in 0.5 s'
        """
        counts = ", ".join(f"{self.counts[name]} {name}" for name in OUTCOMES)
        return f"{counts}, {len(self.failures)} failed; {self.counts['facts']} facts in {self.seconds:.1f} s"


def ingest(paths: Sequence[Path], store: Path, read: Read = read_page) -> Report:
    """Store every article under the paths; what fails is reported, and the rest is stored."""
    report, began = Report(), time.monotonic()
    try:
        take_all(paths, store, read, report)
    except KeyboardInterrupt:  # the batch under way is rolled back, those before it stay
        done = f"{report.taken} files are in, no other"
        raise Interrupted(f"interrupted: {done}; the same command again takes in the rest") from None
    report.seconds = time.monotonic() - began
    return report


def take_all(paths: Sequence[Path], store: Path, read: Read, report: Report) -> None:
    """Store every article, batch by batch, and note the run."""
    started = now()
    documents = readable(found_files(paths, report), report)
    first = next(documents, None)
    if first is None and not store.exists():
        return  # nothing came, so no empty store is left behind
    documents = chain([] if first is None else [first], documents)
    with writable(store) as engine:
        while batch := list(islice(documents, BATCH)):
            take_in(engine, batch, read, report)
        with transaction(engine) as connection:
            record_run(connection, "ingest", started, report)


def found_files(paths: Iterable[Path], report: Report) -> Iterator[Path]:
    """The files that paths stand for: themselves, or the articles in a folder and below."""
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*.txt") if is_article(file.relative_to(path), file))
            if not files:
                report.failures.append(f"{path}: no articles (*.txt) in this folder")
            yield from files
        elif path.exists():
            yield path
        else:
            report.failures.append(f"{path}: not there; check the path")


def is_article(inside: Path, file: Path) -> bool:
    """Whether a file of a folder is taken: hidden ones are not."""
    return file.is_file() and not any(part.startswith(".") for part in inside.parts)


def readable(files: Iterable[Path], report: Report) -> Iterator[Document]:
    """The files decoded; one that cannot be read is a failure."""
    from extractors.readers import ReadError

    for file in files:
        try:
            yield read_document(file)
        except ReadError as error:
            report.failures.append(str(error))


def read_document(file: Path) -> Document:
    """A file as a document, under the path of its location."""
    from extractors.readers import read

    found = read(file)
    return Document(location_of(file), found.text, found.encoding, found.encoding_by, found.sha256)


def location_of(file: Path) -> str:
    """The one path of a file, however it is spelled: its folder resolved, its own name kept even if it is a link."""
    path = file.parent.resolve() / file.name
    return os.fsencode(path).decode("utf-8", errors="replace")  # the store takes only what is Unicode


def take_in(engine: Engine, batch: Sequence[Document], read: Read, report: Report) -> None:
    """Extract what is new in a batch, then store it all in one transaction."""
    with engine.connect() as connection:
        planned = plan(connection, batch)
    done: list[Work] = []
    failed: set[str] = set()
    for work in planned:
        try:
            done.append(extracted(work, read, failed))
        except UnreadableText as error:
            failed.add(work.document.source_id)
            report.failures.append(f"{work.document.path}: {error}")
    with transaction(engine) as connection:
        write(connection, done)
    for work in done:
        report.counts[work.outcome] += 1
        report.counts["facts"] += len(work.page.facts) if work.page else 0


def plan(connection: Connection, batch: Sequence[Document]) -> list[Work]:
    """Hold each document against the store and the documents before it."""
    location, source = table(tables.Location), table(tables.Source)
    paths = [document.path for document in batch]
    at_paths = select(location.c.path, location.c.source_id).where(location.c.path.in_(paths))
    held = {row.path: row.source_id for row in connection.execute(at_paths)}
    ids = {document.source_id for document in batch}
    read_by = select(source.c.id, source.c.extractor).where(source.c.id.in_(ids))
    known = {row.id: row.extractor for row in connection.execute(read_by)}
    planned = []
    for document in batch:
        before = held.get(document.path)
        planned.append(judged(connection, document, before, known.get(document.source_id)))
        held[document.path] = document.source_id
        known[document.source_id] = extractor_version()
    return planned


def judged(connection: Connection, document: Document, before: str | None, read_by: str | None) -> Work:
    """One document: unchanged, the text of another path, a change of its path's text, or new.

    A text that other rules or other words have read is read again, with what its user said about it.
    """
    again = read_by not in (None, extractor_version())
    if before == document.source_id and not again:
        return Work(document, "unchanged")
    outcome: Outcome = "replaced" if before else "duplicate" if read_by else "added"
    if read_by and not again:
        return Work(document, outcome, before)
    said = document.source_id if again else before
    given = given_for(connection, said) if said else UNSAID
    return Work(document, outcome, before, given, NOT_READ, again)


def given_for(connection: Connection, source_id: str) -> Given:
    """What a user said about a source."""
    c = table(tables.Source).c
    columns = (c.given_title, c.given_publisher, c.given_published, c.given_place)
    row = connection.execute(select(*columns).where(c.id == source_id)).first()
    return Given(*row) if row else Given()


def extracted(work: Work, read: Read, failed: Container[str]) -> Work:
    """The work with its page read, if it needs one."""
    if work.document.source_id in failed:
        raise UnreadableText("could not be understood, like the same text before it")
    if work.page is None:
        return work
    return replace(work, page=checked_page(work.document.text, work.given, read))


def write(connection: Connection, done: Sequence[Work]) -> None:
    """Store the work of a batch."""
    for work in done:
        if work.page is not None and work.again:
            replace_page(connection, work.document.source_id, work.given, work.page)
        elif work.page is not None:
            put_source(connection, work.document, work.given, work.page)
    location = table(tables.Location)
    statement = insert(location)
    changed = {name: statement.excluded[name] for name in ("source_id", "sha256")}
    upsert = statement.on_conflict_do_update(index_elements=["path"], set_=changed)
    put_all(connection, upsert, [location_row(work.document) for work in done if work.outcome != "unchanged"])
    if any(work.replaces or work.again for work in done):
        drop_orphans(connection)
    if any(work.again for work in done):
        refresh_places(connection)


def location_row(document: Document) -> dict[str, str]:
    """Where a source was found."""
    return {"path": document.path, "source_id": document.source_id, "sha256": document.bytes_sha256}


def put_source(connection: Connection, document: Document, given: Given, page: Page) -> None:
    """Store a source and its facts."""
    row = {
        "id": document.source_id,
        "sha256": document.sha256,
        "url": document.url,
        "encoding": document.encoding,
        "encoding_by": document.encoding_by,
        "ingested_at": now(),
        "text": document.text,
    }
    connection.execute(insert(table(tables.Source)).on_conflict_do_nothing(), row | page_row(given, page))
    put_facts(connection, document.source_id, page.facts)


def page_row(given: Given, page: Page) -> dict[str, Any]:
    """The columns of a source that come from its page and its user."""
    return {
        "title": page.title,
        "publisher": page.publisher,
        "published": page.published,
        "place": page.place,
        "place_code": page.place_code,
        "given_title": given.title,
        "given_publisher": given.publisher,
        "given_published": given.published,
        "given_place": given.place,
        "extractor": extractor_version(),
    }


def replace_page(connection: Connection, source_id: str, given: Given, page: Page) -> None:
    """Put a page read again in place of the one stored."""
    source, fact = table(tables.Source), table(tables.Fact)
    connection.execute(update(source).where(source.c.id == source_id).values(page_row(given, page)))
    connection.execute(delete(fact).where(fact.c.source_id == source_id))
    put_facts(connection, source_id, page.facts)


def record_run(connection: Connection, command: str, started: str, report: Report) -> None:
    """Note a run that wrote."""
    counts = {name: report.counts[name] for name in (*OUTCOMES, "facts")}
    row: dict[str, Any] = {"command": command, "started": started, "finished": now(), "program": program_version()}
    row |= {"extractor": extractor_version(), "failed": len(report.failures)} | counts
    connection.execute(insert(table(tables.Run)), row)


def now() -> str:
    """The time, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
