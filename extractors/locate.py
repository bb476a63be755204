"""Which place each quantity is about: a place stated before it, one carried on, or the home place.

`locate` answers for all quantities of an article at once; that is what it is made for. It reads `sentences`, `lines`,
`place_mentions` and `place`.

>>> from schema.record import Line, Quantity, Sentence, Span
>>> from extractors.places import places
>>> text = "甘肃省兰州市有网格825个，其中西固区128个。"
>>> sentence = Sentence(0, 25, 0, (Span(0, 14), Span(14, 25)))
>>> article = Article("", text=text, lines=(Line(0, 25, "body"),), sentences=(sentence,))
>>> numbers = (Quantity(9, 13, 9, 12, None, sentence=0), Quantity(19, 23, 19, 22, None, sentence=0))
>>> [found.path for found in locate(places(dataclasses.replace(article, quantities=numbers)))]
['甘肃省/兰州市', '甘肃省/兰州市/西固区']
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.bearing import SCOPE, Part, counts, is_far, is_topic, reach
from extractors.home import kin_pattern
from extractors.openers import (
    bare_pattern,
    gives_pattern,
    lead_pattern,
    listed,
    local_words,
    opener_pattern,
    others_pattern,
    rest_pattern,
    rule,
    upper_pattern,
)
from extractors.place_rules import RANKS, rule_of, words_of
from extractors.places import at_unit, code_of
from schema.record import Article, PlaceMention, Quantity, Sentence, Span

CLAUSE_MARKS = "，；。"
LONGEST_REST = 16  # characters (numbering, a date) beside the place of a line that is only a place
MANY = 50  # places of a sentence that are taken together
WINDOW = 12  # characters at the beginning of a clause that name the places that are left


class Located(NamedTuple):
    """The place of a quantity, its code, and the rule that found it."""

    path: str | None
    code: str | None
    rule: str


class Setting(NamedTuple):
    """From `start` on, up to `end`, a sentence is about `place`; `lasting` if the next one may go on about it."""

    start: int
    end: int
    place: Located
    lasting: bool
    each: tuple[Located, ...] = ()


@dataclasses.dataclass(slots=True)
class Thread:
    """What the text is about as one reads on."""

    line: int = -1
    carried: Located | None = None
    heading: Located | None = None
    last: str | None = None
    last_small: PlaceMention | None = None  # the community or village named last, until another level speaks


def place_of(article: Article, quantity: Quantity) -> tuple[str | None, str | None, str]:
    """Path, code and rule for one quantity; for all of an article use `locate`."""
    return locate(dataclasses.replace(article, quantities=(quantity,)))[0]


def locate(article: Article) -> tuple[Located, ...]:
    """The place of each quantity, in their order."""
    home = Located(article.place, article.place_code, rule("home")["id"])
    wanted = {quantity.sentence for quantity in article.quantities}
    settings: dict[int, list[Setting]] = {}
    for index, found in read(article, home):
        if index in wanted:
            settings[index] = found
    return tuple(
        choose(article, quantity, settings.get(quantity.sentence, []), home) for quantity in article.quantities
    )


def choose(article: Article, quantity: Quantity, settings: list[Setting], home: Located) -> Located:
    """The last setting before the number that still reaches it."""
    at = bisect_right(settings, quantity.number_start, key=lambda setting: setting.start)
    if at > 1 and sums_up(article, settings[at - 1], quantity):
        path = common([setting.place.path or "" for setting in settings[max(0, at - MANY) : at]]) or home.path
        return Located(path, code_of(path) if path else None, rule("list")["id"])
    for setting in (settings[index] for index in range(at - 1, -1, -1)):
        if quantity.number_start < setting.end:
            return one_each(article, quantity, setting) if setting.each else setting.place
    return home


def sums_up(article: Article, setting: Setting, quantity: Quantity) -> bool:
    """Does the number add up the places named right before it (西固区、安宁区等5个区)?"""
    between = article.text[setting.start : quantity.number_start]
    return between.endswith(tuple(rule("list")["sum"])) and not any(mark in between for mark in CLAUSE_MARKS)


def one_each(article: Article, quantity: Quantity, setting: Setting) -> Located:
    """With 分别, the first number belongs to the first place, and so on."""
    spots = (setting.start, quantity.number_start)
    first, here = (bisect_left(article.quantities, at, key=lambda each: each.number_start) for at in spots)
    return setting.each[here - first] if here - first < len(setting.each) else setting.place


def read(article: Article, home: Located) -> Iterator[tuple[int, list[Setting]]]:
    """Go through the sentences with what they are about."""
    mentions = article.place_mentions
    starts = [mention.start for mention in mentions]
    thread = Thread()
    at = 0
    for index, sentence in enumerate(article.sentences):
        at = first = bisect_left(starts, sentence.start, at)
        while at < len(starts) and starts[at] < sentence.end:
            at += 1
        here = mentions[first:at]
        if sentence.line != thread.line:
            turn_line(article, sentence, here, thread)
        opens = opener_pattern().search(article.text, sentence.start, sentence.end) is not None
        if not here and not opens:  # as most are: it is about what the one before was
            yield index, going_on(sentence, thread)
            continue
        found = settings_of(article, sentence, here, thread, home, opens)
        yield index, found
        thread.carried = carried_on(found, thread)
        for mention in here:
            note(mention, thread)


def note(mention: PlaceMention, thread: Thread) -> None:
    """Remember what was named last; a larger place that a community lies in does not end its turn."""
    if mention.kind == "nation":
        return
    small = thread.last_small
    if mention.level in ("community", "village"):
        thread.last_small = mention
    elif mention.level != "quarter" and not (small and f"{small.path}/".startswith(f"{mention.path}/")):
        thread.last_small = None
    thread.last = mention.path or thread.last


def turn_line(article: Article, sentence: Sentence, here: Sequence[PlaceMention], thread: Thread) -> None:
    """A new line drops what was carried; one that is only a place names that of the lines below."""
    thread.line, thread.carried = sentence.line, None
    line = article.lines[sentence.line] if 0 <= sentence.line < len(article.lines) else None
    if line is None:
        return
    named = here and here[0].kind == "named" and line.kind != "table"
    if named and only_place(article.text[line.start : line.end], article.text, here[0]):
        thread.heading = Located(here[0].path, here[0].code, rule("heading")["id"])
    elif line.kind in ("heading", "title"):
        thread.heading = None


def only_place(line: str, text: str, mention: PlaceMention) -> bool:
    """Is there nothing in the line but numbering, marks and the place?"""
    rest = line.replace(text[mention.start : mention.end], "", 1)
    return len(rest) < LONGEST_REST and lead_pattern().fullmatch(rest.rstrip("：:")) is not None


def carried_on(found: list[Setting], thread: Thread) -> Located | None:
    """What the next sentence is about if it does not say."""
    if not found:
        return thread.carried
    parts = {setting.place.path for setting in found if setting.place.rule == rule("stated")["id"]}
    if len(parts) > 1 and not nested(parts):
        return thread.carried  # a sentence that goes from place to place leaves none of them behind
    for setting in reversed(found):
        if setting.lasting:
            return setting.place._replace(rule=rule("carried")["id"]) if setting.place.path else None
    return thread.carried


def nested(paths: set[str | None]) -> bool:
    """Does each of these places lie in the one before?"""
    ordered = sorted(path or "" for path in paths)
    return all(f"{inner}/".startswith(f"{outer}/") for outer, inner in itertools.pairwise(ordered))


def going_on(sentence: Sentence, thread: Thread) -> list[Setting]:
    """What a sentence is about that does not say."""
    start = thread.carried or thread.heading
    return [] if start is None else [Setting(sentence.start, sentence.end, start, False)]


def settings_of(
    article: Article, sentence: Sentence, here: Sequence[PlaceMention], thread: Thread, home: Located, opens: bool
) -> list[Setting]:
    """What the sentence is about, from which character on; `opens` says that words stand in it that open a clause."""
    found = going_on(sentence, thread)
    events: list[Setting] = [*stated(article, sentence, here, thread, home)]
    if opens:
        events += unnamed(article, sentence, thread, home)
    for event in sorted(events, key=lambda setting: setting.start):
        if not (found and deeper_stands(sentence, found[-1], event)):
            found.append(event)
    return found


def deeper_stands(sentence: Sentence, before: Setting, event: Setting) -> bool:
    """In one clause a place keeps its number although a larger one is named behind it (城关街道在全区率先…)."""
    carried = before.place.rule in (rule("carried")["id"], rule("heading")["id"], rule("upper")["id"])
    if carried or clause_of(sentence, before.start) != clause_of(sentence, event.start):
        return False
    inner, outer = before.place.path or "", event.place.path or ""
    return inner.startswith(outer + "/")


def clause_of(sentence: Sentence, position: int) -> int:
    """Index of the clause that holds a position."""
    return bisect_right(sentence.clauses, position, key=lambda clause: clause.start) - 1


def clause_span(sentence: Sentence, position: int) -> tuple[int, int]:
    """Beginning and end of the clause that holds a position."""
    at = clause_of(sentence, position)
    return (sentence.clauses[at].start, sentence.clauses[at].end) if at >= 0 else (sentence.start, sentence.end)


def stated(
    article: Article, sentence: Sentence, here: Sequence[PlaceMention], thread: Thread, home: Located
) -> Iterator[Setting]:
    """The settings that the mentions of the sentence make."""
    for group in groups(article.text, here):
        first = group[0]
        start, end = clause_span(sentence, first.start)
        topic = is_topic(article.text, start, first.start, first.end)
        if not counts(article.text, group, topic, end, home.path):
            continue
        if first.kind == "nation":
            if topic:
                yield Setting(first.start, sentence.end, Located(first.path, None, rule("nation")["id"]), False)
        elif first.kind == "deictic":
            place = Located(first.path or home.path, first.code or home.code, rule("pointed")["id"])
            goes_on = article.text.startswith(listed("pointed", "near"), first.start)  # 该县
            lasting = place.path == home.path or goes_on or first.level in ("community", "village")
            yield Setting(first.start, sentence.end, place, lasting)
        else:
            before = article.text[max(sentence.start, first.start - SCOPE) : first.start]
            part = Part(topic, numbered(article, sentence.start, first.start))
            opening = opens_line(article, sentence)
            lasting = (topic and (opening or not part.late)) or before.endswith(listed("stated", "arrives"))
            lasting = lasting and not any(word in before for word in local_words())
            opens = opening and CLAUSE_MARKS[0] not in before
            strayed = not opens and strays(first, before, home.path)
            lasting = lasting and not (strayed or is_cited(first, opening, thread, home))
            setting = named_setting(article, sentence, group, lasting, home)
            yield setting._replace(end=reach(article.text, sentence, (start, end), first, part))


def is_cited(mention: PlaceMention, opening: bool, thread: Thread, home: Located) -> bool:
    """Is a county or city named in the middle of a paragraph about home (大理市入选国家试点)?"""
    about_home = thread.carried is None or thread.carried.path == home.path
    return about_home and not opening and RANKS[mention.level] <= RANKS["county"] and home.path is not None


def strays(mention: PlaceMention, before: str, home: str | None) -> bool:
    """Is a far place only where something of a story of home happened (在厦门开过店)?"""
    return bool(home) and is_far(mention.path or "", home or "") and before.endswith(rule("stated")["leads"][1])


def opens_line(article: Article, sentence: Sentence) -> bool:
    """Is this the first sentence of its paragraph?"""
    line = article.lines[sentence.line] if 0 <= sentence.line < len(article.lines) else None
    return line is None or not article.text[line.start : sentence.start].strip()


def numbered(article: Article, start: int, end: int) -> bool:
    """Does a number stand in this stretch?"""
    first, behind = (bisect_left(article.quantities, at, key=lambda each: each.number_start) for at in (start, end))
    return first < behind


def named_setting(
    article: Article, sentence: Sentence, group: list[PlaceMention], lasting: bool, home: Located
) -> Setting:
    """What a named place, or several in a row, make the rest of the sentence about."""
    first, last = group[0], group[-1]
    if len(group) == 1:
        return Setting(first.start, sentence.end, Located(first.path, first.code, rule("stated")["id"]), lasting)
    path = common([mention.path or "" for mention in group]) or home.path
    place = Located(path, code_of(path) if path else None, rule("list")["id"])
    each: tuple[Located, ...] = ()
    behind = article.text[last.end : min(sentence.end, last.end + SCOPE)]
    if any(word in behind for word in rule("list")["each"]):
        each = tuple(Located(mention.path, mention.code, rule("stated")["id"]) for mention in group)
    return Setting(first.start, sentence.end, place, lasting, each)


def groups(text: str, here: Sequence[PlaceMention]) -> Iterator[list[PlaceMention]]:
    """The mentions, those that are joined by 、 or 和 together."""
    joins = words_of("joins")[:-1]
    group: list[PlaceMention] = []
    for mention in here:
        together = group and mention.kind == group[-1].kind == "named" and mention.rule != rule_of("office")["id"]
        if together and text[group[-1].end : mention.start] in joins:
            group.append(mention)
            continue
        if group:
            yield group
        group = [mention]
    if group:
        yield group


def unnamed(article: Article, sentence: Sentence, thread: Thread, home: Located) -> Iterator[Setting]:
    """Clauses that begin with an office of the own place (区委), or with a bare 社区 of the one named last."""
    text = article.text
    for clause in sentence.clauses:
        start = begin(text, clause)
        if not opener_pattern().match(text, start, clause.end):
            continue
        if rest_pattern().match(text, start, clause.end) and (path := around(article, sentence, clause.start)):
            yield Setting(clause.start, sentence.end, Located(path, code_of(path), rule("rest")["id"]), False)
        elif path := beside(article, sentence, start):
            yield Setting(start, sentence.end, Located(path, code_of(path), rule("rest")["id"]), False)
        elif match := kin_pattern().match(text, start, clause.end):
            path = at_unit(home.path, match["unit"])
            if path and home.path:
                place = Located(path, code_of(path), rule("office")["id"])
                yield Setting(start, sentence.end, place, path == home.path)
        elif (match := upper_pattern().match(text, start, clause.end)) and (path := upper(match, thread, home)):
            level = match["word"].endswith(listed("upper", "levels"))
            inside = not level or not f"{home.path}/".startswith(f"{path}/") or path == home.path
            if inside or not gives_pattern().search(text, match.end(), clause.end):
                place = Located(path, code_of(path), rule("upper")["id"])
                yield Setting(start, sentence.end if inside else clause.end, place, inside)
        elif thread.last_small and (match := bare_pattern().match(text, start, clause.end)):
            small = thread.last_small
            if thread.carried is None and (small.path or "").endswith(match["word"]):
                yield Setting(clause.start, sentence.end, Located(small.path, small.code, rule("bare")["id"]), True)


def around(article: Article, sentence: Sentence, end: int) -> str | None:
    """What the places have in common that the sentence names before `end`, if there are several (其余5家)."""
    mentions = article.place_mentions
    first, behind = (bisect_left(mentions, at, key=lambda mention: mention.start) for at in (sentence.start, end))
    named = [mention for mention in mentions[max(first, behind - MANY) : behind] if mention.kind == "named"]
    if len({mention.path for mention in named}) < 2:
        return None
    numbers = article.quantities
    since, now = (bisect_left(numbers, at, key=lambda number: number.start) for at in (named[-1].start, end))
    if now - since != 1:
        return None
    return common([mention.path or "" for mention in named]) or rule_of("nation")["words"][0]


def beside(article: Article, sentence: Sentence, start: int) -> str | None:
    """What the other towns belong to where the sentence has named one of them (大阁镇…，其余25个乡镇)."""
    match = others_pattern().match(article.text, start, start + WINDOW)
    if not match:
        return None
    mentions = article.place_mentions
    behind = bisect_left(mentions, start, key=lambda mention: mention.start)
    named = mentions[behind - 1] if behind else None
    if named is None or named.start < sentence.start or named.level != rule("rest")["kinds"][match["kind"]]:
        return None
    return (named.path or "").rpartition("/")[0] or None


def upper(match: re.Match[str], thread: Thread, home: Located) -> str | None:
    """The street, town or district that a bare 街道 or 区里 means: the one around the place spoken of, else of home."""
    unit = rule("upper")["words"][match["word"]]
    now = thread.carried.path if thread.carried else thread.last
    return at_unit(now, unit) or at_unit(thread.last, unit) or at_unit(home.path, unit)


def begin(text: str, clause: Span) -> int:
    """Where a clause begins behind words like 今年."""
    match = lead_pattern().match(text, clause.start, min(clause.end, clause.start + SCOPE))
    return match.end() if match else clause.start


def common(paths: list[str]) -> str:
    """The path that all paths lie on.

    >>> common(["甘肃省/兰州市/西固区", "甘肃省/兰州市/安宁区"])
    '甘肃省/兰州市'
    """
    shared: list[str] = []
    for parts in zip(*(path.split("/") for path in paths), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared)
