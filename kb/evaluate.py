"""Scoring the extractors against gold: precision, recall and F1 at each level, and what lies beside them."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kb import calibration
from kb.calibration import Stated
from kb.errors import UsageError
from kb.gold import GoldArticle, GoldFact, load
from kb.judge import LEVELS, place_right, right, time_right
from schema.record import Fact

Row = dict[str, Any]
Extract = Callable[[str, str | None, str | None], Sequence[Fact]]

PRINTED = ("value", "value_high", "bound", "unit", "metric", "place", "time")
EXTRAS = ("metric_id", "action", "place_code")
ASIDE = ("place not the article's", "time not the year of publication", *EXTRAS)


class Mistake(NamedTuple):
    """A gold fact that was missed, a fact that is wrong, or one that should not be."""

    article: str
    what: str
    gold: Row | None
    found: Row | None
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = (self.gold or {}).get("anchor") or (self.found or {}).get("surface") or ""
        head = f"[{self.article}] {' '.join([self.what, *self.failed[:1]])}  {words}"
        both = (f"   {name} {fields(row)}" for name, row in (("gold", self.gold), ("got ", self.found)) if row)
        return "\n".join([head, *both])


@dataclass
class Score:
    """Counts over all articles."""

    hits: Counter[str] = field(default_factory=Counter)
    gold: int = 0
    predicted: int = 0
    traps: int = 0
    traps_found: int = 0
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    def levels(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 in percent, by level."""
        return {level: percentages(self.hits[level], self.predicted, self.gold) for level in LEVELS}

    def as_json(self) -> str:
        """Everything counted, as one JSON object."""
        aside = {name: {"right": self.aside[name, "right"], "of": self.aside[name, "of"]} for name in ASIDE}
        traps = {"found": self.traps_found, "of": self.traps}
        counts = {
            "gold": self.gold,
            "predicted": self.predicted,
            "levels": self.levels(),
            "traps": traps,
            "aside": aside,
            "calibration": calibration.as_row(self.stated),
        }
        return json.dumps(counts, ensure_ascii=False) + "\n"

    def as_text(self, with_mistakes: bool = False, with_calibration: bool = False) -> str:
        """Everything counted, one line each."""
        lines = [f"gold facts {self.gold}, predicted (optional ones aside) {self.predicted}"]
        for level, row in self.levels().items():
            lines.append(f"{level:<12} P {row['P']:5.1f}  R {row['R']:5.1f}  F1 {row['F1']:5.1f}")
        for name in ASIDE:
            if of := self.aside[name, "of"]:
                lines.append(
                    f"{name:<33} {self.aside[name, 'right']} of {of} ({100 * self.aside[name, 'right'] / of:.1f} %)"
                )
        if self.traps:
            lines.append(f"{'traps that came out':<33} {self.traps_found} of {self.traps}")
        if with_calibration:
            lines += ["", *calibration.as_lines(self.stated)]
        shown = [f"\n{mistake}" for mistake in self.mistakes] if with_mistakes else []
        return "\n".join([*lines, *shown]) + "\n"


def evaluate(gold: Iterable[Path], articles: Path | None, hints: bool, extract: Extract | None = None) -> Score:
    """Extract every article of the gold files and score what comes out; `hints` tells date and place of the header."""
    if extract is None:
        import extractors

        extract = extractors.extract
    score = Score()
    for path in gold:
        for article in load(path, articles):
            told = (article.head.get("published"), article.head.get("place")) if hints else (None, None)
            add(score, article, [dataclasses.asdict(fact) for fact in extract(article.text, *told)])
    return score


def add(score: Score, article: GoldArticle, found: list[Row]) -> None:
    """Add one article to a score."""
    wanted = article.of_kind("fact")
    pairing = pairs(wanted, found)
    score.gold += len(wanted)
    for index, gold in enumerate(wanted):
        row = found[pairing[index]] if index in pairing else None
        add_aside(score, article, gold, row)
        add_fact(score, article, gold, row)
    rest = [row for index, row in enumerate(found) if index not in pairing.values()]
    excused = pairs(article.of_kind("optional"), rest).values()
    spurious = [row for index, row in enumerate(rest) if index not in excused]
    score.predicted += len(pairing) + len(spurious)
    score.mistakes += [Mistake(article.name, "spurious", None, row) for row in spurious]
    score.stated += [Stated(row["confidence"], False) for row in spurious]
    add_traps(score, article, spurious)


def add_fact(score: Score, article: GoldArticle, gold: GoldFact, row: Row | None) -> None:
    """Add one gold fact and what was found for it."""
    if row is None:
        score.mistakes.append(Mistake(article.name, "missed", gold.row, None))
        return
    judged = right(gold.row, row)
    score.hits.update(level for level, ok in judged.items() if ok)
    score.stated.append(Stated(row["confidence"], judged[LEVELS[-1]]))
    if failed := tuple(level for level, ok in judged.items() if not ok):
        score.mistakes.append(Mistake(article.name, "wrong", gold.row, row, failed))


def add_aside(score: Score, article: GoldArticle, gold: GoldFact, row: Row | None) -> None:
    """Add what is counted beside the levels for one gold fact."""
    for name, ok in aside(article.head, gold.row, row or {}):
        score.aside[name, "of"] += 1
        score.aside[name, "right"] += bool(row) and ok


def aside(head: Row, gold: Row, row: Row) -> Iterator[tuple[str, bool]]:
    """What is counted beside the levels of one gold fact, and whether it is right."""
    if gold.get("place") != head.get("place"):
        yield ASIDE[0], place_right(gold, row)
    if gold.get("time") != ((head.get("published") or "")[:4] or None):
        yield ASIDE[1], time_right(gold, row)
    for name in EXTRAS:
        if name in gold:
            yield name, (gold[name] or None) == (row.get(name) or None)


def add_traps(score: Score, article: GoldArticle, spurious: Sequence[Row]) -> None:
    """Add the traps of an article, and those that a fact was made of."""
    traps = article.of_kind("trap")
    score.traps += len(traps)
    score.traps_found += sum(any(overlap(trap, row) for row in spurious) for trap in traps)


def pairs(golds: Sequence[GoldFact], found: Sequence[Row]) -> dict[int, int]:
    """Which fact stands for which gold one: the pairs right in most come first, whatever the order."""
    both = [
        (-sum(right(gold.row, row).values()), i, k)
        for i, gold in enumerate(golds)
        for k, row in enumerate(found)
        if overlap(gold, row)
    ]
    pairing: dict[int, int] = {}
    for _, i, k in sorted(both):
        if i not in pairing and k not in pairing.values():
            pairing[i] = k
    return pairing


def overlap(gold: GoldFact, row: Row) -> bool:
    """Whether a fact stands on a gold number."""
    return bool(row["start"] < gold.end and gold.start < row["end"])


def percentages(hits: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1.

    >>> percentages(3, 4, 6)
    {'P': 75.0, 'R': 50.0, 'F1': 60.0}
    """
    precision, recall = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    harmonic = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"P": round(100 * precision, 1), "R": round(100 * recall, 1), "F1": round(100 * harmonic, 1)}


def fields(row: Row) -> str:
    """The parts of a fact that are judged."""
    return " | ".join(f"{name}={row.get(name)}" for name in PRINTED if row.get(name) not in (None, ""))


def floors(given: Sequence[str]) -> dict[str, float]:
    """Levels with the least F1 each must reach, from `LEVEL=F1`.

    >>> floors(["V+U=97"])
    {'V+U': 97.0}
    """
    wanted = {}
    for text in given:
        level, _, least = text.rpartition("=")
        if level not in LEVELS:
            raise UsageError(f"--floor {text}: write LEVEL=F1, with a level of {', '.join(LEVELS)}")
        try:
            wanted[level] = float(least)
        except ValueError:
            raise UsageError(f"--floor {text}: {least} is not a number") from None
    return wanted


def too_low(score: Score, wanted: Mapping[str, float]) -> list[str]:
    """A line for each level below its floor."""
    reached = score.levels()
    return [
        f"{level}: F1 {reached[level]['F1']} is below {least}"
        for level, least in wanted.items()
        if reached[level]["F1"] < least
    ]
