"""How far the confidence that facts state can be believed: by deciles, and over all.

A fact is right when it is right in all six parts that gold judges; a fact that gold does not have is wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

EDGES = tuple(edge / 10 for edge in range(11))
SURE = 0.9  # what a reader who wants no mistakes asks for


class Stated(NamedTuple):
    """The confidence of one fact, and whether it was right."""

    confidence: float
    right: bool


class Decile(NamedTuple):
    """The facts whose confidence lies from `low` to below `high` (the last one takes 1 too); None where there are none.

    `stated` is their mean confidence, `right` the share that is right.
    """

    low: float
    high: float
    facts: int
    stated: float | None
    right: float | None

    @property
    def difference(self) -> float | None:
        """How much more was stated than came true; below zero where it was too little."""
        return None if self.stated is None or self.right is None else self.stated - self.right


def deciles(facts: Sequence[Stated]) -> list[Decile]:
    """The facts by tenths of confidence.

    >>> deciles([Stated(0.5, True), Stated(0.5, False), Stated(0.6, True)])[5]
    Decile(low=0.5, high=0.6, facts=2, stated=0.5, right=0.5)
    """
    parted: list[list[Stated]] = [[] for _ in EDGES[1:]]
    for fact in facts:
        parted[bisect_right(EDGES, fact.confidence, 1, len(EDGES) - 1) - 1].append(fact)
    return [decile(low, high, inside) for low, high, inside in zip(EDGES, EDGES[1:], parted, strict=False)]


def decile(low: float, high: float, inside: Sequence[Stated]) -> Decile:
    """What facts of a stretch of confidence stated, and what came true."""
    if not inside:
        return Decile(low, high, 0, None, None)
    stated = sum(fact.confidence for fact in inside) / len(inside)
    return Decile(low, high, len(inside), stated, share_right(inside))


def share_right(facts: Sequence[Stated]) -> float:
    """How many of the facts are right, of one; 0 where there are none."""
    return sum(fact.right for fact in facts) / len(facts) if facts else 0.0


def expected_error(facts: Sequence[Stated]) -> float:
    """The expected calibration error: the differences of the deciles, whatever their sign, weighed by their facts.

    >>> expected_error([Stated(0.9, True), Stated(0.9, False), Stated(0.4, False), Stated(0.4, True)])
    0.25
    """
    return sum(row.facts * abs(row.difference or 0) for row in deciles(facts)) / len(facts) if facts else 0.0


def sure(facts: Sequence[Stated]) -> list[Stated]:
    """The facts that state at least 0.9."""
    return [fact for fact in facts if fact.confidence >= SURE]


def as_row(facts: Sequence[Stated]) -> dict[str, object]:
    """All of it as an object of JSON."""
    certain = sure(facts)
    return {
        "deciles": [
            {
                "from": row.low,
                "to": row.high,
                "facts": row.facts,
                "stated": rounded(row.stated),
                "right": rounded(row.right),
                "difference": rounded(row.difference),
            }
            for row in deciles(facts)
        ],
        "expected_error": rounded(expected_error(facts)),
        f"at_least_{SURE}": {
            "facts": len(certain),
            "of": len(facts),
            "right": rounded(share_right(certain)) if certain else None,
        },
    }


def rounded(number: float | None) -> float | None:
    """Four places, which is more than any gold can tell."""
    return None if number is None else round(number, 4)


def as_lines(facts: Sequence[Stated]) -> list[str]:
    """All of it as lines to read."""
    certain = sure(facts)
    share = 100 * len(certain) / len(facts) if facts else 0.0
    return [
        f"{'confidence':<12} {'facts':>6} {'stated':>7} {'right':>7} {'difference':>11}",
        *map(line, deciles(facts)),
        f"expected calibration error {expected_error(facts):.3f}",
        f"at least {SURE}: {len(certain)} of {len(facts)} facts ({share:.1f} %), "
        f"right in all six {100 * share_right(certain):.1f} %",
    ]


def line(row: Decile) -> str:
    """One decile; dashes where it has no facts."""
    name = f"[{row.low:.1f}, {row.high:.1f}{']' if row.high == EDGES[-1] else ')'}"
    if row.stated is None or row.right is None or row.difference is None:
        return f"{name:<12} {0:>6} {'-':>7} {'-':>7} {'-':>11}"
    return f"{name:<12} {row.facts:>6} {row.stated:>7.3f} {row.right:>7.3f} {row.difference:>+11.3f}"
