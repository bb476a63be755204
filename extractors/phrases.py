"""The words of a clause around its numbers, and the noun phrases that stand before and behind a number.

A clause becomes a chain of tokens in which quantities, places, times, quoted names and brackets are one token each. A
phrase is a run of that chain; what ended it is kept, since a verb before a phrase is the governing verb, and a 的
behind one means that the head is still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractors.words import HAN, cut, endings, word_class
from schema.actions import actions
from schema.units import units

QUOTED = "quoted"
BRACKET = "bracket"
STOP = "stop"
QUANTITY = "quantity"
PLACE = "place"
TIME = "time"
LONGEST_PHRASE = 40  # characters; a longer run of nouns is a flattened table or a list of names

LONGEST_MODIFIER = 5  # words before 的 that a reader would keep in the head of a column

PIECE = regex.compile(
    r"(?P<quoted>[“‘《「『][^“”‘’《》「」『』，。；\n]{1,24}[”’》」』])"
    r"|(?P<bracket>\([^()，。；\n]{1,20}\))"
    r"|(?P<words>[\p{Han}A-Za-z0-9+.%·]+)"
    r"|(?P<conjunction>[、/])"
    r"|(?P<dash>[—–-]+)"
    r"|(?P<quote>[“”‘’《》「」『』])"
    r"|(?P<space>[ \t]+)"
    r"|(?P<stop>.)",
    regex.DOTALL,
)


class Token(NamedTuple):
    """A word of a clause; `kind` is its class (see words) or what the token stands for; `number` that of a quantity."""

    start: int
    end: int
    word: str
    kind: str
    number: int = -1


class Phrase(NamedTuple):
    """A run of tokens `first:last` (half-open) that names something, and the verb that governs it."""

    first: int
    last: int
    verb: Token | None = None
    ended: str = STOP

    def __bool__(self) -> bool:
        return self.last > self.first


class Fixed(NamedTuple):
    """A stretch that another step has read: a quantity, a place or a time."""

    start: int
    end: int
    kind: str
    number: int = -1


def chain(text: str, start: int, end: int, fixed: Sequence[Fixed]) -> list[Token]:
    """The tokens of `text[start:end]`; `fixed` stretches inside it, in order, become one token each."""
    tokens: list[Token] = []
    at = start
    for stretch in fixed:
        if stretch.start < at:
            continue
        if stretch.start > at:
            _pieces(text, at, stretch.start, tokens)
        words = text[stretch.start : stretch.end]
        tokens.append(Token(stretch.start, stretch.end, words, stretch.kind, stretch.number))
        at = stretch.end
    if at < end:
        _pieces(text, at, end, tokens)
    return tokens


def _pieces(text: str, start: int, end: int, tokens: list[Token]) -> None:
    if HAN.fullmatch(text, start, end):  # the most common, without looking for what else it could be
        _words(text[start:end], start, tokens)
        return
    for piece in PIECE.finditer(text, start, end):
        kind = piece.lastgroup or STOP
        if kind == "words":
            _words(piece.group(), piece.start(), tokens)
        elif kind not in ("space", "quote"):
            tokens.append(Token(piece.start(), piece.end(), piece.group(), "noun" if kind == "dash" else kind))


def _words(text: str, at: int, tokens: list[Token]) -> None:
    make = tuple.__new__  # words are the most numerous thing of all; Token(...) takes three times as long
    for word, kind in cut(text):
        end = at + len(word)
        tokens.append(make(Token, (at, end, word, kind, -1)))
        at = end


NOMINAL = frozenset({"noun", QUOTED, "either"})
SKIPPED_BEFORE_NUMBER = frozenset({"link", "aspect", "adverb", "scope", "quality"})


def before(tokens: Sequence[Token], at: int, floor: int = 0) -> Phrase:
    """The phrase before token `at` (a quantity), linking words aside; `floor` is the first token it may use."""
    last = unlinked(tokens, at, floor)
    if last > floor and tokens[last - 1].kind == "listing":
        last -= 1
    if last > floor and len(tokens[last - 1].word) > 1 and tokens[last - 1].word[0] in word_class("each"):
        last -= 1  # 工作经费每队2万元
    elif last - 2 > floor and tokens[last - 2].word in word_class("each") and _is_one_of(tokens[last - 1].word):
        last -= 2  # 工作经费每个村2万元
    linked = any(tokens[place].word not in word_class("each") for place in range(last, at))
    return ending_at(tokens, last, floor, linked=linked)


def _is_one_of(word: str) -> bool:
    """Whether a noun behind 每 names one of those that a number is for: 每个村, 每公斤."""
    return is_actor(word) or word in units()


def unlinked(tokens: Sequence[Token], at: int, floor: int) -> int:
    """The end of what stands before `at`, the words aside that link it to a number."""
    if at > floor and tokens[at - 1].word in word_class("at-number"):
        at -= 1
    while at > floor and tokens[at - 1].kind in SKIPPED_BEFORE_NUMBER:
        at -= 1
    return at


def ending_at(tokens: Sequence[Token], last: int, floor: int = 0, linked: bool = False) -> Phrase:
    """The noun phrase whose last token is `last - 1`; `linked` says that a word links it to the number (牧户占三成)."""
    first = last
    size = 0
    while first > floor:
        token = tokens[first - 1]
        size += token.end - token.start
        if size > LONGEST_PHRASE or not _extends_left(tokens, first - 1, last, floor):
            break
        first -= 1
    ended = tokens[first - 1].kind if first > floor else STOP
    heads = [at + 1 for at in range(first, last - 1) if tokens[at].kind == "particle"]
    if heads and (ended == "verb" or heads[-1] - first > LONGEST_MODIFIER):
        first, ended = heads[-1], "particle"  # 居民反映的问题: a modifier with a verb in it is dropped
    opened = ended == "verb" and first < last and _is_attribute(tokens, first - 1, floor)
    if opened and (linked or (last - first == 1 and _is_rate(tokens[first].word))):
        return Phrase(first - 1, last)  # 定居牧户占三成, 持证增长率20%
    governed = _governed(tokens, first, last)
    if governed:
        return Phrase(governed, last, tokens[governed - 1], "either")
    return _left_edge(tokens, first, last, floor, ended, linked)


def _is_rate(word: str) -> bool:
    return word.endswith(endings("ratio"))


def _is_attribute(tokens: Sequence[Token], at: int, floor: int) -> bool:
    """Whether a verb that governs no numbers opens the clause: then it belongs to its noun (定居牧户)."""
    opens = at == floor or tokens[at - 1].kind in (TIME, PLACE, "scope", "adverb")
    return opens and len(tokens[at].word) > 1 and not _governs(tokens[at].word)


def _governed(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the object begins, if a verbal noun in the phrase has a subject before it (党组织走访群众); else 0."""
    for at in range(last - 2, first, -1):
        actor = tokens[at - 1].kind == QUOTED or is_actor(tokens[at - 1].word)
        if tokens[at].kind == "either" and actor and _has_object(tokens, at, last):
            return at + 1
    return 0


def is_actor(word: str) -> bool:
    """Whether a noun names who acts: persons, organisations.

    >>> is_actor("社区党委"), is_actor("网格员"), is_actor("项目")
    (True, True, False)
    """
    return is_person(word) or word.endswith(endings("organisation"))


def _extends_left(tokens: Sequence[Token], at: int, last: int, floor: int) -> bool:
    kind = tokens[at].kind
    if kind in NOMINAL:
        return True
    if kind == "quality":
        return last - at > 1 and tokens[at + 1].kind in ("noun", "quality", "either")
    if kind == BRACKET:
        return at > floor and tokens[at - 1].kind in NOMINAL
    if kind == "particle":
        return last - at > 1 and at > floor and tokens[at - 1].kind in (*NOMINAL, BRACKET)
    if kind == "conjunction":
        return last - at > 1 and at > floor and tokens[at - 1].kind in (*NOMINAL, BRACKET)
    if kind == "verb":  # 村级减负事项: a verb that governs no number elsewhere, between a noun and its head
        inside = last - at > 1 and at > floor and tokens[at - 1].kind == "noun"
        return inside and _is_part_of_name(tokens[at].word, tokens[at + 1].word)
    return False


def _is_part_of_name(verb: str, head: str) -> bool:
    """Whether a verb between nouns belongs to the second: 村级减负事项, 工作者持证增长率."""
    if not _governs(verb):
        return is_compound_head(head)
    return _is_rate(head) and verb in actions() and actions()[verb].kind != "change"


def _governs(verb: str) -> bool:
    """Whether a verb is known to govern numbers."""
    return verb in actions() or verb in word_class("verb")


def _left_edge(tokens: Sequence[Token], first: int, last: int, floor: int, ended: str, linked: bool) -> Phrase:
    """Drop what cannot open a phrase; a verbal noun that opens one governs the rest of it."""
    while first < last and tokens[first].kind in ("particle", "conjunction", BRACKET):
        first += 1
    denied = floor < first < last and tokens[first - 1].word in word_class("negation")
    if denied:
        return Phrase(first - 1, last, None, ended)  # 不过夜旅客, 未就业毕业生
    governor = None
    while first < last and not linked and _opens_as_verb(tokens, first, last, ended):
        governor, ended = tokens[first], "verb"
        first += 1
    if governor is not None:
        return Phrase(first, last, governor, "either")
    verb = None
    at = first - 1
    while at >= floor and tokens[at].kind in ("aspect", "scope"):
        at -= 1
    if at >= floor and tokens[at].kind == "verb":
        verb = tokens[at]
    return Phrase(first, last, verb, ended)


def _opens_as_verb(tokens: Sequence[Token], first: int, last: int, ended: str) -> bool:
    """Whether a verbal noun governs the rest of its phrase: 培训党员; behind a verb only a known one (新建改造管网)."""
    opener = tokens[first]
    governs = opener.kind == "either" and last - first > 1 and (ended != "verb" or opener.word in actions())
    return governs and _has_object(tokens, first, last)


def _has_object(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the verbal noun at `first` has the rest as its object (培训党员) and is no attribute of it (培训基地)."""
    following = tokens[first + 1]
    if following.kind in ("particle", "conjunction"):
        return False
    return not (following.word in word_class("compound") or (last - first == 2 and is_compound_head(following.word)))


def is_compound_head(word: str) -> bool:
    """Whether a noun takes a verb in front of it as its attribute.

    >>> is_compound_head("资金"), is_compound_head("网格员")
    (True, False)
    """
    heads = word_class("compound")
    return word in heads or (not is_person(word) and (word[-2:] in heads or word[-1:] in heads))


def is_person(word: str) -> bool:
    """Whether a noun names persons.

    >>> is_person("网格员"), is_person("网格")
    (True, False)
    """
    return word.endswith(endings("person"))


def behind(tokens: Sequence[Token], at: int, ceiling: int, persons: bool = False, things: bool = False) -> Phrase:
    """The phrase behind token `at` (a quantity), up to `ceiling`; whether `persons` or single `things` are counted."""
    first = at + 1
    if first + 1 < ceiling and tokens[first].word in word_class("dimension") and tokens[first + 1].kind == "particle":
        first += 1
    if first < ceiling and tokens[first].kind == "particle":
        first += 1
    while first < ceiling and tokens[first].kind in ("scope", PLACE):
        first += 1
    last = _run_from(tokens, first, ceiling)
    if last == first and _opens_with_attribute(tokens, first, ceiling, persons):
        last = _run_from(tokens, first + 1, ceiling)
    if last == first:
        return _behind_attribute(tokens, first, ceiling)
    phrase = _counted(tokens, _right_edge(tokens, first, last, ceiling), persons)
    acts = things and phrase.last - phrase.first > 1 and tokens[phrase.last - 1].kind == "either"
    return phrase._replace(last=phrase.last - 1) if acts else phrase  # 12间老屋入股


def _opens_with_attribute(tokens: Sequence[Token], first: int, ceiling: int, persons: bool) -> bool:
    """Whether a verb that governs no numbers opens the phrase as an attribute: 1303个驻区单位党组织."""
    if first + 1 >= ceiling or tokens[first].kind != "verb":
        return False
    if persons and len(tokens[first].word) > 2 and is_person(tokens[first + 1].word):
        return True  # 3874名建档立卡群众
    if len(tokens[first].word) > 1 and _governs(tokens[first].word):
        return False
    return tokens[first + 1].kind == "noun"


def _run_from(tokens: Sequence[Token], first: int, ceiling: int) -> int:
    last = first
    while last < ceiling and _extends_right(tokens, first, last, ceiling):
        last += 1
    return last


def _counted(tokens: Sequence[Token], phrase: Phrase, persons: bool) -> Phrase:
    """The phrase up to the noun that is counted: 党员 of 309名党员先锋模范作用, 党支部 of 65个党支部工作水平."""
    first, last = phrase.first, phrase.last
    if last - first < 2:
        return phrase
    joints = [at for at in range(first, last) if tokens[at].kind in ("particle", "conjunction")]
    if tokens[last - 1].word in word_class("abstract"):
        last = joints[0] if joints else last
        while last > first + 1 and _is_uncounted(tokens[last - 1]):
            last -= 1
        return Phrase(first, last, None, "noun")
    if persons and not joints and not is_person(tokens[last - 1].word):
        ends = [at + 1 for at in range(first, last) if is_person(tokens[at].word)]
        return Phrase(first, ends[-1], None, "noun") if ends else phrase
    if not persons and not joints and _is_measured(tokens[last - 1]):
        ends = [at + 1 for at in range(first, last - 1) if _holds_more(tokens, at, last)]
        return Phrase(first, ends[-1], None, "noun") if ends else phrase
    return phrase


def _is_measured(token: Token) -> bool:
    """Whether a noun is measured of what stands before it (收入), or done by it (换届)."""
    return token.kind == "either" or token.word.endswith((*endings("measure"), *endings("ratio")))


def _holds_more(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether an organisation ends here, its bracket too, of which the rest is said: 村(社区) 集体经济收入."""
    if tokens[at].kind == BRACKET:
        return at > 0 and tokens[at - 1].word.endswith(endings("organisation"))
    named = tokens[at].word.endswith(endings("organisation")) and tokens[at].kind == "noun"
    return named and not (at + 1 < last and tokens[at + 1].kind == BRACKET)


def _is_uncounted(token: Token) -> bool:
    return token.word in word_class("abstract") or token.kind == "either"


def _extends_right(tokens: Sequence[Token], first: int, at: int, ceiling: int) -> bool:
    token = tokens[at]
    if token.end - tokens[first].start > LONGEST_PHRASE or token.word[:1] in word_class("each"):
        return False
    if token.word in word_class("level") or (at > first and token.word in word_class("average")):
        return False
    if token.kind in NOMINAL and at == first + 1 and tokens[first].kind == QUOTED:
        return _continues_name(tokens, at, ceiling)
    if token.kind in ("noun", QUOTED):
        return True
    if token.kind == "quality":
        return at == first or tokens[at - 1].kind in ("conjunction", "particle")
    if token.kind == "either":
        return _either_belongs(tokens, first, at, ceiling)
    if token.kind == BRACKET:
        return at > first
    if token.kind == "conjunction":
        return at > first and _joins(tokens, first, at, ceiling)
    if token.kind == "particle":
        return at > first and at + 1 < ceiling and tokens[at + 1].kind in NOMINAL and not is_actor(tokens[at - 1].word)
    return token.kind == "verb" and at > first and _is_inside_name(tokens, at, ceiling)


def _is_inside_name(tokens: Sequence[Token], at: int, ceiling: int) -> bool:
    """Whether a verb that governs no numbers stands in a name that goes on behind it: 制度集成创新案例."""
    if _governs(tokens[at].word) or len(tokens[at].word) < 2 or is_actor(tokens[at - 1].word):
        return False
    return _closes_name(tokens, at + 1, ceiling)


def _closes_name(tokens: Sequence[Token], first: int, ceiling: int) -> bool:
    """Whether the nouns from `first` on end in one that takes a verb before it."""
    end = first
    while end < ceiling and tokens[end].kind in ("noun", "either"):
        end += 1
    return end > first and is_compound_head(tokens[end - 1].word)


def _continues_name(tokens: Sequence[Token], at: int, ceiling: int) -> bool:
    """Whether nouns behind a quoted name go on with it (12个“红色驿站”服务点), or begin to tell of it (颜色各异)."""
    for end in range(at, ceiling):
        if tokens[end].kind not in NOMINAL:
            return False
        if is_compound_head(tokens[end].word) or is_person(tokens[end].word):
            return True
    return False


def _either_belongs(tokens: Sequence[Token], first: int, at: int, ceiling: int) -> bool:
    """Whether a verbal noun is part of the phrase: 专题培训 is one, 网格员服务群众 and 项目入选全省 are not."""
    following = tokens[at + 1].kind if at + 1 < len(tokens) else STOP
    if at == first:
        return following in (*NOMINAL, STOP, BRACKET, "conjunction", "particle", "listing", QUANTITY, "adverb", "verb")
    actor = is_actor(tokens[at - 1].word)
    if following in NOMINAL and at + 1 < ceiling:
        head = tokens[at + 1].word
        return head in word_class("compound") if actor else is_compound_head(head) and not is_person(head)
    return not actor and following in (STOP, BRACKET, "conjunction", "particle", "listing")


def _joins(tokens: Sequence[Token], first: int, at: int, ceiling: int) -> bool:
    """Whether a conjunction joins a second head, and opens neither the next item of a list nor 与 with a partner."""
    end = at + 1
    while end < ceiling and tokens[end].kind in NOMINAL:
        end += 1
    if end == at + 1:
        return False
    if end - at > 2 and tokens[end - 1].kind == "either" and end < len(tokens) and tokens[end].kind == QUANTITY:
        end -= 1  # 74个部门和单位建章立制133项
    following = end
    while following < len(tokens) and tokens[following].kind == "link":
        following += 1
    if following < len(tokens) and tokens[following].kind == QUANTITY:
        return False
    if tokens[at].word in word_class("with") and end < len(tokens) and tokens[end].kind == "verb":
        return is_person(tokens[at - 1].word) and is_person(tokens[end - 1].word)  # 5家企业与村签订协议
    return tokens[at].word == "、" or is_person(tokens[at - 1].word) == is_person(tokens[end - 1].word)


def _behind_attribute(tokens: Sequence[Token], first: int, ceiling: int) -> Phrase:
    """The head behind a relative clause: 1959名像他一样热心的党员, 参加培训的党员."""
    for at in range(first, min(ceiling, first + 14)):
        kind = tokens[at].kind
        if kind in (QUANTITY, STOP, TIME):
            break
        if kind == "particle" and at > first and at + 1 < ceiling and tokens[at + 1].kind in NOMINAL:
            return _right_edge(tokens, at + 1, _run_from(tokens, at + 1, ceiling), ceiling)
    verb = tokens[first] if first < ceiling and tokens[first].kind == "verb" else None
    return Phrase(first, first, verb, "verb" if verb else STOP)


def _right_edge(tokens: Sequence[Token], first: int, last: int, ceiling: int) -> Phrase:
    """Drop what cannot close a phrase; behind 的 and 等 stands the head, before it what is long or an example."""
    if last + 1 < ceiling and tokens[last].kind == "listing" and tokens[last + 1].kind in NOMINAL:
        first = last + 1
        last = _run_from(tokens, first, ceiling)
    ended = tokens[last].kind if last < len(tokens) else STOP
    while last > first and tokens[last - 1].kind in ("particle", "conjunction"):
        last -= 1
    while ended == QUANTITY and last - first > 1 and tokens[last - 1].kind == "either":
        last -= 1  # 12个社区议事860余次: the verb of the next number
    for at in range(last - 1, first, -1):
        if tokens[at].kind == "particle":
            first = first if at == first + 1 else at + 1
            break
    verb = tokens[last] if last < ceiling and tokens[last].kind in ("verb", "either") else None
    return Phrase(first, last, verb, ended)
