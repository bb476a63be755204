r"""Step 7 · tables: name the cells of flattened tables by the heads of their rows and columns, with their unit.

in:  `lines`, `quantities`, `place_mentions`, `time_mentions`
out: `quantities`: figures of tables and of label–value lines kept, with unit, metric and the time of their column

>>> from extractors import extract
>>> text = "各社区党员情况\n单位：人\n| 社区 | 党员数 | 女党员 |\n| 和平社区 | 86 | 31 |"
>>> [(fact.metric, str(fact.value), fact.unit) for fact in extract(text)]
[('党员数', '86', '人'), ('女党员', '31', '人')]
"""

from __future__ import annotations

import dataclasses
import functools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from extractors import rules
from extractors.chinese_number import plain
from extractors.heads import Measures, caption, head_of, measured, table_rules, unit_of, words_of
from extractors.moments import read
from extractors.situation import counted
from schema.metrics import metric_id
from schema.record import Article, Line, Quantity, Span

NUMERIC = regex.compile(r"[-+]?\d[\d,. ]*(?:%|‰)?\Z")
RULER = regex.compile(r"[-|:=+ \t]+\Z")
GAP = regex.compile(r"\t| {2,}")
# A short line that is a label and a figure, or a label, a unit and a figure: 党员数（人）：1208, 财政收入 亿元 27.6.
LABELLED = regex.compile(
    r"[\W\d]*?(?P<label>\p{Han}[\p{Han}A-Za-z/、“”]{1,23})(?:\((?P<unit>[^()]{1,8})\))?"
    r"(?:[:：]\s*|\s+(?P<measure>[\p{Han}%/]{1,6})\s+|\s+|(?<=\)))\Z"
)
CONFIDENCE = 0.9
YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DIGITS = "0123456789.,+- "
ABOVE = 160  # how far above the head of a table its year may stand
LONGEST_TABLE = 500  # rows between a figure and the head of its table
LONGEST_LABEL = 40
REST = 8  # so much behind a figure tells whether anything follows on its line


class Cell(NamedTuple):
    """A cell and where it stands; `head` is its text without the unit in brackets, which is `unit`."""

    start: int
    end: int
    text: str
    head: str
    unit: str
    figure: bool  # whether it holds nothing but a figure


class Named(NamedTuple):
    """What the heads say of a figure; `span` is where its metric is read."""

    metric: str
    span: Span
    measures: Measures
    time: str | None
    rules: tuple[str, ...]


def tables(article: Article) -> Article:
    """The article with the figures of its tables and of its label–value lines named."""
    numbers = list(article.quantities)
    starts = [quantity.number_start for quantity in numbers]
    for group in _groups(article.lines):
        for cell, named in _cells(article, group, caption(article, group), starts):
            index = bisect_left(starts, cell.start)
            if index < len(numbers) and numbers[index].number_start < cell.end:
                numbers[index] = _filled(numbers[index], named, "cell")
    for index, named in (*_labelled(article), *_recorded(article)):
        if not numbers[index].metric:
            numbers[index] = _filled(numbers[index], named, "label-unit")
    return dataclasses.replace(article, quantities=tuple(numbers))


def header_of(article: Article, line: int) -> Line | None:
    """The header of the table in which a line stands, or None."""
    if article.lines[line].kind != "table":
        return None
    first = line
    while first > 0 and article.lines[first - 1].kind == "table":
        if line - first == LONGEST_TABLE:
            return None
        first -= 1
    return article.lines[first] if first < line else None


def _groups(lines: Sequence[Line]) -> Iterator[Span]:
    """The runs of table lines, as indexes of lines."""
    first = -1
    for index, line in enumerate((*lines, Line(0, 0, "body"))):
        if line.kind == "table" and first < 0:
            first = index
        elif line.kind != "table" and first >= 0:
            yield Span(first, index)
            first = -1


def _cells(article: Article, group: Span, units: tuple[str, ...], starts: list[int]) -> Iterator[tuple[Cell, Named]]:
    """The figures of a table, each with what its heads say of it; `starts` is where the numbers begin."""
    header: list[Cell] = []
    above: list[Cell] = []
    section = ""
    framed = article.text[article.lines[group.start].start] == "|"
    for line in article.lines[group.start : group.end]:
        row = [_measured_cell(article, cell, starts) for cell in _row(article.text, line, framed)]
        if RULER.match(article.text[line.start : line.end]):
            continue
        if not any(cell.figure for cell in row):
            filled = [cell for cell in row if cell.text]
            if header and len(filled) == 1:
                section = filled[0].unit
            else:
                header = _headed(header, row) if len(row) > 1 else header
            continue
        ruled = "|" in article.text[line.start : line.end] or "\t" in article.text[line.start : line.end]
        aligned = len(header) == len(row) or (ruled and len(header) > len(row))
        heads = header[: len(row)] if aligned else []
        above = row = _carried(row, above, heads, section)
        yield from _row_cells(article, row, heads, units)


def _carried(row: list[Cell], above: list[Cell], header: list[Cell], section: str) -> list[Cell]:
    """A row with the units that it leaves out: those of the row above, or of the line that heads the rows."""
    label = next((cell for cell in row if cell.text and not cell.figure), None)
    part = label is not None and (
        label.text.startswith(tuple(words_of("part"))) or label.head.endswith(tuple(words_of("quality")))
    )
    return [
        _with_unit(cell, above[at] if at < len(above) else None, part, section, at < len(header) and header[at].head)
        for at, cell in enumerate(row)
    ]


def _with_unit(cell: Cell, above: Cell | None, part: bool, section: str, head: str | bool) -> Cell:
    over = above.unit if above else ""
    if cell.figure:
        bare = cell.text.lstrip(DIGITS)
        return cell._replace(unit=bare if bare and measured(bare) else over)
    if above and head in words_of("unit"):
        said_again = cell.text in words_of("ditto") or (part and not cell.text)
        return cell._replace(text=above.text) if said_again else cell
    return cell if cell.unit or not cell.text else cell._replace(unit=(over if part else "") or section)


def _headed(header: list[Cell], row: list[Cell]) -> list[Cell]:
    """The heads of a table when another row without figures came: a row of nothing but units adds those."""
    bare = [cell.unit or (cell.head if measured(cell.head) else "") for cell in row]
    if len(header) != len(row) or not all(unit or not cell.text for cell, unit in zip(row, bare, strict=True)):
        return row
    return [cell._replace(unit=cell.unit or unit) for cell, unit in zip(header, bare, strict=True)]


def _measured_cell(article: Article, cell: Cell, starts: list[int]) -> Cell:
    """The cell, a figure if it is filled by a number with its hedge and unit: 约800份, 5300余."""
    if cell.figure or not cell.text:
        return cell
    start = cell.start + len(article.text[cell.start : cell.end]) - len(article.text[cell.start : cell.end].lstrip())
    index = bisect_left(starts, start)
    if index == len(starts) or starts[index] >= cell.end:
        return cell
    number = article.quantities[index]
    return cell._replace(figure=number.kept and (number.start, number.end) == (start, start + len(cell.text)))


def _row(text: str, line: Line, framed: bool = True) -> list[Cell]:
    """The cells of a row; where the table has a frame, its first bar parts nothing."""
    start, end = line.start, line.end
    bars = "|" in text[start:end]
    if bars and framed and text[start] == "|":
        start += 1
    while not bars and start and text[start - 1] == "\t":
        start -= 1
    while end > start and text[end - 1] in "| ":
        end -= 1
    cells, at = [], start
    for gap in regex.finditer(r"\|", text, pos=start, endpos=end) if bars else GAP.finditer(text, start, end):
        cells.append(_cell(text, at, gap.start()))
        at = gap.end()
    cells.append(_cell(text, at, end))
    return cells


def _cell(text: str, start: int, end: int) -> Cell:
    words = text[start:end].strip()
    figure = bool(NUMERIC.match(words))
    head, unit = (words, "") if figure else head_of(words)
    opened = _opening_part().match(head)
    head = head[opened.end() :] if opened else head
    return Cell(start, end, words, head, unit, figure)


@functools.cache
def _opening_part() -> Any:
    return regex.compile(rf"(?:{rules.any_of(words_of('part'))}[：:, ]*)+")


def _row_cells(
    article: Article, row: list[Cell], header: list[Cell], units: tuple[str, ...]
) -> Iterator[tuple[Cell, Named]]:
    label = next((cell for cell in row if cell.text and not cell.figure), _year_cell(row, header))
    if label is None or label.head in words_of("no-count"):
        return
    column = next((row[at].text for at, cell in enumerate(header) if cell.head in words_of("unit")), "")
    column = column or next((cell.text for cell in row if cell != label and measured(cell.text)), "")
    of_places = any(row[at] == label and cell.head in words_of("place") for at, cell in enumerate(header))
    counting = [at for at, cell in enumerate(header) if row[at] != label and cell.head not in _silent()]
    for at, cell in enumerate(row):
        heads = header[: at + 1]
        if not cell.figure or cell == label or (heads and heads[-1].head in words_of("no-count")):
            continue
        metric = _metric(article, label, heads, of_places)
        if not metric:
            continue
        own = (heads[-1].unit if heads else "", label.unit, column, cell.unit)
        time = _time(article, heads[-1] if heads else None) or _time(article, label)
        said = _heads_said(label, heads, bool(column), units if not any(own) else ())
        rank = counting.index(at) if at in counting else 0
        measures = Measures(own, units, heads[-1].head if heads else "", rank, len(counting))
        yield cell, Named(metric, Span(label.start, label.end), measures, time, said)


def _year_cell(row: list[Cell], header: list[Cell]) -> Cell | None:
    """The first cell of a row of figures, where it is a year under a head."""
    return row[0] if header and header[0].head and YEAR.fullmatch(row[0].text) else None


@functools.cache
def _silent() -> frozenset[str]:
    """The heads of columns that hold no figures with a unit."""
    return words_of("no-count") | words_of("unit")


def _metric(article: Article, label: Cell, heads: list[Cell], of_places: bool) -> str:
    """What a cell counts: its column where the row is a place, a time or a sum, its row where the column is silent.

    `of_places` says that the column of the labels is one of places, whatever stands in it (村名).
    """
    head = heads[-1].head if heads else ""
    if not head or head in words_of("generic") or _covers(article.time_mentions, heads[-1]):
        return "" if _covers(article.place_mentions, label) else label.head
    whole = _whole(heads)
    if whole and head.endswith(tuple(words_of("quality"))):
        head = head + whole
    sums = of_places or label.head in words_of("total") or label.figure
    if sums or _covers(article.place_mentions, label) or _covers(article.time_mentions, label):
        return head
    return head if metric_id(head) and not metric_id(label.head) else label.head + head


def _heads_said(label: Cell, heads: list[Cell], column: bool, units: tuple[str, ...]) -> tuple[str, ...]:
    """The rules of the words that told what heads mean."""
    head = heads[-1] if heads else label
    parts, qualities = tuple(words_of("part")), tuple(words_of("quality"))
    said = {
        "generic": head.head in words_of("generic"),
        "total": label.head in words_of("total"),
        "part": head.text.startswith(parts) or label.text.startswith(parts),
        "quality": head.head.endswith(qualities) and bool(_whole(heads)),
        "unit": column,
        "caption": bool(units),
        "joiner": len(units) > 1,
    }
    return tuple(table_rules()[means]["id"] for means, holds in said.items() if holds)


def _whole(heads: list[Cell]) -> str:
    """What the nearest column before counts that is a metric of its own and no part (党员 of 党员数)."""
    parts = tuple(words_of("part"))
    columns = (cell for cell in reversed(heads[:-1]) if not cell.text.startswith(parts))
    return next((counted(cell.head) for cell in columns if metric_id(cell.head)), "")


def _covers(mentions: Sequence[Any], cell: Cell) -> bool:
    """Whether a place or a time fills most of a cell."""
    at = bisect_left(mentions, cell.start, key=lambda mention: mention.start)
    if at == len(mentions) or mentions[at].end > cell.end:
        return False
    return bool(2 * (mentions[at].end - mentions[at].start) > len(cell.text))


def _time(article: Article, head: Cell | None) -> str | None:
    if head is None:
        return None
    if YEAR.fullmatch(head.text):
        return head.text
    if not _covers(article.time_mentions, head):
        return None
    at = bisect_left(article.time_mentions, head.start, key=lambda mention: mention.start)
    found = article.time_mentions[at]
    if found.edtf or found.kind != "partial":
        return found.edtf
    moment, year = read(article.text[found.start : found.end]), _year_above(article, head.start)
    return moment.edtf(year) if moment and year else None


def _year_above(article: Article, position: int) -> int | None:
    """The year that the title or a line not far above a table names: 2018年接待统计."""
    years = YEAR.findall((article.title or "") + article.text[max(0, position - ABOVE) : position])
    return int(years[-1]) if years else None


def _filled(quantity: Quantity, named: Named, means: str) -> Quantity:
    if quantity.value is None:
        return quantity
    rule = table_rules()[means]
    scale, unit = (Decimal(1), quantity.unit) if quantity.unit else unit_of(named.measures, named.metric)
    return quantity._replace(
        value=plain(quantity.value * scale),
        value_high=None if quantity.value_high is None else plain(quantity.value_high * scale),
        unit=unit,
        kind="quantity" if quantity.kind == "other" else quantity.kind,
        kept=True,
        reason=rule["reason"],
        metric=named.metric,
        metric_start=named.span.start,
        metric_end=named.span.end,
        time=named.time,
        confidence=CONFIDENCE,
        rules=(*quantity.rules, rule["id"], *named.rules),
    )


def _labelled(article: Article) -> Iterator[tuple[int, Named]]:
    """Figures without a unit that fill a short line behind their label: 党建经费(万元)：57.2, 网格数量：58."""
    line = 0
    for index, quantity in enumerate(article.quantities):
        if quantity.unit or quantity.value is None or quantity.kind not in ("other", "quantity"):
            continue
        while line < len(article.lines) and article.lines[line].end < quantity.end:
            line += 1
        if line == len(article.lines) or article.lines[line].kind == "furniture":
            continue
        start, end = article.lines[line].start, article.lines[line].end
        if not 0 < quantity.start - start <= LONGEST_LABEL:
            continue
        label = _label(article.text[start : quantity.start], article.text[quantity.end : min(end, quantity.end + REST)])
        if label:
            yield index, Named(label[0], Span(start, quantity.start), Measures(label[1]), None, ())


def _recorded(article: Article) -> Iterator[tuple[int, Named]]:
    """Figures behind a label that only says it is one, named by the line above: 名称：…, 数量：9个."""
    starts = [quantity.start for quantity in article.quantities]
    subject: Span | None = None
    for line in article.lines:
        found = _record_pattern().match(article.text, line.start, line.end)
        if line.kind == "furniture" or found is None:
            continue
        if found["name"]:
            subject = Span(*found.span("value")) if line.end - line.start <= LONGEST_LABEL else None
            continue
        index = bisect_left(starts, found.start("value"))
        if subject is None or index == len(starts) or starts[index] != found.start("value"):
            continue
        if article.quantities[index].end >= line.end and article.quantities[index].value is not None:
            yield index, Named(article.text[slice(*subject)], subject, Measures(), None, (table_rules()["name"]["id"],))


@functools.cache
def _record_pattern() -> Any:
    names, figures = rules.any_of(words_of("name")), rules.any_of(words_of("generic"))
    return regex.compile(rf"(?:(?P<name>{names})|(?:{figures}))[:：]\s*(?P<value>\S[^\n]*)")


def _label(before: str, behind: str) -> tuple[str, tuple[str, ...]] | None:
    """The metric and the units of a label, where the figure behind it is a count."""
    found = LABELLED.match(before)
    if found is None:
        return None
    given = found["unit"] or found["measure"] or ""
    if given and measured(given):
        return found["label"], (given,)
    alone = not behind.strip(" ;；。") and not given
    counts = metric_id(found["label"]) and found["label"] != counted(found["label"])
    return (found["label"], ()) if alone and counts and found["label"] not in words_of("no-count") else None
