"""Places of the reader's own files on top of the built-in tables, checked: codes, levels, and what they lie in."""

from __future__ import annotations

import re
from collections.abc import Collection

from schema.in_use import own_rows
from schema.tables_of_words import Row

LEVELS = ("province", "city", "county")
TOP = "-"
CODE = re.compile(r"[0-9]{6}|x[0-9A-Za-z]+")
TOWN_CODE = re.compile(r"[0-9]{9}")
SHARED = {"province": 2, "city": 4}  # how many digits of its own code a place gives to those in it
SHORTEST = 2  # names of one character stand in too many words


def places(known: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows of the table of places by their codes, and those of the reader; one for a known code adds short names.

    Raises `VocabularyError` for a row that cannot be used.
    """
    own = own_rows("places")
    if not own:
        return known
    found = dict(known)
    placed = {(row[3], row[1]): row[0] for row in known.values()}
    for rows in own:
        check_codes(rows)
        for row in rows:
            code = row.cells["code"]
            found[code] = joined(row, found[code]) if code in found else list(row.cells.values())
        for row in rows:
            check_place(row, found)
            _, name, _, parent, _ = found[row.cells["code"]]
            if placed.setdefault((parent, name), row.cells["code"]) != row.cells["code"]:
                raise row.error(f"{name} has the code {placed[parent, name]} already")
    return found


def joined(row: Row, known: list[str]) -> list[str]:
    """A row for a known code: the same place, with more short names."""
    *same, short = known
    for given, value in zip(list(row.cells.values())[1:-1], same[1:], strict=True):
        if given not in ("", value):
            raise row.error(f"this code is that of {known[1]} ({known[2]} in {known[3]}), not {given}")
    return [*same, " ".join(dict.fromkeys([*short.split(), *row.cells["short"].split()]))]


def check_codes(rows: Collection[Row]) -> None:
    """Hold the codes of one file against one another."""
    seen: set[str] = set()
    for row in rows:
        code = row.cells["code"]
        if code in seen:
            raise row.error("code used twice")
        seen.add(code)


def check_place(row: Row, found: dict[str, list[str]]) -> None:
    """Hold a place against the table: its code, its names, its level, and what it lies in."""
    code, name, level, parent, short = found[row.cells["code"]]
    if not CODE.fullmatch(code):
        raise row.error("code is neither six digits nor, for a place without a statistical one, x and more")
    check_names(row, [name, *short.split()])
    if level not in LEVELS:
        raise row.error(f"unknown level {level!r}; known are {', '.join(LEVELS)}; towns have a table code name")
    if (parent == TOP) != (level == LEVELS[0]):
        raise row.error(f"parent {parent!r}: provinces have {TOP!r}, all others a code")
    if parent == TOP:
        return
    if parent not in found:
        raise row.error(f"unknown parent {parent!r}")
    above = found[parent][2]
    if above not in LEVELS[: LEVELS.index(level)]:
        raise row.error(f"a {level} cannot lie in {found[parent][1]}, a {above}")
    if code.isdigit() and parent.isdigit() and not code.startswith(parent[: SHARED[above]]):
        raise row.error(f"code does not begin like that of {found[parent][1]}, {parent[: SHARED[above]]}")


def check_names(row: Row, names: list[str]) -> None:
    """Hold names against what can be found in a text."""
    for name in names:
        if len(name) < SHORTEST or "/" in name or any(sign.isspace() for sign in name):
            raise row.error(f"{name!r} is no name of a place: two characters at least, without blank and /")


def towns(known: dict[str, str], holders: Collection[str]) -> dict[str, str]:
    """The names of towns by their codes, and those of the reader.

    Raises `VocabularyError` for a row that cannot be used.
    """
    own = own_rows("towns")
    if not own:
        return known
    found = dict(known)
    for rows in own:
        for row in rows:
            code, name = row.cells["code"], row.cells["name"]
            if code in found:
                raise row.error(f"this code is that of {found[code]}")
            if not TOWN_CODE.fullmatch(code) or not {code[:6], f"{code[:4]}00"} & set(holders):
                raise row.error("code is not that of a known county, or city without counties, and three digits more")
            check_names(row, [name])
            found[code] = name
    return found
