"""Units and measure words, and the longest one that begins at a place of a text."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import NamedTuple

from schema.record import Span

LAST_LETTER = "z"


class Unit(NamedTuple):
    """A unit in the form facts carry, and the kind of thing it measures."""

    name: str
    kind: str
    not_before: re.Pattern[str] | None


class UnitError(ValueError):
    """A line of units.tsv that cannot be used; the message names the line."""


@functools.cache
def units() -> dict[str, Unit]:
    """Every way to write a unit, with the unit it stands for.

    >>> units()["平米"].name
    '平方米'
    """
    found: dict[str, Unit] = {}
    text = resources.files("schema").joinpath("vocabulary/units.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != 4 or cells[0] in found:
            raise UnitError(f"units.tsv, line {line!r}: four cells and a new unit are needed")
        unit = Unit(cells[0], cells[1], re.compile(cells[3]) if cells[3] else None)
        for written in (cells[0], *cells[2].split()):
            found[written] = unit
    return found


@functools.cache
def _by_first() -> dict[str, tuple[tuple[int, dict[str, Unit]], ...]]:
    """The units that begin with a character, by their lengths, the longest first."""
    found: dict[str, dict[int, dict[str, Unit]]] = {}
    for written, unit in units().items():
        found.setdefault(written[0], {}).setdefault(len(written), {})[written] = unit
    return {first: tuple(sorted(lengths.items(), reverse=True)) for first, lengths in found.items()}


@functools.lru_cache(maxsize=16)  # one step asks for the same place several times in a row
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
