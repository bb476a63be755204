"""Numbers in a larger form that counts nothing: dates, clock times, phone numbers, list numbering, named methods."""

from __future__ import annotations

import functools
import re
from typing import Any, Literal, NamedTuple

from extractors import rules
from schema.record import Kind


class Form(NamedTuple):
    """What a form is called, why it is no fact, and its rule."""

    kind: Kind
    reason: str
    rule: str


def form_at(text: str, start: int, starts: Literal["digit", "han"]) -> tuple[Form, int] | None:
    """The form that begins at `start`, and where it ends.

    >>> form_at("2020年9月启动", 0, "digit")[1]
    7
    """
    pattern, forms = _forms(starts)
    match = pattern.match(text, start)
    if not match or not match.lastgroup:
        return None
    return forms[match.lastgroup], match.end()


@functools.cache
def _forms(starts: str) -> tuple[re.Pattern[str], dict[str, Form]]:
    """All patterns of a start as one, and the form for each of its groups."""
    entries = [entry for entry in entries_of("forms") if entry["starts"] == starts]
    named = {f"form{at}": entry for at, entry in enumerate(entries)}
    pattern = "|".join(f"(?P<{name}>{entry['pattern']})" for name, entry in named.items())
    forms = {name: Form(entry["kind"], entry["reason"], entry["id"]) for name, entry in named.items()}
    return re.compile(pattern), forms


@functools.cache
def entries_of(name: Literal["forms", "traps"]) -> tuple[dict[str, Any], ...]:
    """The entries of one of the two files read here."""
    keys = {"forms": {"starts", "kind", "reason", "pattern"}, "traps": {"kind", "reason", "words"}}
    return rules.load(name, frozenset(keys[name]))


def trap_at(text: str, start: int, numeral: re.Pattern[str]) -> tuple[Form, int] | None:
    """The word around a numeral at `start` that makes it count nothing, and where the word ends."""
    table = _traps(numeral)
    for offset, lengths in table.lengths.get(text[start], ()):
        begin = start - offset
        if begin < 0:
            continue
        for length in lengths:
            form = table.words.get(text[begin : begin + length])
            if form and start < begin + length <= len(text):
                return form, begin + length
    return None


class _Traps(NamedTuple):
    words: dict[str, Form]
    lengths: dict[str, tuple[tuple[int, tuple[int, ...]], ...]]


@functools.cache
def _traps(numeral: re.Pattern[str]) -> _Traps:
    """The words, and for each first numeral how far before it words begin and how long they are."""
    words: dict[str, Form] = {}
    found: dict[str, dict[int, set[int]]] = {}
    for entry in entries_of("traps"):
        for word in entry["words"]:
            words.setdefault(word, Form(entry["kind"] or "other", entry["reason"], entry["id"]))
            match = numeral.search(word)
            if match:
                found.setdefault(match[0], {}).setdefault(match.start(), set()).add(len(word))
    lengths = {
        first: tuple((offset, tuple(sorted(sizes, reverse=True))) for offset, sizes in sorted(offsets.items()))
        for first, offsets in found.items()
    }
    return _Traps(words, lengths)
