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
from extractors.chinese_number import LONGEST, characters, plain, rule, values, worth
from extractors.kinds import Verdict, View, judge, verdict
from extractors.numerals import money_without_unit
from schema.record import Article, Bound, Quantity, Span
from schema.units import Unit, unit_at, units

SHARE = ("share-", "growth-")
LABEL = frozenset("：:")  # what stands between a label and its figure
LABELLED = frozenset("\n(（")  # what may stand behind the figure
CAPTIONED = frozenset("\n)）")  # what ends a caption
FAR = 2000  # how far below its caption a figure may stand
PARTED = 3  # the shortest unit with a mark in it, or with what it is counted by
CELL = 12  # how far before a number the cell with its unit may begin


def quantities(article: Article) -> Article:
    """The article with its numbers measured and judged."""
    places = _Places(article)
    found = [_quantity(article.text, number, places) for number in article.quantities]
    return dataclasses.replace(article, quantities=tuple(_listed(article.text, found)))


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
            return "title-of-work" if self._quotes[self._quote].lastgroup == "title" else "quoted-name"
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
        r"(?P<title>《[^《》\n]{1,60}》)|“[^“”\n，。；]{1,14}”|‘[^‘’\n，。；]{1,14}’|「[^「」\n，。；]{1,14}」|\"[^\"\n，。；]{1,12}\""
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
        measured.start,
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
    unit, end, extra, inner = _unit(text, number)
    low = plain(number.value + extra) if extra and number.value is not None else number.value
    kind = unit[1] if unit else ""
    word = text[number.number_start : number.number_end]
    ahead = bounds.before(text, number.number_start, word, kind) or (apart and (apart, number.number_start))
    behind = bounds.after(text, end)
    ids = _rules_of_unit(text, number.number_end, end, unit[0] if unit else "")
    name = unit[0] if unit else ""
    if kind == "money" and end == number.number_end and money_without_unit(text, number.number_start, end):
        ids.append("money-without-unit")
    if not (ahead or behind):
        own = number.bound if number.value_high is not None or not inner else inner
        return _Measured(number.number_start, end, low, number.value_high, own, name, kind, "", tuple(ids))
    start = ahead[1] if ahead and not ahead[0].outside else number.number_start
    said: list[Bound] = []
    if ahead:
        said.append(ahead[0].means)
        ids.append(ahead[0].rule)
    said.append(inner or number.bound)
    if behind:
        said.append(behind[0].means)
        ids.append(behind[0].rule)
        end = behind[1]
    bound: Bound = "range" if number.value_high is not None else _strongest(said)
    last = behind[0].rule if behind else ""
    return _Measured(start, end, low, number.value_high, bound, name, kind, last, tuple(ids))


def _rules_of_unit(text: str, start: int, end: int, unit: str) -> list[str]:
    """The rules that read what stands in a unit at `start:end` beside its name: 个多月, 元/人·月."""
    if end - start < PARTED:
        return []
    parted = text[start : start + 2] in rule("mark-in-unit")["words"] and unit != text[start]
    ids = ["mark-in-unit"] if parted else []
    if any(sign in unit for sign in rule("per-unit")["words"]):
        ids.append("per-unit")
        ids += ["per-month"] if unit[-1] in rule("per-month")["words"] else []
    return ids


def _strongest(said: list[Bound]) -> Bound:
    """What several hedges say together: a floor or a ceiling says more than a guess."""
    firm = next((bound for bound in said if bound in ("over", "under")), None)
    return firm or ("approx" if "approx" in said else "exact")


Extra = tuple[tuple[str, str] | None, int, Decimal, Bound | None]


def _unit(text: str, number: Quantity) -> Extra:
    """Name and kind of the unit of a number, where it ends, what it adds (年半) and what it says (个多月)."""
    end = number.number_end
    if number.rules[0].startswith(SHARE):
        return (_per_cent(), "percent"), end, Decimal(0), None
    if found := _parted(text, end):
        return found
    unit = unit_at(text, end) or (unit_at(text, end + 1) if text[end : end + 1] == " " else None)
    if unit is None and number.value_high is None and money_without_unit(text, number.number_start, end):
        return (_yuan(), "money"), end, Decimal(0), None
    if unit is None:
        return _unit_inside(text, number), end, Decimal(0), None
    name, stop = _per(text, *unit)
    half = text[stop : stop + 1] in values("number-half") and unit[0].kind in ("duration", "multiple")
    if half:
        return (name, unit[0].kind), stop + 1, values("number-half")[text[stop]], None
    return (name, unit[0].kind), stop, Decimal(0), None


@functools.cache
def _yuan() -> str:
    return next(iter(values("money-without-unit")))


@functools.cache
def _per_cent() -> str:
    return next(unit.name for unit in units().values() if unit.kind == "percent")


def _parted(text: str, end: int) -> Extra | None:
    """A unit with a mark in it: 个多月, 个半小时."""
    entry = rule("mark-in-unit")
    if text[end : end + 2] not in entry["words"]:
        return None
    for length in (3, 2, 1):
        rest = text[end + 2 : end + 2 + length]
        unit = units().get(text[end] + rest) if len(rest) == length else None
        if unit and unit.kind in ("duration", "point_share"):
            half = values("number-half").get(text[end + 1])
            return (unit.name, unit.kind), end + 2 + length, half or Decimal(0), None if half else "over"
    return None


def _per(text: str, unit: Unit, span: Span) -> tuple[str, int]:
    """The unit with what it is counted by: 元/平方米, 元/人·月."""
    name, end = unit.name, span.end
    for _ in range(2):
        if text[end : end + 1] not in rule("per-unit")["words"]:
            break
        by = unit_at(text, end + 1) or _plain_month(text, end + 1)
        if by is None:
            break
        name += text[end] + by[0].name
        end = by[1].end
    return name, end


def _plain_month(text: str, start: int) -> tuple[Unit, Span] | None:
    word = text[start : start + 1]
    return (Unit(word, "duration", None), Span(start, start + 1)) if word in rule("per-month")["words"] else None


def _unit_inside(text: str, number: Quantity) -> tuple[str, str] | None:
    """The unit in the middle of a range that has none at its end (30万元至45万), or in the cell before (个  53)."""
    if number.value_high is None:
        return _unit_of_cell_before(text, number.number_start)
    for at in range(number.number_start + 1, min(number.number_end, number.number_start + LONGEST)):
        unit = None if text[at].isascii() and text[at] != "%" else unit_at(text, at)
        if unit:
            return unit[0].name, unit[0].kind
    return None


def _unit_of_cell_before(text: str, start: int) -> tuple[str, str] | None:
    """The unit that fills the cell before a number."""
    if start < 2 or text[start - 1] not in " \t|":
        return None
    window = text[max(0, start - CELL) : start].rstrip(" \t|")
    word = window[max(window.rfind(mark) for mark in " \t|\n") + 1 :]
    unit = units().get(word) if len(word) < len(window) else None
    return (unit.name, unit.kind) if unit else None


def _listed(text: str, found: list[Quantity]) -> list[Quantity]:
    """The numbers again, those of a list held against the next one: 一个党支部、三个党小组; 6.3和7.2个百分点."""
    for at in range(len(found) - 2, -1, -1):
        number, following = found[at], found[at + 1]
        gap = following.start - number.end
        if not (0 < gap <= CELL) or not following.kept:
            continue
        between = text[number.end : following.start]
        if (
            number.unit == ""
            and number.value is not None
            and following.unit
            and between in rule("shared-unit")["words"]
        ):
            found[at] = dataclasses.replace(
                number, unit=following.unit, kind=following.kind, kept=True, reason=following.reason,
                rules=(*number.rules[:-1], "shared-unit", following.rules[-1]),
            )  # fmt: skip
        elif number.rules[-1] in _doubtful() and between.isprintable():
            found[at] = _counted_in_list(number, between)
    return found


@functools.cache
def _doubtful() -> frozenset[str]:
    return frozenset(verdict(name).rule for name in ("one-as-article", "loose-count"))


def _counted_in_list(number: Quantity, between: str) -> Quantity:
    one = verdict("one-counted")
    if number.unit not in one.words["units"] or not any(mark in between for mark in rule("list-mark")["words"]):
        return number
    return dataclasses.replace(
        number, kind=one.kind, kept=True, reason=one.reason, rules=(*number.rules[:-1], "list-mark", one.rule)
    )
