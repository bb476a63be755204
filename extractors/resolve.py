"""Step 9 · resolve: with the whole article in view, say where and when each number holds, and make the facts.

in:  everything the steps before found
out: `quantities` with `place`, `place_code` and `time`; `facts` and `readings` turn them into what users get
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from decimal import Decimal

from extractors.dating import date
from extractors.locate import locate
from extractors.tables import header_of
from extractors.today import Dating
from extractors.words import vocabulary_words
from schema.metrics import metric_id
from schema.record import Article, Fact, Quantity, Reading, Sentence

# Measured on data/gold/working-*.jsonl, against facts whose metric is a word of the vocabulary.
ENTRY_FOUND = 0.92  # the metric only ends in such a word
ENTRY_MISSING = 0.57
Located = tuple[str | None, str | None, str]
UNKNOWN = 0.96  # for a place or a time that stays unknown


def resolve(article: Article) -> Article:
    """The article with a place and a time for every number that is kept."""
    located = _completed(locate(article))
    kept = tuple(quantity for quantity in article.quantities if quantity.kept)
    dated = iter(date(dataclasses.replace(article, quantities=kept)))
    quantities = tuple(
        _placed(quantity, where, next(dated)) if quantity.kept else quantity
        for quantity, where in zip(article.quantities, located, strict=True)
    )
    return dataclasses.replace(article, quantities=quantities)


def _placed(quantity: Quantity, where: Located, when: Dating) -> Quantity:
    place, code, place_rule = where
    time, time_rule = when
    rules = (*quantity.rules, *filter(None, (place_rule, time_rule)))
    return quantity._replace(place=place, place_code=code, time=quantity.time or time, rules=rules)


def _completed(located: Sequence[Located]) -> list[Located]:
    """The places with the levels that another number of the article names: 上街区/三湾街社区 gets its 街道."""
    codes = {path: code for path, code, _ in located if path}
    alike: dict[str, list[str]] = {}
    for path in codes:
        alike.setdefault(path.rpartition("/")[2], []).append(path)
    longer = {path: _longest(path, alike[path.rpartition("/")[2]]) for path in codes}
    return [(longer[path], codes[longer[path]], rule) if path else (path, code, rule) for path, code, rule in located]


def _longest(path: str, alike: Sequence[str]) -> str:
    """The path with most levels among those that end as this one does and hold all of it."""
    if len(alike) == 1 or "/" not in path:
        return path
    return max((other for other in alike if _holds(other.split("/"), path.split("/"))), key=len)


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    """Whether all of `short` stands in `long`, in order."""
    rest = iter(long)
    return all(part in rest for part in short)


def facts(article: Article) -> list[Fact]:
    """The numbers that are kept, with offsets into the text as it was given."""
    digest = _digest(article.raw)
    contexts: dict[int, str] = {}
    return [_fact(article, quantity, digest, contexts) for quantity in article.quantities if quantity.kept]


def readings(article: Article) -> list[Reading]:
    """All numbers, kept or not, with the reason."""
    digest = _digest(article.raw)
    return [_reading(article, quantity, digest) for quantity in article.quantities]


def _fact(article: Article, quantity: Quantity, digest: str, contexts: dict[int, str]) -> Fact:
    start, end = article.raw_span(quantity.start, quantity.end)
    entry = metric_id(quantity.metric, quantity.unit, quantity.action)
    return Fact(
        id=fact_id(digest, start, end),
        value=_known(quantity),
        value_high=quantity.value_high,
        bound=quantity.bound,
        unit=quantity.unit,
        metric=quantity.metric,
        metric_id=entry,
        action=quantity.action,
        place=quantity.place,
        place_code=quantity.place_code,
        time=quantity.time,
        start=start,
        end=end,
        surface=article.raw[start:end],
        context=_context(article, quantity, contexts),
        confidence=_confidence(quantity, entry),
        rules=quantity.rules,
    )


def _reading(article: Article, quantity: Quantity, digest: str) -> Reading:
    start, end = article.raw_span(quantity.start, quantity.end)
    return Reading(
        start=start,
        end=end,
        surface=article.raw[start:end],
        value=quantity.value,
        value_high=quantity.value_high,
        bound=quantity.bound,
        unit=quantity.unit,
        kind=quantity.kind,
        kept=quantity.kept,
        reason=quantity.reason,
        rules=quantity.rules,
        id=fact_id(digest, start, end) if quantity.kept else None,
    )


def fact_id(digest: str, start: int, end: int) -> str:
    """The id of the fact at `start:end` of the text with this digest: the same on any machine."""
    return hashlib.sha256(f"{digest}:{start}:{end}".encode()).hexdigest()[:16]


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def _known(quantity: Quantity) -> Decimal:
    if quantity.value is None:
        raise ValueError(f"a number is kept without a value: {quantity}")
    return quantity.value


def _context(article: Article, quantity: Quantity, contexts: dict[int, str]) -> str:
    """The sentence around a number, as printed; `contexts` are those that are known of the numbers before."""
    if quantity.sentence < 0:
        start, end = article.raw_span(quantity.start, quantity.end)
        return article.raw[start:end]
    if quantity.sentence not in contexts:
        contexts[quantity.sentence] = _printed(article, article.sentences[quantity.sentence])
    return contexts[quantity.sentence]


def _printed(article: Article, sentence: Sentence) -> str:
    """A sentence as printed; a row of a table with the header above it."""
    start, end = article.raw_span(sentence.start, sentence.end)
    header = header_of(article, sentence.line)
    if header is None or header.start == header.end:
        return article.raw[start:end]
    head_start, head_end = article.raw_span(header.start, header.end)
    return f"{article.raw[head_start:head_end]}\n{article.raw[start:end]}"


def _confidence(quantity: Quantity, entry: str | None) -> float:
    """How often facts like this one are right in everything: by its shape, and by how well the vocabulary knows it."""
    entered = ENTRY_FOUND if entry else ENTRY_MISSING
    known = 1.0 if quantity.metric in vocabulary_words() else entered
    unknown = (quantity.place is None) + (quantity.time is None)
    return round(quantity.confidence * known * UNKNOWN**unknown, 2)
