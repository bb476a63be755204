"""Names given in turn: 党委、党支部分别为5个、340个; each number has the name at its own place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

import regex

from extractors import rules
from extractors.changes import change_of, token_at
from extractors.growth import Change
from extractors.parts import without_quality
from extractors.phrases import (
    BRACKET,
    NOMINAL,
    PLACE,
    Phrase,
    Token,
    before,
    ending_at,
    is_actor,
    is_compound_head,
    unlinked,
)
from extractors.situation import JOINTS, Named, Situation, counted, is_ratio, name_of, shape_rules, shape_words
from extractors.words import endings
from schema.metrics import metric_id

REACH = 8  # tokens before the first number within which 分别 stands
IN_HEAD = frozenset({*NOMINAL, BRACKET, PLACE, "verb", "quality", "particle", "adverb"})


def in_turn(situation: Situation, positions: Sequence[int]) -> dict[int, Named]:
    """The names of the numbers that follow 分别, by quantity; none where the words do not part into as many."""
    tokens, at, floor = situation.tokens, situation.at, situation.floor
    run = _run(tokens, positions)
    first = max(floor, at - REACH)
    if _marks().search(situation.view.text, tokens[first].start, tokens[at].start) is None:
        return _in_turn_again(situation, run) if len(run) > 1 else {}
    marks = tuple(shape_words("in-turn"))
    marked = [place for place in range(first, at) if tokens[place].word.startswith(marks)]
    if not marked:
        return {}
    change = change_of(situation)
    same = before(tokens, at, marked[-1] + 1)
    if same and not change:
        head = name_of(situation, same, "in-turn", same.verb and same.verb.word)
        return {tokens[place].number: head for place in run}
    last = token_at(tokens, change.start) if change else marked[0]
    names = _names(situation, last, len(run), change)
    given = zip(names, run, strict=False)
    return {tokens[place].number: _with_change(situation, found, change) for found, place in given}


def _in_turn_again(situation: Situation, run: Sequence[int]) -> dict[int, Named]:
    """达到2.9万元和1.1万元，增长6.1%和8.4%: the changes of as many that were counted before."""
    change, same = change_of(situation), situation.same_sentence
    if change is None or len(same) < len(run):
        return {}
    last = token_at(situation.tokens, change.start)
    if ending_at(situation.tokens, unlinked(situation.tokens, last, situation.floor), situation.floor):
        return {}
    before_run = [named.core for named in same[-len(run) :]]
    if len(set(before_run)) < len(run):
        return {}
    given = zip(same[-len(run) :], run, strict=True)
    return {situation.tokens[at].number: _with_change(situation, found, change) for found, at in given}


@functools.cache
def _marks() -> re.Pattern[str]:
    """Any word that says that names and numbers go in turn: most numbers have none before them."""
    return re.compile(rules.any_of(shape_words("in-turn")))


def _with_change(situation: Situation, found: Named, change: Change | None) -> Named:
    """A name with the words of the change that all numbers of the run measure."""
    rule = change.rule if change else shape_rules()["in-turn"]["id"]
    words = change.words.replace(next(iter(shape_words("in-turn"))), "") if change else ""
    action = change.verb if change else found.action
    unit = situation.quantity.unit
    return found._replace(metric=found.core + words, rule=rule, unit=unit, action=action)


def _names(situation: Situation, last: int, count: int, change: Change | None) -> list[Named]:
    """As many names as there are numbers: the heads before `last`, or else what the numbers before counted."""
    tokens, floor = situation.tokens, situation.floor
    last = unlinked(tokens, last, floor)
    qualities = last - 1 > floor and tokens[last - 1].kind == "particle" and bool(situation.earlier)
    heads = _heads(tokens, last - 1 if qualities else last, floor)
    if count > 1 and len(heads) == count:
        named = [name_of(situation, head, "in-turn", head.verb and head.verb.word) for head in heads]
        return _of_whole(situation, named) if qualities else _with_shared_tail(situation, heads, named)
    if len(heads) == 1:
        return _divided(name_of(situation, heads[0], "in-turn", None), count, change)
    same = situation.same_sentence
    if heads or not same:
        return []
    joined = regex.split(JOINTS, same[-1].core)
    if len(joined) == count:
        return [same[-1]._replace(metric=part, core=part, whole=part) for part in joined]
    return list(same[-count:]) if len(same) >= count else []


def _heads(tokens: Sequence[Token], last: int, floor: int) -> list[Phrase]:
    """The heads before `last` that conjunctions join, whatever a dictionary calls the words in them."""
    heads: list[Phrase] = []
    end = last
    inside = IN_HEAD | {"link"} if last < len(tokens) and tokens[last].kind == "particle" else IN_HEAD
    for at in range(last - 1, floor - 2, -1):
        if at >= floor and tokens[at].kind in inside:
            continue
        joins = at >= floor and tokens[at].kind == "conjunction"
        phrase = Phrase(at + 1, end) if joins else ending_at(tokens, end, at + 1)
        if not phrase:
            return list(reversed(heads))
        heads.append(phrase)
        end = at
        if not joins:
            break
    return list(reversed(heads))


def _of_whole(situation: Situation, named: Sequence[Named]) -> list[Named]:
    """Qualities before 的, each a part of what was counted before: 先进、后进的分别为836个、111个."""
    whole = counted(situation.earlier[-1].whole)
    metrics = [found.metric + without_quality(whole, found.metric) for found in named]
    return [_renamed(found, metric) for found, metric in zip(named, metrics, strict=True)]


def _with_shared_tail(situation: Situation, heads: Sequence[Phrase], named: Sequence[Named]) -> list[Named]:
    """The names of heads, each completed by the last: 城镇、农村居民收入 are 城镇居民收入 and 农村居民收入."""
    final = [token.word for token in situation.tokens[heads[-1].first : heads[-1].last]]
    return [
        *(_renamed(found, found.metric + _tail(found.metric, head, final)) for head, found in _pairs(heads, named)),
        named[-1],
    ]


def _pairs(heads: Sequence[Phrase], named: Sequence[Named]) -> Iterator[tuple[Phrase, Named]]:
    return zip(heads[:-1], named, strict=False)


def _tail(metric: str, head: Phrase, final: Sequence[str]) -> str:
    """What a head leaves to the last one: 产量 in 粗钢、水泥产量, 居民收入 in 城镇、农村居民收入."""
    if _is_measure(final[-1]):
        return "" if _is_measure(metric) else _measure(metric, final)
    if head.last - head.first > 1 or metric_id(metric):
        return ""
    if len(final) > 1:
        return "".join(final[1:])
    rest = final[0][len(metric) :]
    return rest if rest and is_compound_head(rest) else ""  # 刑事、治安案件


def _measure(metric: str, final: Sequence[str]) -> str:
    """What is measured of a head, in the words of the last one."""
    first, rest = final[0], final[1:]
    start = next((at for at, word in enumerate(rest) if is_actor(word) or _is_measure(word)), None)
    if start is None:
        return next((word for word in _measures() if first.endswith(word) and len(first) > len(word)), "")
    inside = first[len(metric) :] if len(first) > len(metric) and is_actor(first) and not metric_id(metric) else ""
    return inside + "".join(rest[start:])


@functools.cache
def _measures() -> tuple[str, ...]:
    return tuple(sorted(endings("measure"), key=len, reverse=True))


def _is_measure(word: str) -> bool:
    """Whether a word says how something is measured: 产量, 覆盖率."""
    return is_ratio(word) or word.endswith(endings("measure"))


def _divided(found: Named, count: int, change: Change | None) -> list[Named]:
    """One name that a word parts in turn (城乡居民收入), or that the numbers share where a change is said of it."""
    for word, parts in _dividing().items():
        if word in found.metric and len(parts) == count:
            return [_renamed(found, found.metric.replace(word, part, 1)) for part in parts]
    return [found] * count if change else []


@functools.cache
def _dividing() -> Mapping[str, tuple[str, ...]]:
    """The words that name several things in turn, the longest first."""
    names: Mapping[str, str] = shape_rules()["in-turn"]["names"]
    return {word: tuple(names[word].split("、")) for word in sorted(names, key=len, reverse=True)}


def _renamed(found: Named, metric: str) -> Named:
    return found._replace(metric=metric, core=metric, whole=metric)


def _run(tokens: Sequence[Token], positions: Sequence[int]) -> list[int]:
    """The quantities that follow one another with nothing but 、 or 和 between."""
    run = [positions[0]]
    for position in positions[1:]:
        if any(token.kind != "conjunction" for token in tokens[run[-1] + 1 : position]):
            break
        run.append(position)
    return run
