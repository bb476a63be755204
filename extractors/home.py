"""The article's home place: where it stands in titles, bylines, newspapers' names and the body, and which level speaks.

>>> from schema.record import Article, PlaceMention
>>> text = "我区在兰州市西固区试点，全区新建党群服务中心12个。"
>>> named = PlaceMention(4, 10, "named", "county", "甘肃省/兰州市/西固区", "620104")
>>> own = PlaceMention(0, 2, "deictic", "county")
>>> home_of(Article("", text=text), Evidence((named,), (own,)))
'甘肃省/兰州市/西固区'
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extractors import rules
from extractors.place_rules import RANKS, is_han, rule_of, words_of
from extractors.toponyms import toponyms
from schema import gazetteer
from schema.in_use import cached
from schema.record import Article, PlaceMention

WEIGHTS = {"title": 8.0, "byline": 2.0, "heading": 2.0, "body": 1.0, "table": 1.0, "furniture": 0.25}
BELOW = 0.35  # what a place inside another says for the other
AWAY = 0.2  # what a destination, an origin or a partner says for being the home place
LISTED = 0.4  # what one of several places in a row says
EARLY = 200
FEW = 3
SHARE_ABOVE, SHARE_BELOW = 0.3, 0.6  # how loud a deeper level must speak: county and above; town and below
MOST = 0.6


class Evidence(NamedTuple):
    """The places that an article names and the words that point to its own."""

    named: tuple[PlaceMention, ...]
    pointing: tuple[PlaceMention, ...]


def home_of(article: Article, evidence: Evidence) -> str | None:
    """The path of the home place as far down as the text's own words for it reach."""
    scores = scored(article, evidence.named)
    wanted = levels_wanted(article, evidence.pointing)
    for unit in wanted:
        fitting = [path for path in scores if unit_of(path.rpartition("/")[2], unit)]
        if fitting:
            return gazetteer.complete(max(fitting, key=lambda path: (is_rooted(path), scores[path], path.count("/"))))
        if name := informal_name(article.text, unit):
            above = deepest(Counter({path: points for path, points in scores.items() if gazetteer.for_path(path)}), 2)
            return f"{above}/{name}" if above else name
    if not wanted and (country := whole_country(evidence)):
        return country
    found = deepest(scores, least_rank(wanted), early(article, evidence.named))
    return gazetteer.complete(found) if found else None


def least_rank(wanted: list[str]) -> int:
    """How deep the home place can lie, where no place of the levels that speak is named.

    全镇 in a text that names no town may be any town of the county it names.
    """
    levels = rule_of("deictic")["units"]
    return max((RANKS["city"], RANKS[levels.get(wanted[0], "county")] - 1)) if wanted else RANKS["quarter"]


def whole_country(evidence: Evidence) -> str | None:
    """全国, where it is what the text names first and nothing else weighs."""
    first = min((mention.start for mention in evidence.named), default=None)
    country = next((mention for mention in evidence.pointing if mention.kind == "nation"), None)
    return country.path if country and (first is None or country.start < first) and len(evidence.named) <= FEW else None


def early(article: Article, named: tuple[PlaceMention, ...]) -> frozenset[str]:
    """The paths that the text names before the numbers of a county: a village among them can be home."""
    begin = next((line.start for line in article.lines if line.kind != "furniture"), 0)
    end = begin + EARLY
    paths = set[str]()
    for mention in (each for each in named if each.path):
        if mention.start >= end:
            break
        paths.add(mention.path or "")
        if RANKS[mention.level] >= RANKS["county"]:  # a place below, behind the first number, is one of its own
            end = min(end, next((at for at in numbers(article) if at > mention.end), end))
    return frozenset(paths)


def numbers(article: Article) -> Iterator[int]:
    """Where the numbers of the text stand."""
    return (quantity.number_start for quantity in article.quantities)


def scored(article: Article, named: tuple[PlaceMention, ...]) -> Counter[str]:
    """How much speaks for each path; what stands for a place also stands, less, for what lies above it."""
    scores = Counter[str]()
    starts = [line.start for line in article.lines]
    for mention in named:
        if mention.path:
            add(scores, mention.path, weight(article, starts, mention))
    for words, points in ((article.title, WEIGHTS["title"]), (article.publisher, WEIGHTS["byline"])):
        for name in toponyms(words or ""):
            if (
                name.sure
                and name.entries
                and (len(name.entries) == 1 or name.entries[0].level != name.entries[-1].level)
            ):
                add(scores, name.entries[0].path, points)
    return scores


def add(scores: Counter[str], path: str, points: float) -> None:
    """Count a path and those above it."""
    scores[path] += points  # type: ignore[assignment]
    while "/" in path:
        path = path.rpartition("/")[0]
        scores[path] += BELOW * points  # type: ignore[assignment]


def weight(article: Article, starts: list[int], mention: PlaceMention) -> float:
    """What one mention says for its place: more in a title, at the beginning of a line, early in the text."""
    at = bisect_right(starts, mention.start) - 1
    line = article.lines[at] if at >= 0 else None
    points = WEIGHTS[line.kind] if line else 1.0
    if mention.start == (line.start if line else 0):
        points *= 2
    if is_elsewhere(article.text, mention.start):
        return points * AWAY
    if is_listed(article.text, mention):
        return points * LISTED
    if mention.start < EARLY and (line is None or line.kind != "furniture"):
        points += 1
    return points


def is_elsewhere(text: str, start: int) -> bool:
    """Does a place stand behind a word that makes it another one than the article's own (赴, 来自)?"""
    return text.endswith(words_of("kin", "away"), max(0, start - 6), start)


def is_listed(text: str, mention: PlaceMention) -> bool:
    """Is a place one of several in a row (远销北京、天津、太原)?"""
    mark = words_of("joins")[0]
    return text.startswith(mark, mention.end) or text.endswith(mark, 0, mention.start)


def levels_wanted(article: Article, pointing: tuple[PlaceMention, ...]) -> list[str]:
    """The endings of the levels that the text speaks from, the deepest that is loud enough first.

    全区 and 区委 beside a few 全市 are an article about a district; a single 全村 in a county's report
    is not one about a village.
    """
    loud = Counter[str]()
    own = rule_of("deictic")["own"]
    for mention in pointing:
        if mention.kind == "nation":
            continue
        word = article.text[mention.start : mention.end]
        if word[0] in own and not in_furniture(article, mention.start):
            loud[unit_of(word) or ""] += 3 if word[0] == own[0] else 2
    for match in kin_pattern().finditer(article.text):
        if loud and not is_han(article.text[match.start() - 1 : match.start()] or "\n"):
            loud[match["unit"]] += 1
    most = max(loud.values(), default=0)
    levels = rule_of("deictic")["units"]
    enough = [
        unit
        for unit, count in loud.items()
        if unit and count >= most * (SHARE_ABOVE if RANKS[levels.get(unit, "county")] <= 3 else SHARE_BELOW)
    ]
    return sorted(enough, key=lambda unit: (-RANKS[levels.get(unit, "county")], -loud[unit]))


def in_furniture(article: Article, position: int) -> bool:
    """Does this stand in a line that is no part of the article?"""
    at = bisect_right(article.lines, position, key=lambda line: line.start) - 1
    return at >= 0 and article.lines[at].kind == "furniture"


@functools.cache
def kin_pattern() -> re.Pattern[str]:
    """市委, 区政府: an office of the own place, at the beginning of a clause."""
    rule = rule_of("kin")
    return re.compile(f"(?P<unit>{rules.any_of(rule['levels'])}){rules.any_of(rule['bodies'])}")


@functools.cache
def unit_words() -> tuple[str, ...]:
    """The endings that say what level a place is of, the longest first."""
    return tuple(sorted(rule_of("deictic")["units"], key=lambda unit: -len(unit)))


@functools.lru_cache(maxsize=4096)
def unit_of(name: str, unit: str | None = None) -> str | None:
    """The ending of a name that says its level; with `unit`, only if it is that one.

    >>> unit_of("畅家巷社区"), unit_of("内蒙古自治区", "区"), unit_of("畅家巷社区", "区")
    ('社区', '区', None)
    """
    found = next((each for each in unit_words() if name.endswith(each)), None)
    if unit is None or found is None or found == unit:
        return found
    region = unit_words_of_province()
    return unit if found in region and found.endswith(unit) else None


@functools.cache
def unit_words_of_province() -> frozenset[str]:
    """自治区 is called 全区 too."""
    return frozenset(
        unit for unit, level in rule_of("deictic")["units"].items() if level == "province" and len(unit) > 1
    )


def informal_name(text: str, unit: str) -> str | None:
    """A district of its own making that the table lacks, named at the beginning of clauses more than once."""
    rule = rule_of("informal")
    if unit not in rule["suffixes"]:
        return None
    han = "[\u3400-\u9fff]"
    pattern = re.compile(rf"(?<!{han}){han}{{{rule['least']},{rule['most']}}}?{unit}(?!{han}?$)")
    names = Counter(match.group() for match in pattern.finditer(text))
    good = [name for name in names if not name[:-1].endswith(tuple(rule["generic"])) and text.count(name) > 1]
    return max(good, key=text.count, default=None)


def deepest(scores: Counter[str], rank: int, early: frozenset[str] = frozenset()) -> str | None:
    """From the province down as long as one place inside speaks for nearly all that is named, not below a rank."""
    tops = [each for each in scores if "/" not in each]
    path, children = "", [each for each in tops if is_rooted(each)] or tops
    while children and path.count("/") + (path != "") < rank:
        total = sum(scores[child] for child in children)
        best = max(children, key=lambda child: scores[child])
        if scores[best] < MOST * total or (path and own_weight(scores, path) > 2 * scores[best]):
            break
        if reaches_county(path) and not any(f"{each}/".startswith(best + "/") for each in early):
            break
        path = best
        children = [each for each in scores if each.rpartition("/")[0] == path]
    return path or None


def reaches_county(path: str) -> bool:
    """Is a path that of a county or of something inside one?

    >>> reaches_county("天津市/河西区"), reaches_county("甘肃省/兰州市")
    (True, False)
    """
    entry = gazetteer.for_path(path)
    return path.count("/") + 1 >= RANKS["county"] or (entry is not None and RANKS[entry.level] >= RANKS["county"])


@cached(4096)
def is_rooted(path: str) -> bool:
    """Does the table have the beginning of this path?"""
    return gazetteer.for_path(path) is not None


def own_weight(scores: Counter[str], path: str) -> float:
    """What speaks for a place itself and not for something inside it."""
    return scores[path] - BELOW * sum(scores[each] for each in scores if each.startswith(path + "/"))


def within_home(home: str, rank: int) -> str:
    """The part of the home path that lies above a rank.

    >>> within_home("甘肃省/兰州市/城关区/酒泉路街道", 4)
    '甘肃省/兰州市/城关区'
    """
    parts = home.split("/")
    levels = rule_of("deictic")["units"]
    while len(parts) > 1:
        unit = unit_of(parts[-1])
        if RANKS[levels.get(unit or "", "county")] < rank:
            break
        parts.pop()
    return "/".join(parts)
