"""Shapes of growth and share, and of names given in turn: 党员总数同比增长12%, 党委、党支部分别为5个、340个."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import regex

from extractors.alone import clause_before
from extractors.growth import Change, change_before
from extractors.growth import rule_of as growth_rule
from extractors.parts import modifier, part_name, part_of_whole
from extractors.phrases import SKIPPED_BEFORE_NUMBER, TIME, Phrase, Token, before, ending_at
from extractors.situation import (
    JOINTS,
    SHARES,
    Named,
    Situation,
    carry,
    counted,
    name_of,
    shape_rules,
    shape_words,
    unit_kind,
)
from schema.metrics import metric_id

BESIDE_CHANGE = frozenset({*SKIPPED_BEFORE_NUMBER, TIME, "preposition"})


def in_turn(situation: Situation, positions: Sequence[int]) -> dict[int, Named]:
    """党委、党总支、党支部分别为5个、12个、340个: each number has the name at its own place."""
    tokens, at, floor = situation.tokens, situation.at, situation.floor
    marks = tuple(shape_words("in-turn"))
    marked = [place for place in range(max(floor, at - 8), at) if tokens[place].word.startswith(marks)]
    if not marked:
        return {}
    change = _change(situation)
    last = _token_at(tokens, change.start) if change else marked[0]
    run = _run(tokens, positions)
    same = before(tokens, at, marked[-1] + 1)
    if same and not change:
        head = name_of(situation, same, "in-turn", same.verb and same.verb.word)
        return {tokens[place].number: head for place in run}
    names = _names_in_turn(situation, before(tokens, last, floor), len(run))
    if len(names) < 2:
        return {}
    rule = change.rule if change else shape_rules()["in-turn"]["id"]
    words = change.words.replace(marks[0], "") if change else ""
    unit = situation.quantity.unit
    return {
        tokens[place].number: dataclasses.replace(found, metric=found.core + words, rule=rule, unit=unit)
        for found, place in zip(names, run, strict=True)
    }


def _names_in_turn(situation: Situation, phrase: Phrase, count: int) -> list[Named]:
    """As many names as there are numbers: the heads of the phrase, or else what the numbers before counted."""
    heads = _heads(situation.tokens, phrase)
    if len(heads) == count:
        return _with_shared_tail(situation, heads)
    same = situation.same_sentence
    if phrase or not same:
        return []
    joined = regex.split(JOINTS, same[-1].core)
    if len(joined) == count:
        return [dataclasses.replace(same[-1], metric=part, core=part, whole=part) for part in joined]
    return list(same[-count:]) if len(same) >= count else []


def _with_shared_tail(situation: Situation, heads: list[Phrase]) -> list[Named]:
    """The names of heads, the first completed by the last: 城镇、农村居民收入 are 城镇居民收入 and 农村居民收入."""
    named = [name_of(situation, head, "in-turn", None) for head in heads]
    final = heads[-1]
    if final.last - final.first < 2:
        return named
    tail = "".join(token.word for token in situation.tokens[final.first + 1 : final.last])
    whole = [
        found.metric if head.last - head.first > 1 or metric_id(found.metric) else found.metric + tail
        for head, found in zip(heads[:-1], named, strict=False)
    ]
    completed = [
        dataclasses.replace(found, metric=metric, core=metric, whole=metric)
        for found, metric in zip(named, whole, strict=False)
    ]
    return [*completed, named[-1]]


def _token_at(tokens: Sequence[Token], start: int) -> int:
    """The first token that ends behind a place of the text."""
    return next(at for at, token in enumerate(tokens) if token.end > start)


def _heads(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    heads, first = [], phrase.first
    for at in range(phrase.first, phrase.last + 1):
        if at == phrase.last or tokens[at].kind == "conjunction":
            if at > first:
                heads.append(Phrase(first, at))
            first = at + 1
    return heads


def _run(tokens: Sequence[Token], positions: Sequence[int]) -> list[int]:
    """The quantities that follow one another with nothing but 、 or 和 between."""
    run = [positions[0]]
    for position in positions[1:]:
        if any(token.kind != "conjunction" for token in tokens[run[-1] + 1 : position]):
            break
        run.append(position)
    return run


def changed(situation: Situation) -> Named | None:
    """党员总数同比增长12%, 占党员总数的33.1%: the metric is the base with the words of the change."""
    if any(rule.startswith("growth-") for rule in situation.quantity.rules):
        return _doubled(situation)
    change = _change(situation)
    if change is None:
        return None
    relative = unit_kind(situation.quantity.unit) in SHARES
    if not relative and (change.form == "share" or (situation.right and not change.compared)):
        return None  # 增加12个党支部: the verb governs what is counted
    subject = _subject_of_change(situation, change)
    if subject is None:
        return None
    words = change.words if relative else change.verb
    core = subject.core if relative else counted(subject.core)
    return dataclasses.replace(subject, metric=core + words, rule=change.rule, action=change.verb)


def _change(situation: Situation) -> Change | None:
    """The change that is said right before the number."""
    tokens = situation.tokens[situation.floor : situation.at + 1]
    starts = frozenset(token.start for token in tokens)
    return change_before(situation.view.text, tokens[0].start, tokens[-1].start, starts)


def _doubled(situation: Situation) -> Named | None:
    """人均收入翻一番: what doubled grew."""
    rule = growth_rule("doubled")
    last = situation.at
    while last > situation.floor and situation.tokens[last - 1].kind in BESIDE_CHANGE:
        last -= 1
    phrase = ending_at(situation.tokens, last, situation.floor, linked=True)
    if phrase:
        found: Named | None = name_of(situation, phrase, "before", None)
    else:
        found = situation.same_sentence[-1] if situation.same_sentence else clause_before(situation)
    return found and dataclasses.replace(found, metric=found.core + rule["label"], rule=rule["id"])


def _subject_of_change(situation: Situation, change: Change) -> Named | None:
    tokens = situation.tokens
    last = _token_at(tokens, change.start)
    while last > situation.floor and tokens[last - 1].kind in BESIDE_CHANGE:
        last -= 1
    if last - 1 > situation.floor and tokens[last - 1].kind == "particle" and situation.earlier:
        return part_of_whole(situation, modifier(situation, last - 1))
    phrase = ending_at(tokens, last, situation.floor, linked=True)
    if phrase:
        return part_name(situation, phrase) or name_of(situation, phrase, "before", None)
    if situation.same_sentence:
        return carry(situation, situation.same_sentence[-1], change.rule, None)
    return clause_before(situation)
