"""Shapes in which a number counts a part of what another counted, or one end of a change."""

from __future__ import annotations

import dataclasses

from extractors.phrases import NOMINAL, TIME, Phrase, ending_at
from extractors.situation import Named, Situation, carry, counted, counts_persons, name_of, shape_words, unit_kind

LONGEST_START = 4  # words that may say since when: 由搬迁初的312名
STARTS = frozenset({TIME, "noun", "either"})
IN_MODIFIER = frozenset({*NOMINAL, "verb", "particle", "conjunction", "quality"})


def part_name(situation: Situation, phrase: Phrase) -> Named | None:
    """其中女性320名: a quality of what the number before counted."""
    if not situation.earlier or situation.tokens[phrase.last - 1].word not in shape_words("part"):
        return None
    return part_of_whole(situation, phrase)


def part_of(situation: Situation) -> Named | None:
    """35岁以下的120人: 的 before the number, the noun left out."""
    tokens, last = situation.tokens, situation.unlinked(situation.at)
    if last - 1 <= situation.floor or tokens[last - 1].kind != "particle" or not situation.earlier:
        return None
    phrase = modifier(situation, last - 1)
    if not phrase:
        return None
    whole = situation.earlier[-1].unit
    if whole == situation.quantity.unit or (counts_persons(whole) or unit_kind(situation.quantity.unit) == "count"):
        return part_of_whole(situation, phrase)
    return name_of(situation, phrase, "part", None)  # 党费返还的2.4万元


def part_of_whole(situation: Situation, phrase: Phrase) -> Named:
    """A part by its quality and what the number before counted: 女性 and 党员 are 女性党员."""
    named = name_of(situation, phrase, "part", None)
    other = situation.earlier[-1]
    metric = named.metric + _without_quality(counted(other.whole), named.metric)
    return dataclasses.replace(named, metric=metric, core=metric, whole=other.whole, action=other.action)


def _without_quality(metric: str, quality: str) -> str:
    """A whole without a quality of the same kind: 县级示范点 is no part of 州级示范点, both are 示范点."""
    for known in sorted(shape_words("part"), key=lambda word: (-len(word), word)):
        if known[-1] == quality[-1] and metric.startswith(known) and len(metric) > len(known) + 1:
            return metric[len(known) :]
    return metric


def modifier(situation: Situation, last: int) -> Phrase:
    """What stands before a 的 without a noun: 递交入党申请书, with its verb."""
    first = last
    while first > situation.floor and situation.tokens[first - 1].kind in IN_MODIFIER:
        first -= 1
    return Phrase(first, last)


def moved(situation: Situation) -> Named | None:
    """贫困发生率由2015年的34.8%降至0.1%: what changes stands before 由."""
    tokens, last = situation.tokens, situation.unlinked(situation.at)
    if situation.right and tokens[last - 1].kind == "preposition":
        return None  # 由19名党员包干
    if last > situation.floor and tokens[last - 1].kind == "particle":
        last -= 1
    first = last
    while first > situation.floor and last - first < LONGEST_START and tokens[first - 1].kind in STARTS:
        first -= 1
    opened = first > situation.floor and tokens[first - 1].word in shape_words("moved")
    last = first if opened else situation.unlinked(first)
    if 0 < situation.floor == last < first and situation.same_sentence:
        return carry(situation, situation.same_sentence[-1], "metric-moved", None)  # …增至2023年的698名
    if last <= situation.floor or tokens[last - 1].word not in shape_words("moved"):
        return None
    phrase = ending_at(tokens, situation.unlinked(last - 1), situation.floor)
    if phrase:
        return name_of(situation, phrase, "moved", None)
    return carry(situation, situation.same_sentence[-1], "metric-moved", None) if situation.same_sentence else None
