"""Shapes of growth and share: 党员总数同比增长12%, 女党员占党员总数的33.1%."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractors.alone import clause_before
from extractors.growth import Change, change_before, speaks_of_change
from extractors.growth import rule_of as growth_rule
from extractors.parts import modifier, part_name, part_of_whole
from extractors.phrases import NOMINAL, SKIPPED_BEFORE_NUMBER, TIME, Token, ending_at
from extractors.situation import (
    SHARES,
    Named,
    Situation,
    carry,
    counted,
    name_of,
    shape_rules,
    tidy,
    unit_kind,
    without_verb,
)

BESIDE_CHANGE = frozenset({*SKIPPED_BEFORE_NUMBER, TIME, "preposition"})
LONGEST_PREDICATE = 12  # characters that say of which of them a share is
IN_PREDICATE = frozenset({"verb", *NOMINAL, "aspect", "quality"})


def changed(situation: Situation) -> Named | None:
    """党员总数同比增长12%, 占党员总数的33.1%: the metric is the base with the words of the change."""
    if any(rule.startswith("growth-") for rule in situation.quantity.rules):
        return _doubled(situation)
    change = change_of(situation)
    if change is None:
        return None
    relative = unit_kind(situation.quantity.unit) in SHARES
    if not relative and (change.form == "share" or (situation.right and not change.compared)):
        return None  # 增加12个党支部: the verb governs what is counted
    subject = _subject_of_change(situation, change)
    if subject is None:
        return None
    words = change.words if relative else shape_rules()["difference"]["names"].get(change.verb, change.verb)
    core = subject.core if relative else without_verb(counted(subject.core))
    return subject._replace(metric=core + words, rule=change.rule, action=change.verb)


def change_of(situation: Situation) -> Change | None:
    """The change that is said right before the number."""
    text, tokens = situation.view.text, situation.tokens
    floor, end = tokens[situation.floor].start, tokens[situation.at].start
    if not speaks_of_change(text, floor, end):
        return None
    starts = frozenset(token.start for token in tokens[situation.floor : situation.at + 1])
    return change_before(text, floor, end, starts)


def _doubled(situation: Situation) -> Named | None:
    """人均收入翻一番: what doubled grew."""
    rule = growth_rule("doubled")
    last, bases = situation.at, growth_rule("growth")["bases"]
    while last > situation.floor and (
        situation.tokens[last - 1].kind in BESIDE_CHANGE or situation.tokens[last - 1].word in bases
    ):
        last -= 1
    phrase = ending_at(situation.tokens, last, situation.floor, linked=True)
    if phrase:
        found: Named | None = name_of(situation, phrase, "before", None)
    else:
        found = situation.same_sentence[-1] if situation.same_sentence else clause_before(situation)
    return found and found._replace(metric=found.core + rule["label"], rule=rule["id"])


def _subject_of_change(situation: Situation, change: Change) -> Named | None:
    tokens = situation.tokens
    last = token_at(tokens, change.start)
    while last > situation.floor and tokens[last - 1].kind in BESIDE_CHANGE:
        last -= 1
    if last - 1 > situation.floor and tokens[last - 1].kind == "particle" and situation.earlier:
        return part_of_whole(situation, modifier(situation, last - 1))
    phrase = ending_at(tokens, last, situation.floor, linked=True)
    if phrase:
        return part_name(situation, phrase) or name_of(situation, phrase, "before", None)
    if situation.same_sentence:
        other = _of_change(situation, relative=unit_kind(situation.quantity.unit) in SHARES)
        said = _predicate(situation, other, change) if change.form == "share" else ""
        carried = carry(situation, other, change.rule, None)
        points = unit_kind(situation.quantity.unit) == "point_share" and unit_kind(other.unit) in SHARES
        share = points and other.metric.endswith(growth_rule("share")["label"])
        return carried._replace(core=other.metric if share else carried.core + said)
    return clause_before(situation)


def _of_change(situation: Situation, relative: bool) -> Named:
    """What changed: the last that was counted; of days or households, what was counted in them."""
    unit = situation.quantity.unit
    alike = (named for named in reversed(situation.same_sentence) if not relative and named.unit == unit)
    return next(alike, situation.same_sentence[-1])


def _predicate(situation: Situation, other: Named, change: Change) -> str:
    """What the clause before says of what it counts, if the share is of them all: 企业建立组织，占企业的一半."""
    if not other.used or situation.floor > 0 or situation.clause == 0:
        return ""
    base = situation.view.text[change.verb_start : situation.quantity.start]
    clause = situation.sentence.clauses[situation.clause - 1]
    if other.core[-2:] not in base or not clause.start <= other.end <= clause.end <= other.end + LONGEST_PREDICATE:
        return ""
    rest = [token for token in situation.view.tokens(clause) if token.start >= other.end]
    acts = bool(rest) and rest[0].kind in ("verb", "either") and all(token.kind in IN_PREDICATE for token in rest)
    return tidy(situation.view.text[other.end : clause.end]) if acts else ""


def token_at(tokens: Sequence[Token], start: int) -> int:
    """The first token that ends behind a place of the text."""
    return bisect_right(tokens, start, key=lambda token: token.end)
