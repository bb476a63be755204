"""What a user says about a page, held against the calendar and the gazetteer before anything is read by it."""

from __future__ import annotations

from kb.errors import UsageError
from kb.periods import is_date
from schema import gazetteer

MOST = 5  # places listed where a name fits several


def checked_date(date: str) -> str:
    """The date of a page; `UsageError` for what the calendar does not have."""
    if not is_date(date):
        raise UsageError(f"--published {date}: not a date; write it like 2020-12-15, 2020-12 or 2020")
    return date


def checked_place(place: str) -> str:
    """The path of a place, every element by its official name; what lies below the known ones stays as it is.

    `UsageError` for a path that begins with no place, or could begin with several.

    >>> checked_place("甘肃/天水"), checked_place("西固区/凤凰社区")
    ('甘肃省/天水市', '甘肃省/兰州市/西固区/凤凰社区')
    """
    first, *below = [part.strip() for part in place.split("/") if part.strip()] or [place]
    known = gazetteer.find(first) or [entry for entry in [gazetteer.by_code(first)] if entry]
    readings = [entry.path for entry in known]
    if not readings and first == nation():
        return "/".join([first, *below])
    if not readings:
        near = ", ".join(gazetteer.suggest(first))
        advice = f"near it: {near}" if near else "give a path from the province down"
        raise UsageError(f"--place {place}: no place is called {first}; {advice}")
    for depth, name in enumerate(below):
        further = [path for reading in readings for path in within(reading, name)]
        if not further:
            return "/".join([the_one(place, readings), *below[depth:]])
        readings = further
    return the_one(place, readings)


def within(path: str, name: str) -> list[str]:
    """The places of this official, short or former name, or towns, somewhere below a path.

    >>> within("甘肃省", "天水")
    ['甘肃省/天水市']
    """
    for look_up in (gazetteer.named, gazetteer.short_named, gazetteer.formerly, gazetteer.towns):
        if found := [entry.path for entry in look_up(name) if entry.path.startswith(f"{path}/")]:
            return found
    return []


def the_one(place: str, readings: list[str]) -> str:
    """The one path meant: a place goes before those that lie in it (吉林 is the province)."""
    top = min(readings, key=len)
    if any(path != top and not path.startswith(f"{top}/") for path in readings):
        listed = ", ".join(readings[:MOST]) + (", …" if len(readings) > MOST else "")
        raise UsageError(f"--place {place}: several places are called so; give the path of one: {listed}")
    return top


def nation() -> str:
    """The word by which the extractors call the whole country, which no gazetteer lists."""
    from extractors.place_rules import words_of

    return words_of("nation")[0]
