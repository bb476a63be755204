"""Shapes in which a number counts a part of what another counted, or one end of a change."""

from __future__ import annotations

from extractors.phrases import NOMINAL, TIME, Phrase, ending_at
from extractors.situation import (
    SHARES,
    Named,
    Situation,
    carry,
    counted,
    counts_people,
    counts_persons,
    longest_first,
    name_of,
    shape_words,
    unit_kind,
)

LONGEST_START = 4  # words that may say since when: 由搬迁初的312名
STARTS = frozenset({TIME, "noun", "either", "adverb"})
OPENS_MODIFIER = frozenset({*NOMINAL, "verb", "quality"})
IN_MODIFIER = frozenset({*NOMINAL, "verb", "particle", "conjunction", "quality", "preposition", "adverb", "link"})


def part_name(situation: Situation, phrase: Phrase) -> Named | None:
    """其中女性320名: a quality of what the number before counted."""
    final = situation.tokens[phrase.last - 1].word
    if not situation.earlier or not (final in shape_words("part") or final.endswith(tuple(shape_words("limit")))):
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
    other = whole_of(situation)
    whole = counted(other.whole)
    if situation.tokens[0].word not in shape_words("among"):
        whole = _unqualified(whole)
    metric = named.metric + without_quality(whole, named.metric)
    return named._replace(metric=metric, core=metric, whole=other.whole, action=other.action)


def _unqualified(whole: str) -> str:
    """A whole without the quality that opens it, which is no part of the next one: 党员 of 大专以上学历党员."""
    for known in longest_first("part"):
        if whole.startswith(known) and len(whole) > len(known) + 1:
            return whole[len(known) :]
    return whole


def whole_of(situation: Situation) -> Named:
    """What the number is a part of: the last that was counted with its unit, else the last of all."""
    unit = situation.quantity.unit
    if unit_kind(unit) in SHARES:
        alike = (named for named in reversed(situation.same_sentence) if unit_kind(named.unit) == "count")
    elif counts_people(unit):
        alike = (named for named in reversed(situation.earlier) if counts_people(named.unit))
    else:
        alike = (named for named in reversed(situation.same_sentence) if named.unit == unit)
    return next(alike, situation.earlier[-1])


def without_quality(metric: str, quality: str) -> str:
    """A whole without a quality of the same kind: 县级示范点 is no part of 州级示范点, both are 示范点."""
    for known in longest_first("part"):
        if known[-1] == quality[-1] and metric.startswith(known) and len(metric) > len(known) + 1:
            return metric[len(known) :]
    return metric


def modifier(situation: Situation, last: int) -> Phrase:
    """What stands before a 的 without a noun: 递交入党申请书, with its verb."""
    first = last
    among = shape_words("among")
    while first > situation.floor and situation.tokens[first - 1].kind in IN_MODIFIER:
        if situation.tokens[first - 1].word in among:
            break
        first -= 1
    while first < last and situation.tokens[first].kind not in OPENS_MODIFIER:
        first += 1
    return Phrase(first, last)


def moved(situation: Situation) -> Named | None:
    """贫困发生率由2015年的34.8%降至0.1%: what changes stands before 由."""
    tokens, last = situation.tokens, situation.unlinked(situation.at)
    if situation.right and tokens[last - 1].kind == "preposition":
        return None  # 由19名党员包干
    parted = last > situation.floor and tokens[last - 1].kind == "particle"
    last -= parted
    first = last
    while first > situation.floor and last - first < LONGEST_START and tokens[first - 1].kind in STARTS:
        first -= 1
    opened = first > situation.floor and tokens[first - 1].word in shape_words("moved")
    last = first if opened else situation.unlinked(first)
    told = any(token.kind == TIME for token in tokens[first : situation.at])
    if 0 < situation.floor == last < first and told and situation.same_sentence:
        return carry(situation, situation.same_sentence[-1], "metric-moved", None)  # …增至2023年的698名
    if last <= situation.floor or tokens[last - 1].word not in shape_words("moved"):
        return None
    if not parted and last < situation.at - 1 and tokens[last - 1].word not in shape_words("from"):
        return None  # 为独居长者送餐1800份
    phrase = ending_at(tokens, situation.unlinked(last - 1), situation.floor)
    if phrase:
        return name_of(situation, phrase, "moved", None)
    return carry(situation, situation.same_sentence[-1], "metric-moved", None) if situation.same_sentence else None
