"""Words before and behind a number that say it is a floor, a ceiling or a guess (约, 超过, 以上, 左右)."""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

from extractors import rules
from extractors.chinese_number import characters, values
from schema.record import Bound


class Hedge(NamedTuple):
    """One way to write a hedge, and the entry it comes from."""

    means: Bound
    rule: str
    not_after: frozenset[str]
    not_before: re.Pattern[str] | None
    not_units: frozenset[str]
    outside: bool
    bare: bool


def before(text: str, start: int, number: str, unit_kind: str) -> tuple[Hedge, int] | None:
    """The longest hedge that ends at `start`, and where it begins.

    >>> before("约有4000平方米", 2, "4000", "area")[1], before("节约30万元", 2, "30万", "money")
    (0, None)
    """
    table, lengths = _table("before")
    if start == 0:
        return None
    for length in lengths.get(text[start - 1], ()):
        begin = start - length
        if begin < 0:
            continue
        hedge = table.get(text[begin:start])
        if hedge is None or (begin and text[begin - 1] in hedge.not_after) or unit_kind in hedge.not_units:
            continue
        if hedge.bare and not (number and bare_scale(number)):
            continue
        return hedge, begin
    return None


def bare_scale(number: str) -> bool:
    """Whether a number is a scale without a digit before it (百, 千万)."""
    return number[0] in _scales()


@functools.cache
def _scales() -> frozenset[str]:
    small = {character for character, value in values("han-scale").items() if value >= 100}
    return frozenset(small | set(values("han-scale-large")))


def hedged(text: str, start: int, number: str) -> bool:
    """Whether a hedge stands right before a number."""
    return before(text, start, number, "") is not None


def after(text: str, end: int) -> tuple[Hedge, int] | None:
    """The longest hedge that begins at `end`, and where it ends.

    >>> after("30户左右", 3)[1], after("20个多功能厅", 3)
    (5, None)
    """
    table, lengths = _table("after")
    for length in lengths.get(text[end : end + 1], ()):
        hedge = table.get(text[end : end + length])
        if (
            hedge
            and end + length <= len(text)
            and not (hedge.not_before and hedge.not_before.match(text, end + length))
        ):
            return hedge, end + length
    return None


def apart(text: str) -> dict[int, Hedge]:
    """The hedges that stand before a number with other words between, by where the number begins.

    >>> [(at, hedge.means) for at, hedge in apart("约占总数的31.7%").items()]
    [(5, 'approx')]
    """
    words, pattern, hedges = _apart()
    found: dict[int, Hedge] = {}
    at = 0
    while word := words.search(text, at):
        match = pattern.match(text, word.start())
        if match:
            found[match.end()] = hedges[str(match.lastgroup)]
        at = match.end() if match else word.start() + 1
    return found


@functools.cache
def _apart() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Hedge]]:
    """What such a hedge begins with, all of it with what stands between, and the hedge for each of its groups."""
    found = {f"entry{at}": entry for at, entry in enumerate(entries()) if entry["side"] == "apart"}
    number = f"(?=[0-9{characters('han-digit', 'han-scale', 'number-several')}])"
    parts = (f"(?P<{name}>{rules.any_of(entry['words'])}{entry['between']})" for name, entry in found.items())
    whole = re.compile(f"(?:{'|'.join(parts)}){number}")
    words = re.compile(rules.any_of(word for entry in found.values() for word in entry["words"]))
    return words, whole, {name: _hedge(entry) for name, entry in found.items()}


@functools.cache
def entries() -> tuple[dict[str, Any], ...]:
    """The entries of bounds.toml."""
    optional = frozenset({"joined", "not_after", "not_before", "outside", "not_units", "bare", "between"})
    return rules.load("bounds", frozenset({"means", "side", "words"}), optional)


@functools.cache
def _table(side: str) -> tuple[dict[str, Hedge], dict[str, tuple[int, ...]]]:
    """Every way to write a hedge of one side, and their lengths by the character next to the number."""
    table: dict[str, Hedge] = {}
    lengths: dict[str, set[int]] = {}
    for entry in entries():
        if entry["side"] != side:
            continue
        for word in entry["words"]:
            for joined in ("", *entry.get("joined", ())):
                written = word + joined
                table.setdefault(written, _hedge(entry))
                lengths.setdefault(written[-1 if side == "before" else 0], set()).add(len(written))
    return table, {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}


def _hedge(entry: dict[str, Any]) -> Hedge:
    behind = entry.get("not_before")
    return Hedge(
        entry["means"],
        entry["id"],
        frozenset(entry.get("not_after", ())),
        re.compile(behind) if behind else None,
        frozenset(entry.get("not_units", ())),
        entry.get("outside", False),
        entry.get("bare", False),
    )
