"""What the store takes from the vocabularies: metrics with their words, and places with what contains them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schema import gazetteer
from schema.metrics import vocabulary


class Metric(NamedTuple):
    """A metric as the store keeps it; `top` is the broadest term above it."""

    id: str
    name: str
    broader: str | None
    top: str


class Place(NamedTuple):
    """A place as the store keeps it; its code only where it is an official one."""

    path: str
    code: str | None
    name: str
    short: str
    parent: str | None
    level: str | None


def metrics() -> tuple[Metric, ...]:
    """Every metric of the vocabulary."""
    known = vocabulary()
    return tuple(Metric(m.id, m.name, m.broader, known.path(m.id)[0]) for m in known.entries.values())


def aliases() -> tuple[tuple[str, str], ...]:
    """Every other word for a metric, with the metric's id."""
    entries = vocabulary().entries.values()
    return tuple(dict.fromkeys((wording.words, metric.id) for metric in entries for wording in metric.aliases))


def with_ancestors(paths: Iterable[str]) -> list[Place]:
    """Places given as paths, and all above them."""
    split = [path.split("/") for path in paths]
    return [
        place(path) for path in sorted({"/".join(parts[:end]) for parts in split for end in range(1, len(parts) + 1)})
    ]


def place(path: str) -> Place:
    """A place from its path; only an official one has code and level.

    >>> place("甘肃省/兰州市").short, place("甘肃省/嘉峪关市/雄关区").code
    ('兰州', None)
    """
    above, _, name = path.rpartition("/")
    entry = gazetteer.for_path(path)
    if entry is None or entry.path != path:
        return Place(path, None, name, name, above or None, None)
    return Place(path, entry.code, name, next(iter(entry.short), name), above or None, entry.level)


def short_names(path: str) -> tuple[str, ...]:
    """The short names of a place, if it is an official one."""
    entry = gazetteer.for_path(path)
    return entry.short if entry is not None and entry.path == path else ()
