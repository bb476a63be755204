"""What a metric's wording means: the entry of the metrics vocabulary it belongs to.

in:  the words an article uses (`女党员占党员总数的比例`), and the unit
out: the id of an entry (`female_party_member`), or None where the vocabulary has none

A Chinese noun phrase ends with its head, so the longest known wording that ends the metric names it. The vocabulary is
vocabulary/metrics.tsv; the words that are peeled off on the way there are vocabulary/wording.tsv.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from schema.in_use import cached, own_rows
from schema.tables_of_words import Row, built_in

LONGEST = 16
# No noun phrase is longer; more is a text, and its end is all that can name anything.
LONGEST_METRIC = 200
# Peeling takes at least a character each time; nobody writes more layers than this.
DEEPEST = 6
JOINERS = ("strong joiner", "weak joiner")
BRACKETED = re.compile(r"[(（\[〔][^()（）\[\]〔〕]{0,40}[)）\]〕]")
BRACKETS = re.compile(r"[()（）\[\]〔〕]")


@dataclasses.dataclass(frozen=True, slots=True)
class Wording:
    """Words that mean a metric, with the units they need for it; none means any unit."""

    words: str
    units: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the vocabulary; `broader` is the id one step up, None at the top."""

    id: str
    name: str
    broader: str | None = None
    aliases: tuple[Wording, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Vocabulary:
    """The metrics by id, and by every wording and unit."""

    entries: Mapping[str, Metric]
    wordings: Mapping[tuple[str, str], str]
    lengths: Mapping[str, tuple[int, ...]]  # of the wordings that end with a character, the longest first

    def words(self) -> frozenset[str]:
        """Every wording, of whatever entry and unit.

        >>> "网格党支部" in vocabulary().words()
        True
        """
        return frozenset(words for words, _ in self.wordings)

    def narrower(self, metric_id: str) -> frozenset[str]:
        """The ids below an entry, at any depth, without its own.

        >>> "grid_party_branch" in vocabulary().narrower("party_organisation")
        True
        """
        return frozenset(each for each in self.entries if metric_id in self.path(each)[:-1])

    def path(self, metric_id: str) -> tuple[str, ...]:
        """The ids from the top down to an entry.

        >>> vocabulary().path("grid_party_branch")
        ('party_building', 'party_organisation', 'party_branch', 'grid_party_branch')
        """
        steps: list[str] = []
        step: str | None = metric_id
        while step is not None:
            steps.append(step)
            step = self.entries[step].broader
        return tuple(reversed(steps))

    def metric_id(self, metric: str, unit: str = "", action: str | None = None) -> str | None:
        """The entry that a metric's wording means; the verb speaks only where the metric says nothing.

        >>> vocabulary().metric_id("能力强的社区党群服务中心")
        'community_party_mass_service_centre'
        >>> vocabulary().metric_id("党员总数同比增长", "%")
        'party_member'
        >>> vocabulary().metric_id("小麦", "亩"), vocabulary().metric_id("小麦", "吨")
        ('sown_area', 'wheat_output')
        >>> vocabulary().metric_id("", "人次", "培训")
        'trainee'
        """
        metric = metric[-LONGEST_METRIC:]
        words = clean(metric)
        found = self._exact(without_marks(metric), unit) or self._relative(metric, unit)
        found = found or self._meaning(words, unit, DEEPEST)
        if found is None and action and not words:
            found = self._exact(action, unit)
        return found

    def _relative(self, metric: str, unit: str) -> str | None:
        """What stands behind the last 的, if it is a wording: 党员占比过半的小区 counts 小区."""
        _, parted, head = metric.rpartition(_words("relative")[0])
        return self._exact(head.removesuffix(_tail(head)), unit) if parted else None

    def _exact(self, words: str, unit: str) -> str | None:
        return self.wordings.get((words, unit)) or self.wordings.get((words, ""))

    def _ending(self, words: str, unit: str) -> tuple[int, str | None]:
        """How many characters the longest known wording at the end has, and what it means.

        One character alone is a wording only where it is all there is, or where its unit vouches for it:
        门户@个 is no 户, 养蜂大户@户 is one.
        """
        if (whole := self._exact(words, unit)) is not None:
            return len(words), whole
        for length in self.lengths.get(words[-1:], ()):
            if length <= len(words) and (found := self._exact(words[-length:], unit)) is not None:
                return length, found
        return self._short_head(words[-1:], unit)

    def _short_head(self, head: str, unit: str) -> tuple[int, str | None]:
        """One character at the end, where the vocabulary gives it a meaning with this very unit: 果树@棵."""
        found = self.wordings.get((head, unit)) if unit and head in _words("short head") else None
        return (0, None) if found is None else (1, found)

    def _meaning(self, words: str, unit: str, depth: int) -> str | None:
        words = without_scope(words)
        if not words or depth == 0:
            return None
        length, found = self._ending(words, unit)
        if length == len(words):
            return found
        for part in (*self._joined(words, unit, length), *_peeled(words, length)):
            if (meaning := self._meaning(part, unit, depth - 1)) is not None:
                return meaning
        return found

    def _joined(self, words: str, unit: str, length: int) -> Iterator[str]:
        """The first of several heads, unless what is joined are modifiers of one head: 街道、社区党组织书记 is one."""
        end = len(words) - length
        split = _split(words, end)
        if (
            split is None
            or _lists(words[:end].removeprefix(split.left))
            or self._modifies(split.left, split.last, unit)
        ):
            return
        if split.strong or (len(split.left) > 1 and self._ending(split.left, unit)[1] is not None):
            yield split.left

    def _modifies(self, left: str, last: str, unit: str) -> bool:
        """Whether the last part opens with a thing of the sort of the first, and ends with one of another sort."""
        sort = self._sort(left, unit)
        if sort is None or self._sort(last, unit) in (sort, None):
            return False
        return any(self._sort(last[:length], unit) == sort for length in range(2, min(LONGEST, len(last))))

    def _sort(self, words: str, unit: str) -> str | None:
        """What sort of thing the words end with: the broadest entry that is more than a chapter."""
        found = self._ending(words, unit)[1]
        steps = () if found is None else self.path(found)
        return next((step for step in steps if step not in _words("chapter")), found)


@cached(20_000)
def metric_id(metric: str, unit: str = "", action: str | None = None) -> str | None:
    """The entry of the vocabulary in use that a metric's wording means, or None.

    >>> metric_id("担任专职网格员的社区工作者", "名")
    'community_worker'
    """
    return vocabulary().metric_id(metric, unit, action)


@cached()
def vocabulary() -> Vocabulary:
    """The built-in metrics, then those of the reader's own files: a row for a known id adds its aliases.

    Raises `VocabularyError` for a file that cannot be used.
    """
    entries: dict[str, Metric] = {}
    wordings: dict[tuple[str, str], str] = {}
    for rows in (built_in("metrics.tsv"), *own_rows("metrics")):
        metrics = _read(rows)
        for row, metric in metrics:
            _add_wordings(row, metric, wordings)
            entries[metric.id] = _joined_with(entries.get(metric.id), metric)
        for row, metric in metrics:
            _check_broader(row, entries, metric)
    return Vocabulary(MappingProxyType(entries), MappingProxyType(wordings), MappingProxyType(_lengths(wordings)))


def clean(metric: str) -> str:
    """A wording without quotation marks, 的, spaces and bracketed remarks.

    >>> clean("“大党委”制（试点）的 成员单位")
    '大党委制成员单位'
    """
    return without_marks(BRACKETED.sub("", metric) or metric) if _marked().search(metric) else metric


def without_marks(metric: str) -> str:
    """A wording without quotation marks, 的, spaces and brackets; what stands in the brackets stays.

    >>> without_marks("村（社区）的“两委”成员")
    '村社区两委成员'
    """
    return BRACKETS.sub("", metric).translate(_fillers()) if _marked().search(metric) else metric


def without_scope(words: str) -> str:
    """A wording without the words in front that only say where or how much.

    >>> without_scope("全市各类志愿者")
    '志愿者'
    """
    fronts = _by_edge("scope", 0)
    while words[:1] in fronts:
        front = next((scope for scope in fronts[words[0]] if words.startswith(scope)), words)
        if front == words:
            break
        words = words[len(front) :]
    return words


def _tail(words: str) -> str:
    """The longest word at the end that only says how much."""
    return next((tail for tail in _by_edge("tail", -1).get(words[-1:], ()) if words.endswith(tail)), "")


def _peeled(words: str, length: int) -> Iterator[str]:
    """What is measured, once the words are off that say how: 占, 同比 in the middle, 增长, 总数 at the end."""
    if _any_of("turn").search(words):
        turns = [at for turn in _words("turn") if 0 < (at := words.find(turn)) < len(words) - length]
        if turns:
            yield words[: min(turns)]
    tail = _tail(words)
    if tail and len(tail) >= length:
        yield words[: -len(tail)]


class _Split(NamedTuple):
    """The words before the first joiner and those after the last, and whether the joiner parts by itself."""

    left: str
    last: str
    strong: bool


def _split(words: str, end: int) -> _Split | None:
    """Words parted at the joiners before `end`, where the head begins."""
    for role in JOINERS if _any_of(*JOINERS).search(words, 0, end) else ():
        joiners = [joiner for joiner in _words(role) if words.find(joiner, 0, end) > 0]
        if joiners:
            first = min(words.find(joiner) for joiner in joiners)
            last = max(words.rfind(joiner, 0, end) + len(joiner) for joiner in joiners)
            return _Split(words[:first], words[last:], role == "strong joiner")
    return None


def _lists(words: str) -> bool:
    """Whether words say that what is joined are examples: 、停车等 before 难题."""
    return any(listing in words for listing in _words("listing"))


@functools.cache
def _words(role: str) -> tuple[str, ...]:
    """The words of one role, the longest first."""
    found = {row.cells["role"]: row.cells["words"].split("|") for row in built_in("wording.tsv")}
    return tuple(sorted(found[role], key=len, reverse=True))


@functools.cache
def _by_edge(role: str, edge: int) -> dict[str, tuple[str, ...]]:
    """The words of one role by their first or last character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in _words(role):
        found.setdefault(word[edge], []).append(word)
    return {character: tuple(words) for character, words in found.items()}


@functools.cache
def _any_of(*roles: str) -> re.Pattern[str]:
    """Any word of some roles: most metrics have none, and one search says so."""
    return re.compile("|".join(re.escape(word) for role in roles for word in _words(role)))


@functools.cache
def _marked() -> re.Pattern[str]:
    """A character that is no part of a wording."""
    return re.compile(f"{BRACKETS.pattern}|[{re.escape(''.join(map(chr, _fillers())))}]")


@functools.cache
def _fillers() -> dict[int, None]:
    return dict.fromkeys(map(ord, (*_words("filler"), "\t", "\n", "\r")))


def _read(table: Iterable[Row]) -> list[tuple[Row, Metric]]:
    metrics: dict[str, tuple[Row, Metric]] = {}
    for row in table:
        metric = _metric(row)
        if metric.id in metrics:
            raise row.error("id used twice")
        metrics[metric.id] = row, metric
    return list(metrics.values())


def _metric(row: Row) -> Metric:
    cells = row.cells
    if not re.fullmatch(r"[a-z][a-z0-9_]*", cells["id"]):
        raise row.error("id is not snake_case")
    aliases = tuple(_wording(row, words) for words in cells["aliases"].split("|") if words)
    return Metric(cells["id"], cells["name"], cells["broader"] or None, aliases)


def _wording(row: Row, alias: str) -> Wording:
    bare, _, units = alias.partition("@")
    if not without_marks(bare):
        raise row.error(f"alias {alias!r} has no words")
    return Wording(bare, tuple(unit for unit in units.split(",") if unit))


def _add_wordings(row: Row, metric: Metric, wordings: dict[tuple[str, str], str]) -> None:
    """Note what each wording means with each unit; one that means another entry already is an error."""
    for wording in (Wording(metric.name), *metric.aliases):
        for unit in wording.units or ("",):
            key = (without_marks(wording.words), unit)
            if wording.words and wordings.setdefault(key, metric.id) != metric.id:
                raise row.error(f"{'@'.join(filter(None, key))!r} already means {wordings[key]!r}")


def _lengths(wordings: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """How long the wordings of more than one character are that end with each character, the longest first."""
    found: dict[str, set[int]] = {}
    for words, _ in wordings:
        if 1 < len(words) <= LONGEST:
            found.setdefault(words[-1], set()).add(len(words))
    return {last: tuple(sorted(lengths, reverse=True)) for last, lengths in found.items()}


def _joined_with(known: Metric | None, metric: Metric) -> Metric:
    """A reader's row for a known id adds aliases; its name and its broader entry count where they are given."""
    if known is None:
        return metric
    aliases = tuple(dict.fromkeys((*known.aliases, *metric.aliases)))
    return Metric(known.id, metric.name or known.name, metric.broader or known.broader, aliases)


def _check_broader(row: Row, entries: Mapping[str, Metric], metric: Metric) -> None:
    above, step = {metric.id}, entries[metric.id].broader
    if not entries[metric.id].name:
        raise row.error("name is missing")
    while step is not None:
        if step not in entries:
            raise row.error(f"unknown broader {step!r}")
        if step in above:
            raise row.error(f"broader goes round in a circle through {step!r}")
        above.add(step)
        step = entries[step].broader
