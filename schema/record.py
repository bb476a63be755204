"""The records that every step passes on: frozen, typed, and the same names everywhere.

`Fact` and `Reading` are what users get; `Article` is what the steps of the pipeline hand to one another, and
`Line`, `Sentence`, `Quantity`, `PlaceMention`, `TimeMention` are what they find in it. Two kinds of offset exist and
never mix: offsets of `Fact` and `Reading` count characters of the text the reader gave (`Article.raw`); all others
count characters of the normalised text (`Article.text`). `Article.raw_span` leads from the second to the first.

What is made by the thousand in every article is a named tuple: a frozen dataclass takes nine times as long to make.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

Bound = Literal["exact", "over", "under", "approx", "range"]
Kind = Literal[
    "quantity",
    "percent",
    "money",
    "range",
    "ordinal",
    "date",
    "time",
    "age",
    "duration",
    "address",
    "name",
    "idiom",
    "numbering",
    "other",
]
LineKind = Literal["title", "byline", "heading", "body", "table", "furniture"]

BOUNDS: tuple[Bound, ...] = get_args(Bound)
KINDS: tuple[Kind, ...] = get_args(Kind)


class Span(NamedTuple):
    """A half-open stretch of characters."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One number of an article with all that makes it usable: what it counts, where, when, and who says so."""

    id: str
    value: Decimal
    value_high: Decimal | None
    bound: Bound
    unit: str
    metric: str
    metric_id: str | None
    action: str | None
    place: str | None
    place_code: str | None
    time: str | None
    start: int
    end: int
    surface: str
    context: str
    confidence: float
    rules: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One number of a text, kept as a fact or not, and why; `id` is that of the fact where it was kept."""

    start: int
    end: int
    surface: str
    value: Decimal | None
    value_high: Decimal | None
    bound: Bound
    unit: str
    kind: Kind
    kept: bool
    reason: str
    rules: tuple[str, ...]
    id: str | None = None


class Line(NamedTuple):
    """A line of the text, without its newline, and what part it plays on the page."""

    start: int
    end: int
    kind: LineKind


class Sentence(NamedTuple):
    """A sentence (it ends at 。！？ or with its line), its clauses (at ，；： too) and its line in `Article.lines`."""

    start: int
    end: int
    line: int
    clauses: tuple[Span, ...]


class Quantity(NamedTuple):
    """A number as far as the steps so far have understood it.

    `start:end` covers hedge, number and unit (约4000平方米); `number_start:number_end` the number with the marks
    inside it (4万余) but neither hedge before nor unit; `sentence` indexes `Article.sentences` (-1 outside any).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    value_high: Decimal | None = None
    bound: Bound = "exact"
    unit: str = ""
    kind: Kind = "other"
    kept: bool = False
    reason: str = ""
    rules: tuple[str, ...] = ()
    sentence: int = -1
    metric: str = ""
    metric_start: int = -1
    metric_end: int = -1
    action: str | None = None
    confidence: float = 0.0
    place: str | None = None
    place_code: str | None = None
    time: str | None = None


class PlaceMention(NamedTuple):
    """Words of the text that name a place or point to one.

    `kind` is `named` (兰州市, 酒泉路街道畅家巷社区: one mention for a nested run), `deictic` (我市, 全区, 该村: the
    article's own place or one named before, at `level`) or `nation` (全国). `path` is the path from the highest level
    known down to what is named, `code` the statistical code of its deepest official part.
    """

    start: int
    end: int
    kind: Literal["named", "deictic", "nation"]
    level: str
    path: str | None = None
    code: str | None = None
    rule: str = ""


class TimeMention(NamedTuple):
    """Words of the text that say when: `kind` tells how to read them, `edtf` is there once nothing else is needed.

    `absolute` stands by itself (2020年9月); `relative` needs the publication date (今年, 去年底, 近三年); `partial`
    needs a year from before it (9月, 上半年, 同年).
    """

    start: int
    end: int
    kind: Literal["absolute", "relative", "partial"]
    edtf: str | None = None
    rule: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """One text on its way through the pipeline; each step returns a copy with its own fields filled."""

    raw: str
    published: str | None = None  # EDTF date: the caller's, else what segment found on the page
    place: str | None = None  # the path that 我市 / 全区 mean: the caller's, else what places found
    publisher: str | None = None
    title: str | None = None
    text: str = ""
    origin: Sequence[int] = ()  # text[i] came from raw[origin[i]]; one entry more than text, for its end
    lines: tuple[Line, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    place_mentions: tuple[PlaceMention, ...] = ()
    time_mentions: tuple[TimeMention, ...] = ()
    place_code: str | None = None

    def raw_span(self, start: int, end: int) -> Span:
        """The stretch of `raw` that `text[start:end]` was made from (`end` > `start`).

        >>> Article("區(qū)", text="区", origin=(0, 5)).raw_span(0, 1)
        Span(start=0, end=1)
        """
        return Span(self.origin[start], self.origin[end - 1] + 1)
