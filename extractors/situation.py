"""A number in its clause, and what it is found to count: the records that the shapes of metrics work on."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from extractors import rules
from extractors.phrases import PLACE, QUANTITY, STOP, TIME, Phrase, Token, unlinked
from extractors.view import View
from extractors.words import cut, endings, vocabulary_words, word_class
from schema.record import Quantity, Sentence
from schema.units import units


class Named(NamedTuple):
    """What a number counts: the words, where they stand, the governing verb and the rule.

    `core` is what it counts without growth or share, `whole` what a part of it is a part of; later numbers of the
    sentence carry them on. `used` is the first token behind the phrase where that stands behind the number.
    """

    metric: str
    start: int
    end: int
    action: str | None
    rule: str
    core: str
    whole: str
    unit: str
    used: int = 0


class Situation(NamedTuple):
    """A number in its clause: it stands at token `at`, and may use the tokens `floor:ceiling`.

    `number` is its place among the quantities of the article; `earlier` are the numbers named before it.
    """

    view: View
    sentence: Sentence
    clause: int
    tokens: Sequence[Token]
    at: int
    floor: int
    ceiling: int
    number: int
    quantity: Quantity
    earlier: tuple[Named, ...]
    same_sentence: tuple[Named, ...]
    left: Phrase
    right: Phrase

    @property
    def verb(self) -> int:
        """The token of the verb right before the number, linking words aside; -1 where there is none."""
        at = self.unlinked(self.at)
        return at - 1 if at > self.floor and self.tokens[at - 1].kind in ("verb", "either") else -1

    @property
    def follower(self) -> str | None:
        """The verb behind the number and its phrase (6800名…已到岗)."""
        at = max(self.at + 1, self.right.last)
        while at < self.ceiling and self.tokens[at].kind in ("adverb", "link", "scope"):
            at += 1
        return self.tokens[at].word if at < self.ceiling and self.tokens[at].kind == "verb" else None

    def unlinked(self, at: int) -> int:
        """The end of what stands before token `at`, the words aside that link it to a number."""
        return unlinked(self.tokens, at, self.floor)


Shape = Callable[[Situation], Named | None]


SHARES = frozenset({"percent", "permille", "point_share", "multiple", "tenth"})


MEASURES = frozenset({"money", "area", "length", "mass", "volume", "energy", "data"})


LONGEST_KNOWN = 4  # words before a phrase that may be one with it
NEVER_KNOWN = frozenset({QUANTITY, STOP, TIME, PLACE, "conjunction", "particle"})


JOINTS = r"[、/]"


NUMBERED = re.compile(r"\([^()]*(?:[0-9]{3}|=)[^()]*\)")  # 居民消费价格指数(上年=100)


QUOTES = str.maketrans("", "", " \t\n")


@functools.cache
def shape_rules() -> Mapping[str, dict[str, Any]]:
    """The rule of each shape."""
    loaded = rules.load("metrics", frozenset({"shape", "confidence", "words"}), frozenset({"names", "reason"}))
    return {rule["shape"]: rule for rule in loaded}


@functools.cache
def shape_words(shape: str) -> frozenset[str]:
    """The words that a shape needs."""
    return frozenset(shape_rules()[shape]["words"])


@functools.cache
def longest_first(shape: str) -> tuple[str, ...]:
    """The words that a shape needs, the longest first."""
    return tuple(sorted(shape_words(shape), key=lambda word: (-len(word), word)))


@functools.cache
def _confidences() -> Mapping[str, float]:
    return {rule["id"]: rule["confidence"] for rule in shape_rules().values()}


def confidence_of(rule: str) -> float:
    """How sure a metric of this shape is.

    >>> confidence_of("metric-behind") > confidence_of("metric-verb")
    True
    """
    return _confidences().get(rule, 0.8)


def unit_kind(unit: str) -> str:
    """What a unit measures; a rate (元/人·月) measures what its first part does.

    >>> unit_kind("元/人·月"), unit_kind("名")
    ('money', 'count')
    """
    known = units().get(unit) or units().get(unit.partition("/")[0])
    return known.kind if known else "count"


def counts_persons(unit: str) -> bool:
    """Whether a unit counts persons.

    >>> counts_persons("名"), counts_persons("个")
    (True, False)
    """
    return unit in shape_words("persons")


def counts_people(unit: str) -> bool:
    """Whether a unit counts people one by one.

    >>> counts_people("人"), counts_people("户")
    (True, False)
    """
    return unit in shape_words("people")


def is_ratio(word: str) -> bool:
    """Whether a noun names a share or rate.

    >>> is_ratio("办结率"), is_ratio("党员")
    (True, False)
    """
    return word.endswith(endings("ratio"))


def name_of(situation: Situation, phrase: Phrase, shape: str, verb: str | None) -> Named:
    """What a phrase of the own clause names."""
    return name_in(situation, situation.tokens, phrase, shape, verb)


def name_in(situation: Situation, tokens: Sequence[Token], phrase: Phrase, shape: str, verb: str | None) -> Named:
    """What a phrase names, `tokens` being those of its clause."""
    start, end = _known_start(situation, tokens, phrase), tokens[phrase.last - 1].end
    if end - start == 1 and phrase.verb and phrase.verb.end == start:
        start = phrase.verb.start  # 送课96节
    metric = tidy(situation.view.text[start:end])
    rule = shape_rules()[shape]["id"]
    heads = [at + 1 for at in range(phrase.first, phrase.last - 1) if tokens[at].kind == "particle"]
    own = tokens[heads[-1] if heads else phrase.first].start
    whole = metric if own <= start else tidy(situation.view.text[own:end])
    return Named(metric, start, end, verb, rule, metric, whole, situation.quantity.unit)


def _known_start(situation: Situation, tokens: Sequence[Token], phrase: Phrase) -> int:
    """Where a phrase begins, with the words before it that the vocabulary has as one with it: 实际 使用 外资."""
    end, first = tokens[phrase.last - 1].end, phrase.first
    floor = situation.floor if tokens is situation.tokens else 0
    known = vocabulary_words()
    start = tokens[first].start
    for at in range(first - 1, max(floor, first - LONGEST_KNOWN) - 1, -1):
        if tokens[at].kind in NEVER_KNOWN:
            break
        if situation.view.text[tokens[at].start : end] in known:
            start = tokens[at].start
    return start


def tidy(metric: str) -> str:
    """A metric as a column would be headed: no spaces, no quotes around the whole.

    >>> tidy("“暖心网格员”"), tidy("群众 实际困难和“微心愿”")
    ('暖心网格员', '群众实际困难和“微心愿”')
    """
    if metric.isalnum():  # as most are
        return metric
    metric = NUMBERED.sub("", metric.translate(QUOTES))
    if (
        len(metric) > 2
        and metric[0] in "“‘《「『"
        and metric[-1] in "”’》」』"
        and not any(mark in metric[1:-1] for mark in "“”‘’《》「」『』")
    ):
        return metric[1:-1]
    return metric


def carry(situation: Situation, other: Named, rule: str, verb: str | None) -> Named:
    """The metric of an earlier number carried on, under a verb of its own where one is given."""
    metric = core = without_verb(other.core)
    if core in word_class("either"):
        core = ""  # 受理640件，办结612件: what was accepted is not said
    if rule == "metric-carried" and verb and not verb.endswith(tuple(shape_words("level"))):
        metric = core if core.startswith(verb) else verb + core
    core = core or other.core
    return Named(metric, other.start, other.end, verb, rule, core, other.whole, situation.quantity.unit)


def without_verb(metric: str) -> str:
    """A metric without the verb that opens it: what 认领公益项目 leaves for 完成五十余个.

    >>> without_verb("认领公益项目"), without_verb("培训班")
    ('公益项目', '培训班')
    """
    words = cut(metric)
    if len(words) > 1 and words[0][1] == "verb":
        return metric[len(words[0][0]) :]
    return metric


def counted(metric: str) -> str:
    """What a metric counts, without the words that say that it counts.

    >>> counted("社区工作者总数"), counted("网格员")
    ('社区工作者', '网格员')
    """
    for ending in longest_first("counted"):
        if metric.endswith(ending) and len(metric) > len(ending) + 1:
            return metric[: -len(ending)]
    return metric
