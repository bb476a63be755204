"""Facts and readings, as the extractors give them, as rows to print."""

from __future__ import annotations

from decimal import Decimal

from kb import columns
from schema.record import Fact, Reading


def fact_row(fact: Fact) -> list[object]:
    """The fields of a fact."""
    return [printable(getattr(fact, name)) for name in columns.FACT]


def reading_row(reading: Reading) -> list[object]:
    """The fields of a reading."""
    return [printable(getattr(reading, name)) for name in columns.READING]


def printable(value: object) -> object:
    """Numbers in plain notation, all else as it is."""
    return format(value, "f") if isinstance(value, Decimal) else value
