"""The reader's own metrics, units and places: files of the same form as the built-in tables, read and checked.

A file holds one table or several, each under the line of its columns: `id name broader aliases` for metrics, `unit kind
aliases not_before` for units, `code name level parent short` for places, `code name` for towns. What each column means
stands at the top of the built-in tables in vocabulary/. A row for an entry that is known adds its aliases.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from schema.in_use import File, OwnVocabulary, of_files, own_rows, using
from schema.tables_of_words import TABLES, Row, VocabularyError


def own_vocabulary(*paths: str | Path, tables: Collection[str] = TABLES) -> OwnVocabulary:
    """The built-in vocabulary with the reader's files on top, in their order; the same files give the same object.

    Only `tables` are checked now, for who needs no others; what is wrong with another shows when it is asked for.
    Raises `VocabularyError`, with file, line and what is wrong, for a file that cannot be used.

    >>> own_vocabulary().digest
    ''
    """
    vocabulary = of_files(tuple(File(str(path), text_of(Path(path))) for path in paths))
    with using(vocabulary):
        check(tables)
    return vocabulary


def text_of(path: Path) -> str:
    """The text of a file of the reader."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise VocabularyError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read ({error.strerror})") from None


def check(tables: Collection[str]) -> None:
    """Build the tables that the files in use have rows for, and no others; each holds its rows against all others."""
    wanted = {table for table in tables if own_rows(table)}
    if "units" in wanted:
        from schema.units import units

        units()
    if "metrics" in wanted:
        from schema.metrics import vocabulary

        vocabulary()
        for row in (row for rows in own_rows("metrics") for row in rows):
            check_units(row)
    if wanted & {"places", "towns"}:
        from schema import gazetteer

        gazetteer.tables()
    if "towns" in wanted:
        gazetteer.town_names()


def check_units(row: Row) -> None:
    """Hold the units that a metric's aliases are bound to against the table of units, by whose names facts go."""
    for alias in row.cells["aliases"].split("|"):
        for unit in filter(None, alias.partition("@")[2].split(",")):
            check_unit(row, alias, unit)


def check_unit(row: Row, alias: str, unit: str) -> None:
    """Hold one unit of an alias against the table; of a rate (元/平方米) its first part."""
    from schema.units import units

    first = unit.partition("/")[0]
    known = units().get(first)
    if known is None:
        raise row.error(f"alias {alias!r}: unknown unit {unit!r}")
    if known.name != first:
        raise row.error(f"alias {alias!r}: facts have {known.name!r} for {unit!r}")
