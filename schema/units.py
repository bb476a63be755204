"""Units and measure words, and the longest one that begins at a place of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from schema.in_use import cached, own_rows
from schema.record import Span
from schema.tables_of_words import Row, built_in

LAST_LETTER = "z"


class Unit(NamedTuple):
    """A unit in the form facts carry, and the kind of thing it measures."""

    name: str
    kind: str
    not_before: re.Pattern[str] | None


@cached()
def units() -> Mapping[str, Unit]:
    """Every way to write a unit, with the unit it stands for: the built-in ones, then those of the reader's own files.

    Raises `VocabularyError` for a file that cannot be used.

    >>> units()["平米"].name
    '平方米'
    """
    found: dict[str, Unit] = {}
    kinds: frozenset[str] | None = None
    for rows in (built_in("units.tsv"), *own_rows("units")):
        names: set[str] = set()
        for row in rows:
            unit = _unit(row, found.get(row.cells["unit"]))
            if unit.name in names:
                raise row.error("unit used twice")
            names.add(unit.name)
            _check(row, unit, kinds)
            _add(row, found, unit)
        kinds = kinds or frozenset(unit.kind for unit in found.values())
    return MappingProxyType(found)


def _unit(row: Row, known: Unit | None) -> Unit:
    """The unit of a row; a reader's row for a known one adds ways to write it, all else counts where it is given."""
    cells = row.cells
    try:
        not_before = re.compile(cells["not_before"]) if cells["not_before"] else known and known.not_before
    except re.error as error:
        raise row.error(f"not_before is no regular expression ({error})") from None
    return Unit(cells["unit"], cells["kind"] or (known.kind if known else ""), not_before)


def _check(row: Row, unit: Unit, kinds: frozenset[str] | None) -> None:
    """Hold a unit against what the rules can work with; the built-in units say which kinds there are."""
    if kinds is not None and unit.kind not in kinds:
        raise row.error(f"unknown kind {unit.kind!r}; known are {', '.join(sorted(kinds))}")
    for written in (unit.name, *row.cells["aliases"].split()):
        if not written or written[0].isdigit() or any(sign.isspace() for sign in written):
            raise row.error(f"{written!r} is no unit: it is empty, begins with a digit or has a blank in it")


def _add(row: Row, found: dict[str, Unit], unit: Unit) -> None:
    """Note every way to write a unit; one that stands for another unit already is an error."""
    known = found.get(unit.name)
    for written in (unit.name, *row.cells["aliases"].split()):
        if written in found and found[written].name != unit.name:
            raise row.error(f"{written!r} already stands for {found[written].name!r}")
        found[written] = unit
    if known:
        found.update({written: unit for written, other in found.items() if other is known})


@cached()
def _by_first() -> dict[str, tuple[tuple[int, dict[str, Unit]], ...]]:
    """The units that begin with a character, by their lengths, the longest first."""
    found: dict[str, dict[int, dict[str, Unit]]] = {}
    for written, unit in units().items():
        found.setdefault(written[0], {}).setdefault(len(written), {})[written] = unit
    return {first: tuple(sorted(lengths.items(), reverse=True)) for first, lengths in found.items()}


@cached(16)  # one step asks for the same place several times in a row
def unit_at(text: str, start: int) -> tuple[Unit, Span] | None:
    """The longest unit that begins at `start`, unless the characters behind make another word of it.

    >>> unit_at("3人次", 1)[1], unit_at("3人才", 1)
    (Span(start=1, end=3), None)
    """
    for length, table in _by_first().get(text[start : start + 1], ()):
        end = start + length
        unit = table.get(text[start:end])
        if unit is None or (unit.not_before and unit.not_before.match(text, end)):
            continue
        if text[end - 1] > LAST_LETTER or not (_latin(text[end - 1]) and _latin(text[end : end + 1])):
            return unit, Span(start, end)
    return None


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
