"""Numbers that hold for each of something, or for the way from a place: 每千名老人拥有床位27.2张, 距镇区6公里."""

from __future__ import annotations

from extractors.phrases import NOMINAL, PLACE, QUANTITY, TIME, Phrase
from extractors.situation import Named, Situation, name_of, shape_rules, shape_words, tidy, unit_kind
from extractors.words import word_class
from schema.actions import actions

LONGEST_PER = 12  # characters between 每 and what is counted of each
LONGEST_WAY = 5  # words that name the place from which a distance is measured


def per(situation: Situation, last: int) -> int | None:
    """The 每 before token `last` that says of what each the number is: 每千名老人拥有床位; none for a time (每周)."""
    for at in range(last - 1, situation.floor - 1, -1):
        word = situation.tokens[at].word
        if word[0] in word_class("each"):
            start = situation.tokens[at].start
            timed = situation.view.text[start + 1 : start + 2] in shape_words("cadence")
            return None if timed or situation.tokens[last - 1].end - start > LONGEST_PER else at
        if situation.tokens[at].kind in (QUANTITY, TIME):
            return None
    return None


def with_per(situation: Situation, each: int, named: Named) -> Named:
    """A metric with what each of which it is, but for a verb that acts: 每户发放煤炭3吨 is 每户煤炭."""
    tokens, text = situation.tokens, situation.view.text
    start = tokens[each].start
    acting = [token for token in tokens[each + 1 : situation.at] if token.word == named.action and _acts(token.word)]
    if acting and acting[0].end <= named.start:
        metric = tidy(text[start : acting[0].start]) + named.metric
    else:
        metric = tidy(text[start : named.end])
    return named._replace(metric=metric, core=metric, whole=metric, start=start)


def _acts(verb: str) -> bool:
    """Whether a verb does something, and does not only say that something is there (拥有)."""
    return verb in word_class("verb") or (verb in actions() and actions()[verb].kind != "stock")


def distance(situation: Situation) -> Named | None:
    """距镇区6公里: how far from a place."""
    if unit_kind(situation.quantity.unit) != "length":
        return None
    tokens, last = situation.tokens, situation.unlinked(situation.at)
    for at in range(last - 1, max(situation.floor, last - LONGEST_WAY) - 1, -1):
        if tokens[at].word in shape_words("distance"):
            if at + 1 == last:
                return None
            named = name_of(situation, Phrase(at + 1, last), "distance", None)
            metric = shape_rules()["distance"]["names"]["_"].replace("_", named.metric)
            return named._replace(metric=metric, core=metric, whole=metric)
        if tokens[at].kind not in (*NOMINAL, PLACE, "conjunction"):
            return None
    return None
