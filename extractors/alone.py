"""Shapes for a number with no noun beside it: its role, its subject, its label, or what an earlier number counted."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from extractors import rules
from extractors.growth import label_of
from extractors.phrases import (
    BRACKET,
    NOMINAL,
    PLACE,
    QUANTITY,
    QUOTED,
    SKIPPED_BEFORE_NUMBER,
    TIME,
    Phrase,
    Token,
    ending_at,
    is_actor,
    is_person,
)
from extractors.rates import per, with_per
from extractors.situation import (
    SHARES,
    Named,
    Situation,
    carry,
    counted,
    counts_people,
    counts_persons,
    is_ratio,
    name_in,
    name_of,
    shape_rules,
    shape_words,
    unit_kind,
)
from extractors.words import word_class
from schema.actions import actions
from schema.metrics import metric_id

JOINT = "、"


def continued(situation: Situation) -> Named | None:
    """5个村集体经营性收入全部超过20万元: what stood behind the number before is measured."""
    tokens, same = situation.tokens, situation.same_sentence
    between = tokens[situation.floor : situation.at]
    if not same or not 0 < same[-1].used == situation.floor or unit_kind(situation.quantity.unit) == "count":
        return None
    if any(token.kind not in SKIPPED_BEFORE_NUMBER for token in between):
        return None
    return same[-1]._replace(unit=situation.quantity.unit, used=0)


def role(situation: Situation) -> Named | None:
    """选派128名担任第一书记: the role says what they are."""
    tokens = situation.tokens
    at = situation.at + 1
    while at < situation.ceiling and at < situation.at + 4:
        if tokens[at].word in shape_words("role"):
            last = at + 1
            while last < situation.ceiling and tokens[last].kind in NOMINAL:
                last += 1
            if last > at + 1:
                verb = tokens[situation.verb].word if situation.verb >= 0 else tokens[at].word
                return name_of(situation, Phrase(at + 1, last), "role", verb)
        at += 1
    return None


def shared(situation: Situation) -> Named | None:
    """9项23条工作细则, 困难群众4000余户12000余人次: two numbers over one noun."""
    tokens, at = situation.tokens, situation.at
    if situation.left or situation.right:
        return None
    if at - 1 > 0 and tokens[at - 1].kind == "conjunction" and tokens[at - 2].kind == QUANTITY:
        same = situation.same_sentence
        alike = not same or same[-1].unit == situation.quantity.unit or same[-1].rule == "metric-unit"
        return None if alike else carry(situation, same[-1], "metric-shared", same[-1].action)  # 厂房23处、14万平方米
    if at > 0 and tokens[at - 1].kind == QUANTITY and situation.same_sentence:
        if situation.same_sentence[-1].rule == "metric-unit":
            return unit_itself(situation)
        return carry(situation, situation.same_sentence[-1], "metric-shared", situation.same_sentence[-1].action)
    return None


def subject(situation: Situation) -> Named | None:
    """党员志愿者累计参与320人次: the verb has no object, what does it is counted."""
    tokens, verb = situation.tokens, situation.verb
    if verb < 0:
        return None
    phrase = ending_at(tokens, _without_adverbial(situation, verb), situation.floor)
    acts = situation.quantity.unit in shape_words("event")
    if not phrase or (acts and is_actor(tokens[phrase.last - 1].word)):
        return _event(situation) if acts else None
    actor = tokens[phrase.last - 1].word
    each = per(situation, phrase.last)
    if each is not None:
        named = name_of(situation, Phrase(phrase.first, verb + 1), "subject", tokens[verb].word)
        return with_per(situation, each, named)  # 平均每点每小时采样260人
    if phrase.verb or actor in word_class("average"):  # 完成工艺改进127项, 日均就餐300人次
        named = name_of(situation, phrase, "subject", phrase.verb.word if phrase.verb else None)
        metric = named.metric + tokens[verb].word
        return named._replace(metric=metric, core=metric, whole=metric)
    same = situation.same_sentence
    if same and same[-1].unit == situation.quantity.unit and not is_person(actor):
        return None  # 收集意见320条，社区办结298条: the one who acts is not counted
    named = name_of(situation, phrase, "subject", tokens[verb].word)
    change = actions().get(tokens[verb].word)
    if change and change.kind == "change":
        return named  # 网格党小组新增13个
    levelled = any(token.word in shape_words("level") for token in tokens[verb + 1 : situation.at])
    if levelled or tokens[verb].word in shape_words("reached"):  # 面积扩到1.27万亩
        return named._replace(rule=shape_rules()["reached"]["id"])  # 一般公共预算收入完成3.27亿元
    persons = counts_persons(situation.quantity.unit) or acts
    if (is_person(actor) and persons) or (not is_actor(actor) and unit_kind(situation.quantity.unit) == "count"):
        return named  # 党员志愿者参与320人次, 党建品牌攒下了13个
    metric = named.metric + tokens[verb].word  # 校园占地60余亩, 主办方投入300万元
    return named._replace(metric=metric, core=metric, whole=metric)


def _event(situation: Situation) -> Named:
    """上门理发百余次: the acts are counted."""
    tokens, first = situation.tokens, situation.verb
    while first > situation.floor and tokens[first - 1].kind in ("verb", "either"):
        first -= 1
    return name_of(situation, Phrase(first, situation.verb + 1), "event", tokens[situation.verb].word)


def _without_adverbial(situation: Situation, at: int) -> int:
    """The end of what stands before `at`, adverbs and 在全区 aside."""
    tokens, floor = situation.tokens, situation.floor
    at = situation.unlinked(at)
    while at > floor and tokens[at - 1].kind == TIME:
        at = situation.unlinked(at - 1)
    back = at
    while back > floor and tokens[back - 1].kind in ("noun", PLACE, "scope", QUOTED, TIME):
        back -= 1
    if floor < back < at and tokens[back - 1].kind == "preposition":
        return situation.unlinked(back - 1)
    return at


def label(situation: Situation) -> Named | None:
    """党员总数：86名: the clause before is the label of the number."""
    clause = situation.sentence.clauses[situation.clause]
    led = any(token.kind not in SKIPPED_BEFORE_NUMBER for token in situation.tokens[: situation.at])
    if situation.clause == 0 or led or situation.view.text[clause.start - 1] not in ":：":
        return None
    found = _phrase_of_clause(situation, situation.clause - 1)
    return name_in(situation, *found, "label", None) if found else None


def averaged(situation: Situation) -> Named | None:
    """帮助贫困户落实产业奖补，户均1800元: the average of what the clause before ends in."""
    left, tokens = situation.left, situation.tokens
    if left.last - left.first != 1 or tokens[left.first].word not in word_class("average"):
        return None
    alike = (named for named in reversed(situation.same_sentence) if named.unit == situation.quantity.unit)
    other = next(alike, None) or clause_before(situation, 1)
    if other is None and situation.same_sentence:
        other = situation.same_sentence[-1]
    if other is None:
        return None
    metric = tokens[left.first].word + counted(other.core)
    return other._replace(metric=metric, core=metric, unit=situation.quantity.unit)


def share_of_verb(situation: Situation) -> Named | None:
    """收集意见312条，采纳八成: the share for which the verb holds."""
    if situation.verb < 0 or not situation.same_sentence or unit_kind(situation.quantity.unit) not in SHARES:
        return None
    verb = situation.tokens[situation.verb].word
    other = situation.same_sentence[-1]
    if is_ratio(other.core):
        return carry(situation, other, "metric-carried", verb if other.unit != situation.quantity.unit else None)
    named = carry(situation, other, "metric-carried", verb)
    return named._replace(metric=named.metric + label_of("share"))


def times_of(situation: Situation) -> Named | None:
    """7.8万元，是农民人均可支配收入的两倍多: how many times what stands before 是 is."""
    tokens, at = situation.tokens, situation.unlinked(situation.at)
    if (
        unit_kind(situation.quantity.unit) != "multiple"
        or at - 1 <= situation.floor
        or tokens[at - 1].kind != "particle"
    ):
        return None
    words = shape_words("times")
    verb = next((place for place in range(at - 1, situation.floor - 1, -1) if tokens[place].word in words), None)
    if verb is None:
        return None
    phrase = ending_at(tokens, situation.unlinked(verb), situation.floor)
    if phrase:
        return name_of(situation, phrase, "times", None)
    return carry(situation, situation.same_sentence[-1], "metric-times", None) if situation.same_sentence else None


def inside(situation: Situation) -> Named | None:
    """52个应用场景里38个: the second counts some of what the first counted."""
    tokens, same = situation.tokens, situation.same_sentence
    last = situation.unlinked(situation.at)
    if not same or last - 1 < situation.floor or tokens[last - 1].word not in word_class("inside"):
        return None
    alike = same[-1].unit == situation.quantity.unit and 0 < same[-1].used <= last
    return carry(situation, same[-1], "metric-carried", None) if alike else None


def carried(situation: Situation) -> Named | None:
    """收集意见建议320条，办结298条: what the number before counted, under another verb."""
    unit = situation.quantity.unit
    last = next((named for named in reversed(situation.same_sentence) if named.unit == unit), None)
    if last is None:
        return None
    same = [named for named in situation.same_sentence if named.unit == unit] if _summed(situation) else [last]
    if len(same) > 1:
        joined = JOINT.join(dict.fromkeys(named.core for named in same))
        return last._replace(metric=joined, core=joined, whole=joined, action=None)
    between = clause_before(situation, 1) if situation.floor == 0 else None
    if between and (situation.verb < 0 or metric_id(between.metric)):
        return between  # 一级网格所占比重最小，仅为2.4%
    if unit_kind(last.unit) in SHARES and situation.same_sentence[-1] is not last and situation.verb < 0:
        return unit_itself(situation)  # 党员4950万名，超过半数
    if situation.verb >= 0:
        return carry(situation, last, "metric-carried", situation.tokens[situation.verb].word)
    return carry(situation, last, "metric-carried", None)._replace(action=situation.follower)


def _summed(situation: Situation) -> bool:
    """Whether a word before the number says that it is a sum; that of a long list is looked for in the text first."""
    tokens, at = situation.tokens, situation.at
    if _sum_words().search(situation.view.text, tokens[0].start, tokens[at].start) is None:
        return False
    return any(token.word in word_class("sum") for token in tokens[:at])


@functools.cache
def _sum_words() -> re.Pattern[str]:
    return re.compile(rules.any_of(word_class("sum")))


def of_place(situation: Situation) -> Named | None:
    """全村98户、376人: households and people of the place itself."""
    if situation.quantity.unit not in shape_words("of-place") or situation.verb >= 0:
        return None
    tokens, at = situation.tokens, situation.at
    led = situation.floor > 0 or (at > 0 and tokens[max(0, at - 2)].kind in ("scope", PLACE))
    opens = at == 0 and (situation.clause == 0 or _tells_of_place(situation))
    return unit_itself(situation) if led or opens else None


def _tells_of_place(situation: Situation) -> bool:
    """Whether the sentence opens with a place: 石塘村位于镇区北部，辖5个小组，618户、2486人."""
    first = situation.view.tokens(situation.sentence.clauses[0])
    return bool(first) and first[0].kind in (PLACE, "scope") and situation.quantity.unit in shape_words("of-place")


def clause_before(situation: Situation, reach: int = 3) -> Named | None:
    """加强阵地建设，新建12个: the clause before names it, up to `reach` clauses back."""
    for clause in range(situation.clause - 1, max(-1, situation.clause - 1 - reach), -1):
        found = _phrase_of_clause(situation, clause)
        counts = unit_kind(situation.quantity.unit) == "count"
        if found and situation.verb >= 0 and not counts and _acts_there(*found):
            return None  # 党委牵头，66家企业抱团采购，每年省下2300万元
        if found:
            verb = situation.tokens[situation.verb].word if situation.verb >= 0 else None
            return name_in(situation, *found, "clause-before", verb)
    return None


def _acts_there(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase is the one who does something in its clause."""
    behind = [token.kind for token in tokens[phrase.last :]]
    return is_actor(tokens[phrase.last - 1].word) and any(kind in ("verb", "either") for kind in behind)


def _phrase_of_clause(situation: Situation, clause: int) -> tuple[Sequence[Token], Phrase] | None:
    """The last noun phrase of an earlier clause, of what stands behind its last number."""
    tokens = situation.view.tokens(situation.sentence.clauses[clause])
    floor = max((at + 1 for at, token in enumerate(tokens) if token.kind == QUANTITY), default=0)
    if floor and not (floor < len(tokens) and tokens[floor].kind == "verb"):
        return None
    last = len(tokens)
    while last > floor:
        while last > floor and (tokens[last - 1].kind not in (*NOMINAL, BRACKET) or _is_act(tokens, last - 1, floor)):
            last -= 1
        phrase = ending_at(tokens, last, floor)
        if not phrase or phrase.ended != "preposition":
            return (tokens, phrase) if phrase else None
        last = phrase.first - 1  # 选聘也向网格倾斜: what a preposition leads to is not what the clause is about
    return None


def _is_act(tokens: Sequence[Token], at: int, floor: int) -> bool:
    """Whether a verbal noun at the end of a clause is its verb: 党群服务站同步建设."""
    return tokens[at].kind == "either" and at > floor and tokens[at - 1].kind in ("adverb", "quality")


def verb_itself(situation: Situation) -> Named | None:
    """立行立改3000余个: nothing but the verb is said."""
    if situation.verb < 0:
        return None
    verb = situation.tokens[situation.verb].word
    named = name_of(situation, Phrase(situation.verb, situation.verb + 1), "verb", verb)
    each = per(situation, situation.verb)
    if each is not None:
        return with_per(situation, each, named)  # 每餐酌收30元
    paid = shape_rules()["verb"]["names"].get(situation.quantity.unit, "")
    return named if verb.endswith(tuple(shape_words("verb"))) else named._replace(metric=verb + paid)


def unit_itself(situation: Situation) -> Named | None:
    """全村186户643人: the unit alone says what is counted; else it is what the sentence was counting."""
    known = shape_rules()["unit"]["names"].get(situation.quantity.unit)
    if situation.same_sentence and unit_kind(situation.quantity.unit) in SHARES:
        named = carry(situation, situation.same_sentence[-1], "metric-unit", None)
        return named._replace(metric=named.core + label_of("share"))
    if counts_people(situation.quantity.unit) and situation.follower and situation.floor == 0:
        persons = next((named for named in reversed(situation.same_sentence) if counts_people(named.unit)), None)
        if persons:
            return carry(situation, persons, "metric-carried", None)  # 退役军人1.27万名，412人进了班子
    before = situation.same_sentence[-1].unit if situation.same_sentence else ""
    known = shape_rules()["unit"]["names"].get(before + situation.quantity.unit, known)
    if known:
        start, end = situation.quantity.start, situation.quantity.end
        verb = situation.tokens[situation.verb].word if situation.verb >= 0 else None
        return Named(known, start, end, verb, shape_rules()["unit"]["id"], known, known, situation.quantity.unit)
    if not situation.earlier:
        return None
    return carry(situation, situation.earlier[-1], "metric-unit", None)
