"""Step 8 · metrics: say what each number counts, as a reader would head the column.

in:  `sentences`, `quantities`, `place_mentions`, `time_mentions`
out: `quantities`, each kept one with `metric`, the span it was read from, `action` and `confidence`

The shapes are tried in order (see `shapes.SHAPES`); the first that fits names the metric. Cells of tables have theirs.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractors.phrases import QUANTITY, Token, before, behind
from extractors.shapes import name
from extractors.situation import Named, Situation, confidence_of, counts_persons, shape_rules, shape_words
from extractors.view import View
from extractors.words import rules_of_words
from schema.record import Article, Quantity, Sentence

BY_ENDING = frozenset({"noun-ending", "person-head", "organisation-head", "ratio-noun", "compound-head"})
NEAR = 24  # tokens on either side of a number whose words can have shaped its metric
CARRIED = 6  # numbers of the sentence before that a 其中 may refer to


def metrics(article: Article) -> Article:
    """The article with a metric for every number that is kept."""
    view = View(article)
    names = _Names({}, {})
    earlier: tuple[Named, ...] = ()
    line = -1
    for number, members in _by_sentence(article).items():
        sentence = article.sentences[number]
        if sentence.line != line:
            earlier, line = (), sentence.line
        earlier = _sentence(view, sentence, members, earlier, names)
    found = tuple(
        _filled(quantity, names.metrics[index], names.words[index]) if index in names.metrics else _checked(quantity)
        for index, quantity in enumerate(article.quantities)
    )
    return dataclasses.replace(article, quantities=found)


def _by_sentence(article: Article) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for index, quantity in enumerate(article.quantities):
        if quantity.kept and quantity.sentence >= 0 and not quantity.metric:
            members.setdefault(quantity.sentence, []).append(index)
    return members


@dataclasses.dataclass(slots=True)
class _Names:
    """The metrics found so far, and the rules of the words that shaped each."""

    metrics: dict[int, Named]
    words: dict[int, tuple[str, ...]]


def _sentence(
    view: View, sentence: Sentence, members: list[int], earlier: tuple[Named, ...], names: _Names
) -> tuple[Named, ...]:
    """Name every number of a sentence; what they counted is handed to the next sentence of the line."""
    numbers = view.article.quantities
    inside = len(earlier)
    at = 0
    for number, clause in enumerate(sentence.clauses):
        first = at
        while at < len(members) and numbers[members[at]].start < clause.end:
            at += 1
        if at > first:
            earlier = _clause(_Clause(view, sentence, number, inside, names), frozenset(members[first:at]), earlier)
    return earlier[-CARRIED:]


class _Clause(NamedTuple):
    """A clause, with the names found so far; the first `inside` of the numbers before it stand in other sentences."""

    view: View
    sentence: Sentence
    number: int
    inside: int
    names: _Names


def _clause(clause: _Clause, members: frozenset[int], earlier: tuple[Named, ...]) -> tuple[Named, ...]:
    """Name every number of a clause by the tokens that it may use: those that no number before it took."""
    view, sentence, number, inside, names = clause
    tokens = view.tokens(sentence.clauses[number])
    positions = [at for at, token in enumerate(tokens) if token.kind == QUANTITY]
    floor = 0
    for order, at in enumerate(positions):
        index = tokens[at].number
        if index in members:
            ceiling = positions[order + 1] if order + 1 < len(positions) else len(tokens)
            quantity = view.article.quantities[index]
            unit = quantity.unit
            left = before(tokens, at, floor)
            right = behind(tokens, at, ceiling, counts_persons(unit), unit in shape_words("things"))
            same = earlier[inside:]
            situation = Situation(
                view, sentence, number, tokens, at, floor, ceiling, index, quantity, earlier, same, left, right
            )
            earlier = (*earlier, *_named(situation, positions[order:], names))
        floor = max(at + 1, names.metrics[index].used if index in names.metrics else 0)
    return earlier


def _named(situation: Situation, positions: list[int], names: _Names) -> tuple[Named, ...]:
    """The metrics that a number gives, to itself or to those that share its names."""
    found = {
        index: named for index, named in name(situation, positions, names.metrics).items() if index not in names.metrics
    }
    names.metrics.update(found)
    for index, named in found.items():
        names.words[index] = _words(situation.tokens, situation.at, named)
    return tuple(found.values())


def _words(tokens: Sequence[Token], at: int, found: Named) -> tuple[str, ...]:
    """The rules of the words between a number and its metric, of those in the metric, and of the one that ends it."""
    start, end = min(found.start, tokens[at].start), max(found.end, tokens[at].end)
    first, last, least, most = at, at + 1, max(0, at - NEAR), min(len(tokens), at + NEAR)
    while first > least and tokens[first - 1].end >= start:
        first -= 1
    while last < most and tokens[last].start <= end:
        last += 1
    ids: dict[str, None] = {}
    for token in tokens[first:last]:
        if listed := _rules_of(token.word):
            ids.update(listed)
    return tuple(ids)


@functools.lru_cache(maxsize=20_000)
def _rules_of(word: str) -> Mapping[str, None]:
    """The rules that list a word or, where endings are listed, its ending."""
    known, ending = rules_of_words(), _rules_of_endings()
    return dict.fromkeys((*known.get(word, ()), *ending.get(word[-2:], ()), *ending.get(word[-1:], ())))


@functools.cache
def _rules_of_endings() -> Mapping[str, tuple[str, ...]]:
    """The rules that list a word as an ending."""
    listed = ((word, tuple(rule for rule in ids if rule in BY_ENDING)) for word, ids in rules_of_words().items())
    return {word: ids for word, ids in listed if ids}


def _checked(quantity: Quantity) -> Quantity:
    """A number of which nothing says what it counts is kept no longer."""
    if not quantity.kept or quantity.metric:
        return quantity
    rule = shape_rules()["missing"]
    return quantity._replace(kept=False, reason=rule["reason"], rules=(*quantity.rules, rule["id"]))


def _filled(quantity: Quantity, found: Named, words: tuple[str, ...]) -> Quantity:
    return quantity._replace(
        metric=found.metric,
        metric_start=found.start,
        metric_end=found.end,
        action=found.action,
        rules=(*quantity.rules, found.rule, *words),
        confidence=confidence_of(found.rule),
    )
