"""Step 5 · places: find the words that name a place or point to one, and say what the article's own place is.

in:  `text`, `lines`; `place` if the caller knows it
out: `place_mentions` in the order of the text, never overlapping;
     `place` and `place_code`, the home place: what 我市, 全区, 该村 mean

>>> found = places(Article("", text="2021年，射阳县合德镇凤凰社区有党员128名。"))
>>> [(mention.path, mention.code) for mention in found.place_mentions]
[('江苏省/盐城市/射阳县/合德镇/凤凰社区', '320924100')]
>>> found.place
'江苏省/盐城市/射阳县/合德镇/凤凰社区'
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterator

from extractors import rules, words
from extractors.home import Evidence, home_of, unit_of, within_home
from extractors.place_rules import RANKS, is_han, marks, rule_of, words_of
from extractors.pointing import deictics, nation
from extractors.quoted import in_quotes
from extractors.runs import Run, is_open, runs_of, towns_under
from extractors.toponyms import toponyms
from schema import gazetteer
from schema.gazetteer import Entry
from schema.in_use import cached
from schema.record import Article, PlaceMention

LINE_BREAKS = re.compile(r"\n\s*")
TOPIC_REACH = 6  # characters (a bullet, a number) that may stand before the place a line is about
SHORTEST_TOWN = 4  # characters of a town's name that say by themselves which town it is
NEAR = 400  # characters behind which a place named before no longer holds for a community without one


def places(article: Article) -> Article:
    """The article with its place mentions and its home place."""
    text = article.text
    hint = gazetteer.complete(article.place) if article.place else None
    found = runs_of(toponyms(text))
    runs = settled(text, found, hint)
    pointing = [*deictics(text), *nation(text)]
    rough = named(text, runs, None)
    home = hint or home_of(article, Evidence(tuple(rough), tuple(pointing)))
    if home and hint is None:
        runs = settled(text, found, home)
    mentions = named(text, runs, home)
    mentions = without_overlap([*mentions, *informal(text, home, mentions), *pointing])
    mentions = pointed(text, mentions, home)
    code = code_of(home) if home else None
    return dataclasses.replace(article, place_mentions=tuple(mentions), place=home, place_code=code)


def settled(text: str, runs: list[Run], hint: str | None) -> list[Run]:
    """The runs with one option each at most; names that nothing near supports are left out."""
    support = Counter[str]()
    for run in runs:
        if len(run.options) == 1 and run.sure:
            support.update(steps(run.options[0].path))
    if hint:
        support.update(dict.fromkeys(steps(hint), 3))
    by_towns = holders_of_towns(runs)
    support.update({path: count for path, count in by_towns.items() if path not in support})
    kept: list[Run] = []
    for run in (grafted(run, runs, support) for run in runs):
        if not run.sure and not backed(text, run, support, kept):
            continue
        alone = len(run.options) == 1
        kept.append(run if alone else run._replace(options=(best,)) if (best := chosen(run, support)) else unclear(run))
    return kept


def holders_of_towns(runs: list[Run]) -> Counter[str]:
    """The counties that several readings of a name leave open, by the towns of theirs that the article names.

    通州区 beside 台湖镇 is the one in Beijing.
    """
    open_counties = {option.key: option for run in runs if is_open(run) for option in run.options}
    names = {run.tail[0] for run in runs if run.tail and run.level == "town" and not run.options}
    support = Counter[str]()
    for name in names if open_counties else ():
        holders = {code[:6] for code in gazetteer.town_codes().get(name, "").split()}
        support.update(open_counties[key].path for key in holders & open_counties.keys())
    return support


def grafted(run: Run, runs: list[Run], support: Counter[str]) -> Run:
    """The run, unless a short name is only how a name begins that lies elsewhere (玉林东里社区 of a Beijing street)."""
    if not run.lead or len(run.options) != 1:
        return run
    path = run.options[0].path
    own = sum(each.lead == run.lead and each.options == run.options for each in runs)
    elsewhere = any(f"{each}/".count("/") > 1 and support[each] > 1 for each in support if not path.startswith(each))
    if support[path] > own or not elsewhere or any(support[above] > own for above in steps(path)):
        return run
    return run._replace(options=(), tail=(run.lead + run.tail[0], *run.tail[1:]))


def steps(path: str) -> Iterator[str]:
    """A path and the paths of all that lies above it.

    >>> list(steps("甘肃省/兰州市/西固区"))
    ['甘肃省', '甘肃省/兰州市', '甘肃省/兰州市/西固区']
    """
    parts = path.split("/")
    return ("/".join(parts[: at + 1]) for at in range(len(parts)))


def backed(text: str, run: Run, support: Counter[str], kept: list[Run]) -> bool:
    """Does anything near say that an ordinary word is a place here?"""
    before = text[run.start - 1 : run.start]
    if not run.options:  # 友谊路街
        above = (gazetteer.for_path(path) for path in support)
        return bool(towns_under((each for each in above if each and each.level == "county"), run.word))
    if in_quotes(text, run.start, run.end, *marks()):
        return False
    if run.word in rule_of("official")["ordinary"]:
        return any(support[option.path.rpartition("/")[0]] > 0 for option in run.options if option.level == "county")
    if is_han(before) and before not in rule_of("official")["two_before"]:
        return False
    listed = kept and kept[-1].end == run.start - 1 and before in words_of("joins")[:1]
    if listed and any(option.parent == above.parent for option in run.options for above in kept[-1].options):
        return True
    ordinary = run.word in rule_of("short")["ordinary"]
    if not support and len(run.options) == 1 and not ordinary and run.word not in words.kinds():
        return True  # a passage that names nothing else
    least = 2 if ordinary else 1
    return any(support[option.path] >= least for option in run.options)


def chosen(run: Run, support: Counter[str]) -> Entry | None:
    """The option that the rest of the article speaks for; of equals the higher one, of the same height none."""
    if not run.options:
        return None
    if len(run.options) == 1:
        return run.options[0]
    points = [backing(option.path, support) for option in run.options]
    best = max(points)
    if run.options[0].level != run.options[1].level and points[0] + 1 >= best:
        return run.options[0]
    leading = [option for option, point in zip(run.options, points, strict=True) if point == best]
    return leading[0] if best > 0 and len(leading) == 1 else None


def backing(path: str, support: Counter[str]) -> int:
    """How much of the article speaks for a place and what lies above it."""
    above = list(steps(path))[:-1]
    return sum(min(support[step], 3) for step in above) + support[path]


def unclear(run: Run) -> Run:
    """The run with no place of the table, its words as its only name."""
    return run._replace(options=(), tail=run.tail or (run.word,))


def named(text: str, runs: list[Run], home: str | None) -> list[PlaceMention]:
    """The mentions of the runs; those without a place above get the one that the article gives them."""
    mentions: list[PlaceMention] = []
    for run in runs:
        path = "/".join((run.options[0].path, *run.tail)) if run.options else hung(text, run, mentions, home)
        mentions.append(PlaceMention(run.start, run.end, "named", run.level, path, code_of(path), run.rule))
    longest = by_last_name(text, runs, mentions)
    return [fullest(mention, run, longest) for mention, run in zip(mentions, runs, strict=True)]


def by_last_name(text: str, runs: list[Run], mentions: list[PlaceMention]) -> dict[str, str]:
    """For each name that the table lacks, where the text says it lies, or the path of its first full mention."""
    paths: dict[str, str] = {}
    for run, following, above in zip(runs, runs[1:], mentions[1:], strict=False):
        bare = run.tail and not run.options and following.rank < run.rank
        if bare and above.path and text[run.end : following.start].strip() in rule_of("seat")["words"]:
            paths.setdefault(run.tail[-1], "/".join((above.path, *run.tail)))
    for run, mention in zip(runs, mentions, strict=True):
        if run.tail and len(run.tail) + len(run.options) > 1 and mention.path:
            paths.setdefault(run.tail[-1], mention.path)
    return paths


def fullest(mention: PlaceMention, run: Run, longest: dict[str, str]) -> PlaceMention:
    """A mention of a bare name with the path that the article gives it elsewhere."""
    if run.options or len(run.tail) != 1 or (path := longest.get(run.tail[0])) is None:
        return mention
    return mention._replace(path=path, code=code_of(path))


def hung(text: str, run: Run, mentions: list[PlaceMention], home: str | None) -> str:
    """The path of a name that the table lacks: under a place named just before, else under the home place."""
    words = run.tail
    if run.level == "town" and (town := town_near(words[0], mentions, home)):
        return "/".join((spelled(town.path, home), *words[1:]))
    first_rank = rank_of(words[0], run)
    if run.level == "zone" and home and not unit_of(home, rule_of("informal")["suffixes"][0]):
        first_rank = RANKS["town"]  # a county has zones of its own; those of a city lie beside its districts
    above = above_in_text(text, run, first_rank, mentions, home)
    if above is None and home:
        above = within_home(home, first_rank)
        if above == words[0]:
            return "/".join(words)
    return "/".join((above, *words)) if above else "/".join(words)


def spelled(town: str, home: str | None) -> str:
    """The path of a town as the home place writes it (高新区 for the full name of the zone with its city's)."""
    holder, _, name = town.rpartition("/")
    beside = home and holder.rpartition("/")[0] == home.rpartition("/")[0]
    same = beside and home and holder.endswith(home.rpartition("/")[2])
    return f"{home}/{name}" if same else town


def rank_of(word: str, run: Run) -> int:
    """How deep the first name of a run without a place above is."""
    return RANKS[rule_of("deictic")["units"].get(unit_of(word) or "", run.level)] if len(run.tail) > 1 else run.rank


def above_in_text(text: str, run: Run, rank: int, mentions: list[PlaceMention], home: str | None) -> str | None:
    """The last place of a higher level that the same line names, and that lies within the home place."""
    for mention in reversed(mentions[-6:]):
        if run.start - mention.end > NEAR:
            return None
        if home and len(LINE_BREAKS.findall(text, mention.end, run.start)) > (run.level == "quarter"):
            return None
        if mention.path is None or mention.rule in no_holders() or mention.level == run.level:
            continue
        if RANKS[mention.level] < rank and RANKS[mention.level] > 1:
            inner = home is None or mention.path.startswith(within_home(home, RANKS["town"]) + "/")
            return mention.path if inner or elsewhere(text, run, mentions, home) else None
    return None


@functools.cache
def no_holders() -> frozenset[str]:
    """The rules whose places hold nothing that is named after them."""
    return frozenset(rule_of(means)["id"] for means in ("paper", "office"))


def elsewhere(text: str, run: Run, mentions: list[PlaceMention], home: str | None) -> bool:
    """Does the line speak of another place than home (one item of a digest)?"""
    near = max(0, run.start - NEAR)
    line = max(near - 1, text.rfind("\n", near, run.start))
    here = [mention.path or "" for mention in mentions[-6:] if mention.start > line]
    above = within_home(home or "", RANKS["city"])
    return len(here) > 1 and not any(f"{path}/".startswith(f"{above}/") for path in here)


def town_near(name: str, mentions: list[PlaceMention], home: str | None) -> Entry | None:
    """The town of this name, or of the end of it, in the counties named before, or at home; else the only one."""
    paths = [mention.path for mention in reversed(mentions[-8:]) if mention.path] + ([home] if home else [])
    for entry in dict.fromkeys(entry for path in dict.fromkeys(paths) for entry in areas_of(path)):
        for begin in range(max(1, len(name) - 2)):
            if len(found := towns_under([entry], name[begin:])) == 1:
                return found[0]
    everywhere = gazetteer.town_codes().get(name, "").split()
    least = SHORTEST_TOWN if paths else SHORTEST_TOWN - 1  # a passage that names nothing else
    return gazetteer.town_entry(everywhere[0]) if len(everywhere) == 1 and len(name) >= least else None


@cached(4096)
def areas_of(path: str) -> tuple[Entry, ...]:
    """The counties and cities on a path, the deepest first."""
    return tuple(entry for entry in reversed(gazetteer.ancestors(path)[1:]) if entry.level != "town")


@cached(4096)
def code_of(path: str) -> str | None:
    """The code of the deepest official part of a path."""
    entry = gazetteer.for_path(path)
    return entry.code if entry else None


def informal(text: str, home: str | None, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions of districts that the table lacks: that of the home place, and those named behind their city."""
    rule = rule_of("informal")
    known = {mention.path for mention in mentions if mention.rule == rule["id"]} | {home}
    paths = {path.rpartition("/")[2]: path for path in sorted(filter(None, known))}
    paths = {name: path for name, path in paths.items() if unit_of(name) in rule["suffixes"] and not in_table(path)}
    if not paths:
        return []
    return [
        PlaceMention(at.start(), at.end(), "named", "county", path, code_of(path), rule["id"])
        for at in re.finditer(rules.any_of(paths), text)
        if (path := paths[at.group()])
    ]


def in_table(path: str) -> bool:
    """Does the table have this place?"""
    return path in gazetteer.tables().by_path


def without_overlap(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions in order; of two that overlap the earlier, then the longer."""
    kept: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def pointed(text: str, mentions: list[PlaceMention], home: str | None) -> list[PlaceMention]:
    """The mentions with the place that each pointing word means: home at its level, else the last named one."""
    last: dict[str, str] = {}
    done: list[PlaceMention] = []
    line_end, topic = -1, None
    for mention in mentions:
        if mention.start > line_end:  # the first of its line
            topic = topic_of_line(text, mention)
            line_end = text.find("\n", mention.start) % (len(text) + 1)
        if mention.kind == "named" and mention.path and (unit := unit_of(mention.path)):
            last[unit] = last[""] = mention.path
        done.append(meant(text, mention, home, topic, last) if mention.kind == "deictic" else mention)
    return done


def topic_of_line(text: str, first: PlaceMention) -> str | None:
    """The place that a line begins with, if it begins with one; `first` is its first mention."""
    near = max(0, first.start - TOPIC_REACH)
    begins = near == 0 or "\n" in text[near - 1 : first.start]
    return first.path if first.kind == "named" and begins else None


def meant(text: str, mention: PlaceMention, home: str | None, topic: str | None, last: dict[str, str]) -> PlaceMention:
    """A pointing word with its place: 全市 in a line about a city is that city; 该村 is the village named last."""
    word = text[mention.start : mention.end]
    unit = unit_of(word) or ""
    path = None
    if word[0] in rule_of("deictic")["own"]:
        path = at_unit(topic, unit) or at_unit(home, unit) or within_topic(topic, home, mention)
    path = path or last.get(unit) or at_unit(home, unit) or home
    path = last.get("", path) if word in rule_of("deictic")["here"] else path
    return mention._replace(path=path, code=code_of(path) if path else None)


def within_topic(topic: str | None, home: str | None, mention: PlaceMention) -> str | None:
    """The town that a line begins with, where 全村 means a village of it that has no name (某镇某村)."""
    deep = topic and unit_of(topic) and mention.level in ("community", "village")
    return topic if deep and topic and home and topic.startswith(home + "/") else None


def at_unit(home: str | None, unit: str) -> str | None:
    """The home path cut to the level of a unit.

    >>> at_unit("甘肃省/兰州市/西固区", "市"), at_unit("甘肃省/兰州市", "区")
    ('甘肃省/兰州市', None)
    """
    parts = (home or "").split("/")
    for end in range(len(parts), 0, -1):
        if unit_of(parts[end - 1], unit):
            return "/".join(parts[:end])
    return None
