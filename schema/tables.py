"""The records as SQLite tables: SQLModel defines them, `kb.writing` fills them, reading goes without SQLModel.

A value is kept twice: as exact text (`value`), because SQLite has no decimals, and as `number` to sort and compare by.
The columns of `fact` that a reader sees have the names of `schema.record.Fact`.
"""

from __future__ import annotations

from sqlmodel import Field, SQLModel

VERSION = 1


class Store(SQLModel, table=True):
    """Which shape the tables have: one row."""

    id: int = Field(default=1, primary_key=True)
    version: int


class Source(SQLModel, table=True):
    """A text, wherever it was found; `given_…` is what a user said against the page."""

    id: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    title: str | None = Field(default=None, index=True)
    publisher: str | None = None
    published: str | None = None
    place: str | None = None
    place_code: str | None = None
    url: str | None = None
    encoding: str
    encoding_by: str
    given_title: str | None = None
    given_publisher: str | None = None
    given_published: str | None = None
    given_place: str | None = None
    extractor: str
    ingested_at: str
    text: str


class Location(SQLModel, table=True):
    """A path at which a source was found, and the hash of the bytes there."""

    path: str = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id", index=True, ondelete="CASCADE")
    sha256: str


class Place(SQLModel, table=True):
    """A place that facts are about, or one that contains such a place."""

    path: str = Field(primary_key=True)
    code: str | None = Field(default=None, index=True)
    name: str = Field(index=True)
    short: str
    parent: str | None = Field(default=None, foreign_key="place.path", index=True)
    level: str | None = None


class PlaceAlias(SQLModel, table=True):
    """A short name of a place."""

    __tablename__ = "place_alias"

    alias: str = Field(primary_key=True)
    path: str = Field(primary_key=True, foreign_key="place.path", ondelete="CASCADE")


class Metric(SQLModel, table=True):
    """An entry of the vocabulary; `top` is the broadest term above it."""

    id: str = Field(primary_key=True)
    name: str = Field(index=True)
    broader: str | None = Field(default=None, foreign_key="metric.id", index=True)
    top: str


class MetricAlias(SQLModel, table=True):
    """Another word for a metric."""

    __tablename__ = "metric_alias"

    alias: str = Field(primary_key=True)
    metric_id: str = Field(primary_key=True, foreign_key="metric.id", ondelete="CASCADE")


class Fact(SQLModel, table=True):
    """A fact of a source; `first_day` and `last_day` are the days that `time` spans."""

    id: str = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id", index=True, ondelete="CASCADE")
    value: str
    value_high: str | None = None
    number: float
    number_high: float | None = None
    bound: str
    unit: str
    metric: str = Field(index=True)
    metric_id: str | None = Field(default=None, foreign_key="metric.id", index=True)
    action: str | None = None
    place: str | None = Field(default=None, foreign_key="place.path", index=True)
    place_code: str | None = None
    time: str | None = None
    first_day: str | None = None
    last_day: str | None = Field(default=None, index=True)
    start: int
    end: int
    surface: str
    context: str
    confidence: float
    rules: str


class Run(SQLModel, table=True):
    """One command that wrote, and what came of it."""

    id: int | None = Field(default=None, primary_key=True)
    command: str
    started: str
    finished: str
    program: str
    extractor: str
    added: int = 0
    unchanged: int = 0
    duplicate: int = 0
    replaced: int = 0
    failed: int = 0
    facts: int = 0
