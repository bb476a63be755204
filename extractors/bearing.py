"""The part that a named place plays in its clause: what the clause is about, where it happens, or only one more word.

>>> is_topic("西固区建成网格12个", 0, 0, 3), is_topic("组织书记赴西固区学习", 0, 5, 8)
(True, False)
"""

from __future__ import annotations

from typing import NamedTuple

from extractors.openers import facility_pattern, lead_pattern, listed, organisation_pattern, partner_pattern, rule
from extractors.place_rules import RANKS, rule_of, words_of
from schema.record import PlaceMention, Sentence

CLAUSE_MARKS, BRACKETS = "，；。\n", "()"
ITEM = 16  # characters behind a place within which the first of several things ends
SEMICOLON, SPEECH_ENDS = "；", "，。！？"
SCOPE = 120  # characters of a sentence without end around a mention
BEFORE = 8  # characters before a mention that tell its part
WINDOW = 12  # characters around a mention that tell its part in the clause


class Part(NamedTuple):
    """The part of a mention: is its clause about it, and has the sentence given numbers before it?"""

    topic: bool
    late: bool


def is_topic(text: str, start: int, mention: int, end: int) -> bool:
    """Does a clause begin with this mention, but for words like 目前?"""
    spoken = text[mention - 1 : mention] in words_of("slogan", "closing") and text[mention - 2] in SPEECH_ENDS
    if start == mention or (mention > 1 and spoken):
        return True
    near = max(start, mention - SCOPE)
    if text.startswith(listed("stated", "scenes"), start) and text.startswith(CLAUSE_MARKS[0], end):
        return True  # 在祖国最东端的乌苏镇，
    begins = max(text.rfind(mark, near, mention) + 1 for mark in listed("stated", "closes"))
    if not begins and near > start:
        return False
    return lead_pattern().fullmatch(text, max(near, begins), mention) is not None


def counts(text: str, group: list[PlaceMention], topic: bool, end: int, home: str | None) -> bool:
    """Can the numbers behind these mentions be about them, or are they only a destination, a partner, a comparison?"""
    first, last = group[0], group[-1]
    before = text[max(0, first.start - BEFORE) : first.start]
    behind = text[last.end : last.end + WINDOW]
    rest = text[last.end : min(end, last.end + SCOPE)]
    if first.kind != "named":
        return points(text, first, topic, before, behind)
    if first.rule == rule_of("paper")["id"] or (first.rule == rule_of("office")["id"] and not topic):
        return False
    if before.endswith(listed("stated", "away")) or behind.startswith(listed("stated", "beside")[:-1]):
        return False
    if before.endswith(rule("stated")["leads"][-2]) and any(word in rest for word in listed("stated", "trip")):
        return False
    if is_guest(first, rest, home) or is_in_name(last, rest, home) or is_on_route(text, first, last):
        return False
    if is_item(text, group, topic, rest):
        return False
    joins = words_of("joins")
    joined = before.endswith(joins[:-1])
    if joined and before.rstrip("".join(joins)).endswith(listed("stated", "among")):
        return False  # 31个省区市和兰州市
    return not (joined and partner_pattern().search(rest))


def points(text: str, mention: PlaceMention, topic: bool, before: str, behind: str) -> bool:
    """Is a pointing word more than what a number is compared with?"""
    shared = before.endswith(listed("pointed", "share")) and not topic
    if text.startswith(listed("pointed", "near"), mention.start) and before.endswith(listed("pointed", "receives")):
        shared = False  # 市财政为该县下达资金
    if text.startswith(words_of("deictic", "here"), mention.start) and not topic:
        return False  # 帮助当地群众
    ranked = mention.kind == "nation" and any(word in clause_begin(behind) for word in listed("pointed", "most"))
    return not shared and not ranked and not behind.startswith(listed("pointed", "rank"))


def clause_begin(words: str) -> str:
    """The words up to the first mark."""
    return words[: next((at for at, char in enumerate(words) if char in CLAUSE_MARKS), len(words))]


def is_on_route(text: str, first: PlaceMention, last: PlaceMention) -> bool:
    """Is a place one end of a road or a line (西宁至成都铁路, 海南—广东第三回线路)?"""
    ways = listed("stated", "ways")
    dashes = text.endswith(tuple(2 * way for way in ways), 0, first.start)  # a dash before an item of a list
    return text.startswith(ways, last.end) or (text.endswith(ways, 0, first.start) and not dashes)


def is_item(text: str, group: list[PlaceMention], topic: bool, rest: str) -> bool:
    """Does a short name only begin one of several names in a row (郑州大学、河南大学等7所)?"""
    first, mark = group[0], words_of("joins")[0]
    if first.rule == rule_of("office")["id"] and is_unnumbered(rest.partition(mark)[0]) and mark in rest:
        return True
    if first.rule != rule_of("short")["id"]:
        return False
    before_sum, several, _ = rest.partition(rule("list")["sum"][0])
    if len(group) == 1 and several and 0 < len(before_sum) < ITEM and is_unnumbered(before_sum):
        return True  # 贵阳“青云市集”等夜间消费聚集区55个
    if topic:
        return False
    begin = max(text.rfind(sign, 0, first.start) for sign in CLAUSE_MARKS)
    last = text.endswith(mark, 0, first.start) and rule("list")["sum"][0] not in rest
    return mark in text[begin + 1 : first.start] and not last


def is_unnumbered(words: str) -> bool:
    """Is there no digit in these words?"""
    return not any(char.isdecimal() for char in words)


def is_guest(mention: PlaceMention, rest: str, home: str | None) -> bool:
    """Is a place far from home only where guests or helpers come from (香港旅客, 廉江市选派教师驻县帮扶)?"""
    path = mention.path or ""
    if not home or not (is_far(path, home) or home.startswith(f"{path}/")):
        return False
    guests = is_far(path, home) and rest.startswith(listed("stated", "guests"))
    return guests or any(word in rest for word in listed("stated", "helps"))


def is_far(path: str, home: str) -> bool:
    """Does a place lie in another city or province than home?

    >>> is_far("广东省/湛江市/廉江市", "广东省/佛山市"), is_far("广东省", "广东省/佛山市")
    (True, False)
    """
    return any(one != other for one, other in zip(path.split("/")[:2], home.split("/"), strict=False))


def is_in_name(mention: PlaceMention, rest: str, home: str | None) -> bool:
    """Is the short name of what home lies in only how an organisation's name begins (云南某高校)?"""
    if not home or not home.startswith(f"{mention.path}/") or mention.rule != rule_of("short")["id"]:
        return False
    return organisation_pattern().match(rest) is not None


def reach(text: str, sentence: Sentence, clause: tuple[int, int], mention: PlaceMention, part: Part) -> int:
    """Up to where a sentence is about a named place.

    What a clause is about goes on to the end of the sentence, if it comes behind other numbers to the next semicolon;
    a city or county that a clause only mentions (推进西宁至成都铁路建设) holds to the end of the clause.
    """
    within = text.endswith(listed("stated", "within"), 0, mention.start)
    opened = text.rfind(BRACKETS[0], clause[0], mention.start)
    if opened >= 0 and (closed := text.find(BRACKETS[1], opened, sentence.end)) > mention.start:
        return closed
    if RANKS[mention.level] <= RANKS["county"] and facility_pattern().match(text, mention.end, clause[1]):
        return clause[1]
    if not (part.topic or within) and RANKS[mention.level] <= RANKS["county"]:
        return clause[1]
    stop = text.find(SEMICOLON, mention.end, sentence.end) if part.late else -1
    return stop if stop > 0 else sentence.end
