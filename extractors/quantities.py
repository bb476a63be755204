"""Step 4 · quantities: add hedge and unit to every number, and say what it is and whether it counts as a fact.

in:  `text`, `quantities` with the numbers; `lines` and `sentences` where there are any
out: `quantities` with span, `bound`, `unit`, `kind`, `kept`, `reason` and `rules`

>>> from extractors.numerals import numerals
>>> article = quantities(numerals(Article("", text="占地约4000平方米，年均12次")))
>>> [(found.bound, found.unit, found.kept) for found in article.quantities]
[('approx', '平方米', True), ('exact', '次', True)]
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extractors import bounds, rules
from extractors.chinese_number import characters, plain, rule, worth
from extractors.kinds import Verdict, View, judge, verdict
from extractors.lists import listed
from extractors.measures import measure
from extractors.surroundings import currency_before
from schema.record import Article, Bound, Quantity
from schema.units import Unit, unit_at

LABEL = frozenset("：:")  # what stands between a label and its figure
LABELLED = frozenset("\n(（")  # what may stand behind the figure
CAPTIONED = frozenset("\n)）")  # what ends a caption
FAR = 2000  # how far below its caption a figure may stand


def quantities(article: Article) -> Article:
    """The article with its numbers measured and judged."""
    places = _Places(article)
    found: list[Quantity] = []
    for number in article.quantities:
        if not found or found[-1].end <= number.number_start:  # 半 of 两个半小时 is no number of its own
            found.append(_quantity(article.text, number, places))
    return dataclasses.replace(article, quantities=tuple(listed(article.text, found)))


class _Places:
    """Where the numbers stand: line, sentence, quotation; asked in the order of the text."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._quotes = list(_quotes().finditer(article.text))
        self._quote = self._line = self._sentence = 0
        self._hedges = bounds.apart(article.text)
        self._captions = list(_captions(article.text))

    def quote(self, at: int) -> str:
        """The rule of the quotation around a place, or ""."""
        while self._quote < len(self._quotes) and self._quotes[self._quote].end() <= at:
            self._quote += 1
        if self._quote < len(self._quotes) and self._quotes[self._quote].start() < at:
            return "title-of-work" if self._quotes[self._quote][0][0] == "《" else "quoted-name"
        return ""

    def line_kind(self, at: int) -> str:
        """What part the line of a place plays, body where nothing is known."""
        lines = self._article.lines
        while self._line < len(lines) and lines[self._line].end <= at:
            self._line += 1
        return lines[self._line].kind if self._line < len(lines) and lines[self._line].start <= at else "body"

    def caption(self, start: int, end: int) -> tuple[Decimal, Unit] | None:
        """Scale and unit that a caption above gives a figure that stands alone behind its label."""
        text = self._article.text
        if not self._captions or text[start - 1 : start] not in LABEL or (text[end : end + 1] or "\n") not in LABELLED:
            return None
        above = [(scale, unit) for at, scale, unit in self._captions if start - FAR < at < start]
        return above[-1] if above else None

    def hedge(self, at: int) -> bounds.Hedge | None:
        """The hedge that stands before a number with other words between."""
        return self._hedges.get(at)

    def sentence(self, at: int) -> int:
        """The sentence of a place, or -1."""
        sentences = self._article.sentences
        while self._sentence < len(sentences) and sentences[self._sentence].end <= at:
            self._sentence += 1
        inside = self._sentence < len(sentences) and sentences[self._sentence].start <= at
        return self._sentence if inside else -1


def _captions(text: str) -> Iterator[tuple[int, Decimal, Unit]]:
    """The captions that name a unit: where, its scale and the unit."""
    for match in _caption().finditer(text):
        unit = unit_at(text, match.end())
        if unit and (text[unit[1].end : unit[1].end + 1] or "\n") in CAPTIONED:
            scale = worth(match["scale"]) if match["scale"] else None
            yield match.start(), scale.low if scale else Decimal(1), unit[0]


@functools.cache
def _caption() -> re.Pattern[str]:
    scales = characters("han-scale", "han-scale-large")
    return re.compile(rf"{rules.any_of(rule('unit-of-caption')['words'])}(?P<scale>[{scales}]*)")


@functools.cache
def _quotes() -> re.Pattern[str]:
    """Titles of works, and quotations short enough to be a name."""
    return re.compile(
        r"《[^《》\n]{1,60}》|“[^“”\n，。；]{1,14}”|‘[^‘’\n，。；]{1,14}’|「[^「」\n，。；]{1,14}」|\"[^\"\n，。；]{1,12}\""
    )


def _quantity(text: str, number: Quantity, places: _Places) -> Quantity:
    """One number, measured and judged."""
    start, end = number.number_start, number.number_end
    line = places.line_kind(start)
    furniture = line in ("furniture", "byline")
    quote, sentence = places.quote(start), places.sentence(start)
    if number.reason or number.value is None:
        entry = verdict("code")
        reason = number.reason or entry.reason
        return Quantity(
            start, end, start, end, None, None, "exact", "", number.kind, False, reason, number.rules, sentence
        )
    measured = _measured(text, number, places.hedge(start))
    if not measured.unit and measured.low is not None and (caption := places.caption(start, end)):
        scale, unit = caption
        low, ids = plain(measured.low * scale), (*measured.rules, "unit-of-caption")
        measured = measured._replace(low=low, unit=unit.name, kind=unit.kind, rules=ids)
    if furniture or quote:
        answer = verdict("furniture" if furniture else quote)
    else:
        table = line == "table"
        answer = judge(
            View(
                text, measured.start, start, end, measured.end, measured.unit, measured.kind,
                measured.low, measured.bound, measured.behind, table,
            )
        )  # fmt: skip
    return _answered(number, measured, answer, sentence)


def _answered(number: Quantity, measured: _Measured, answer: Verdict, sentence: int) -> Quantity:
    kind = "range" if measured.bound == "range" and answer.kind == "quantity" else answer.kind
    return Quantity(
        measured.start - ("ordinal-mark" in number.rules),  # the 第 of an ordinal is part of what is read
        measured.end,
        number.number_start,
        number.number_end,
        measured.low,
        measured.high,
        measured.bound,
        measured.unit,
        kind,
        answer.kept,
        answer.reason,
        (*number.rules, *measured.rules, answer.rule),
        sentence,
    )


class _Measured(NamedTuple):
    """A number with its hedges and its unit."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str
    kind: str
    behind: str
    rules: tuple[str, ...]


def _measured(text: str, number: Quantity, apart: bounds.Hedge | None) -> _Measured:
    unit = measure(text, number)
    begin, ids = number.start, list(unit.rules)
    if not unit.unit and (currency := currency_before(text, number.start)):
        unit, begin = unit._replace(unit=currency[0], kind="money"), currency[1]
        ids.append("currency-before")
    low = number.value
    if low is not None and unit.extra:
        low = plain(low - unit.extra if low < 0 else low + unit.extra)
    word = text[number.number_start : number.number_end]
    ahead = bounds.before(text, begin, word, unit.kind) or (apart and (apart, number.number_start))
    behind = bounds.after(text, unit.end)
    if not (ahead or behind):
        bound: Bound = "range" if number.value_high is not None else unit.bound or number.bound
        return _Measured(begin, unit.end, low, number.value_high, bound, unit.unit, unit.kind, "", tuple(ids))
    if number.value_high is None:  # only a range has what stands between its ends
        ahead = None if ahead and ahead[0].means == "range" else ahead
        behind = None if behind and behind[0].means == "range" else behind
    start = ahead[1] if ahead and not ahead[0].outside else begin
    said: list[Bound] = [hedge[0].means for hedge in (ahead, behind) if hedge]
    ids += [hedge[0].rule for hedge in (ahead, behind) if hedge]
    bound = "range" if number.value_high is not None else _strongest([*said, unit.bound or number.bound])
    last, end = (behind[0].rule, behind[1]) if behind else ("", unit.end)
    return _Measured(start, end, low, number.value_high, bound, unit.unit, unit.kind, last, tuple(ids))


def _strongest(said: list[Bound]) -> Bound:
    """What several hedges say together: a floor or a ceiling says more than a guess."""
    firm = next((bound for bound in said if bound in ("over", "under")), None)
    return firm or ("approx" if "approx" in said else "exact")
