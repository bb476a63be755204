"""The shapes in which reports name what a number counts, tried in order; each is a small function of its situation.

`rules/metrics.toml` lists them with their words, their examples and how sure each is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.alone import (
    averaged,
    carried,
    clause_before,
    continued,
    inside,
    label,
    of_place,
    role,
    share_of_verb,
    shared,
    subject,
    times_of,
    unit_itself,
    verb_itself,
)
from extractors.changes import changed
from extractors.growth import label_of
from extractors.in_turn import in_turn
from extractors.parts import moved, part_name, part_of
from extractors.phrases import NOMINAL, QUANTITY, Phrase, Token, behind, ending_at, is_person, unlinked
from extractors.rates import distance, per, with_per
from extractors.situation import (
    MEASURES,
    SHARES,
    Named,
    Shape,
    Situation,
    carry,
    counts_people,
    counts_persons,
    is_ratio,
    name_of,
    shape_words,
    unit_kind,
)
from extractors.words import endings, word_class


def name(situation: Situation, positions: Sequence[int], named: Mapping[int, Named]) -> dict[int, Named]:
    """The metric of a number, and of those that share its names; `positions` are the quantities from this one on."""
    if situation.number in named:
        return {}
    turn = in_turn(situation, positions)
    if turn:
        return turn
    for shape in SHAPES:
        found = shape(situation)
        if found:
            return {situation.number: _among(situation, found)}
    return {}


def _among(situation: Situation, found: Named) -> Named:
    """A part that 其中 opens keeps the whole for the parts behind it."""
    first = situation.tokens[0].word if situation.tokens else ""
    if first not in shape_words("among") or not situation.earlier:
        return found
    return found._replace(whole=situation.earlier[-1].whole)


def shared_behind(situation: Situation) -> Named | None:
    """The first of two numbers whose noun stands behind the second."""
    tokens, at = situation.tokens, situation.at
    if situation.right or (situation.left and situation.left.last == at):
        return None
    following = at + 1
    while following < len(tokens) and tokens[following].kind == "conjunction":
        following += 1
    if following != situation.ceiling or following >= len(tokens) or tokens[following].kind != QUANTITY:
        return None
    joined = following > at + 1
    other = situation.view.article.quantities[tokens[following].number]
    if (joined and other.unit != situation.quantity.unit) or situation.left:
        return None
    ends = [place for place in range(following + 1, len(tokens)) if tokens[place].kind == QUANTITY]
    phrase = behind(tokens, following, ends[0] if ends else len(tokens))
    if not phrase or (ends and ends[0] == phrase.last):
        return None
    verb = tokens[situation.verb].word if situation.verb >= 0 else None
    return name_of(situation, phrase, "shared", verb)


def behind_number(situation: Situation) -> Named | None:
    """6800名专职网格员: the noun stands behind its number."""
    if not situation.right or _prefers_left(situation) or _is_generic(situation):
        return None
    if situation.tokens[situation.at + 1].word in shape_words("role"):
        return None  # 拿出6000元做启动资金
    acted = (
        situation.right.last - situation.right.first == 1 and situation.tokens[situation.right.first].kind == "either"
    )
    if acted and situation.verb >= 0 and counts_persons(situation.quantity.unit):
        return None  # 带动412户增收
    tokens, right = situation.tokens, situation.right
    verb = tokens[situation.verb].word if situation.verb >= 0 else situation.follower
    if unit_kind(situation.quantity.unit) in SHARES:
        return _share_behind(situation, verb)
    used = right.last
    final = tokens[right.last - 1].word
    measured = is_ratio(final) or final in word_class("measure")
    if right.ended == QUANTITY and right.last - right.first > 1 and measured:
        right, used = right._replace(last=right.last - 1), situation.at + 1  # 155个村居党支部达标率100%
    return name_of(situation, right, "behind", verb)._replace(used=used)


def _is_generic(situation: Situation) -> bool:
    """Whether the noun behind only repeats the measure word: 186户人家."""
    right = situation.right
    return right.last - right.first == 1 and situation.tokens[right.first].word in word_class("generic")


def _share_behind(situation: Situation, verb: str | None) -> Named:
    """七成村民吃上茶饭, 议事会实现100%覆盖: the share of what stands behind, of the subject if that is an act."""
    tokens, right = situation.tokens, situation.right
    named = name_of(situation, right, "behind", verb)._replace(used=right.last)
    if right.last - right.first == 1 and tokens[right.first].kind == "either":
        last = situation.verb if situation.verb >= 0 else situation.at
        actor = ending_at(tokens, unlinked(tokens, last, situation.floor), situation.floor)
        if actor:
            return named._replace(metric=name_of(situation, actor, "behind", verb).metric + named.metric)
    return named._replace(metric=named.metric + label_of("share"))


def _prefers_left(situation: Situation) -> bool:
    """Whether the noun before is the better of two."""
    if not situation.left:
        return False
    tokens, right, left = situation.tokens, situation.right, situation.left
    if left.last - left.first == 1 and tokens[left.first].kind == "either":
        return False  # 覆盖11个村委会: it is the verb
    if tokens[situation.at + 1].kind == "particle" and right.ended != QUANTITY:
        return False  # 腾出来就是60平方米的茶室
    if situation.ceiling < len(tokens) and right.last == situation.ceiling:
        if _holds_people(situation):
            return False  # 塌陷区4个村1985户
        final = tokens[right.last - 1].word
        measured = right.last - right.first > 1 and (is_ratio(final) or final in word_class("measure"))
        return not measured  # 党群服务中心6个活动室12个, but 4座矿井原煤产量1085万吨
    kind = unit_kind(situation.quantity.unit)
    if kind in MEASURES or (kind in SHARES and is_ratio(tokens[situation.left.last - 1].word)):
        return True
    if kind in SHARES and tokens[right.first].kind == "noun":
        return False
    return tokens[right.first].kind in ("either", "verb")


def counted_generic(situation: Situation) -> Named | None:
    """186户人家, 502口人: households and people."""
    if not situation.right or not _is_generic(situation) or situation.left or situation.verb >= 0:
        return None
    named = unit_itself(situation)
    return named and named._replace(used=situation.right.last)


def _holds_people(situation: Situation) -> bool:
    """Whether the noun behind is a place, of whose households or people the next number is."""
    tokens, right = situation.tokens, situation.right
    following = situation.view.article.quantities[tokens[situation.ceiling].number].unit
    place = right.last - right.first == 1 and tokens[right.first].word.endswith(endings("organisation"))
    return place and (counts_people(following) or following in shape_words("of-place"))


def before_number(situation: Situation) -> Named | None:
    """网格党支部825个: the noun stands before its number."""
    left, tokens = situation.left, situation.tokens
    if not left or all(token.word in word_class("average") for token in tokens[left.first : left.last]):
        return None
    part = part_name(situation, left)
    if part:
        return part
    final = tokens[left.last - 1]
    if final.word in word_class("average"):  # 子女助学金人均2000元
        named = name_of(situation, left._replace(last=left.last - 1), "before", None)
        mean = final.word if final.word not in shape_words("mean") else ""
        return named._replace(metric=mean + named.metric)
    acts = situation.quantity.unit.endswith(tuple(shape_words("event")))
    if final.kind == "either" and (acts or left.last - left.first == 1 or is_person(tokens[left.last - 2].word)):
        return _acted(situation, final)
    named = name_of(situation, left, "before", _action(situation))
    if named.metric in shape_words("counted") and situation.earlier:
        return carry(situation, situation.earlier[-1], named.rule, named.action)
    each = per(situation, left.first)
    if each is not None:
        return with_per(situation, each, named)
    return _with_measure(situation, named)


def _action(situation: Situation) -> str | None:
    """The verb of a noun before its number: its governor, that of its list, one that links it, one behind."""
    left, tokens = situation.left, situation.tokens
    if left.verb:
        return left.verb.word
    first = left.first
    listed = first > 1 and tokens[first - 1].kind == "conjunction" and tokens[first - 2].kind == QUANTITY
    if listed and situation.same_sentence:
        return situation.same_sentence[-1].action
    governor = first - 1
    while governor >= situation.floor and tokens[governor].kind in BEFORE_GOVERNED:
        governor -= 1
    if governor >= situation.floor and tokens[governor].kind == "verb":
        return tokens[governor].word  # 梳理草场、饮水等诉求1163条
    beside = [*tokens[left.last : situation.at], *tokens[max(situation.floor, first - 1) : first]]
    linking = next((token.word for token in beside if token.word in shape_words("linking")), None)
    return linking or situation.follower


def _acted(situation: Situation, verb: Token) -> Named | None:
    """办结279件, 留守学生结对148名: the verb of what was counted before, or of the persons before it."""
    left, same = situation.left, situation.same_sentence
    acts = situation.quantity.unit.endswith(tuple(shape_words("event")))
    if left.last - left.first > 1 and not acts:
        return name_of(situation, Phrase(left.first, left.last - 1), "subject", verb.word)
    if acts:
        first = left.last - 1
        while first > left.first and situation.tokens[first - 1].kind == "either":
            first -= 1
        return name_of(situation, Phrase(first, left.last), "before", left.verb.word if left.verb else verb.word)
    if left.verb:
        return name_of(situation, left, "before", left.verb.word)
    if same and same[-1].unit == situation.quantity.unit:
        return carry(situation, same[-1], "metric-carried", verb.word)
    if same and unit_kind(situation.quantity.unit) in SHARES:
        named = carry(situation, same[-1], "metric-carried", verb.word)
        return named._replace(metric=named.metric + label_of("share"))
    return name_of(situation, left, "before", verb.word)


def _with_measure(situation: Situation, named: Named) -> Named:
    """居民人均可支配收入54180元，其中城镇居民63920元: the second is the same measure of another part."""
    same = situation.same_sentence
    measures = word_class("measure")
    if same and named.metric in measures and same[-1].core not in measures:
        head = next(
            (
                same[-1].core.removesuffix(word)
                for word in sorted(measures, key=len, reverse=True)
                if same[-1].core.endswith(word) and same[-1].core != word
            ),
            same[-1].core if named.metric in shape_words("price") else "",
        )
        return named._replace(metric=head + named.metric, core=head + named.metric)
    if not same or same[-1].unit != named.unit or unit_kind(named.unit) == "count":
        return named
    for start in range(len(named.metric) - 1):
        found = same[-1].core.find(named.metric[start:])
        if found >= 0:
            measure = same[-1].core[found + len(named.metric) - start :]
            measure = next((measure[len(word) :] for word in shape_words("total") if measure.startswith(word)), measure)
            return named._replace(metric=named.metric + measure, core=named.core + measure)
    return named


BEFORE_GOVERNED = frozenset({*NOMINAL, "conjunction", "listing", "particle", "quality", "scope"})
SHAPES: tuple[Shape, ...] = (
    changed,
    times_of,
    distance,
    inside,
    moved,
    shared_behind,
    behind_number,
    before_number,
    counted_generic,
    continued,
    part_of,
    role,
    shared,
    subject,
    label,
    averaged,
    share_of_verb,
    carried,
    of_place,
    clause_before,
    verb_itself,
    unit_itself,
)
