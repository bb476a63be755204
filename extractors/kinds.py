"""What a number with its unit is, and whether it counts as a fact: the questions of kinds.toml, in order."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Any, NamedTuple

from extractors import rules
from extractors.bounds import bare_scale
from extractors.chinese_number import characters, rule, values
from schema.record import Bound, Kind

NEAR = 12  # how far before a number the words may stand that make it a cadence or a condition
FEW = 20  # more than so many are not given to each one to care for
OFTEN = 52  # nothing is asked for more often than weekly; a larger number is a count (cadence-money aside)
MODIFIER = 3  # characters that may stand between a measure word and the noun that is counted
LONG = 7  # a bare number with so many digits is a code
MODERN = range(1900, 2101)
KEYS = (
    frozenset({"when", "kind", "reason"}),
    frozenset(
        {"kept", "before", "not_after", "after", "near", "unit_kinds", "units", "verbs", "close", "each", "averages"}
    ),
)


class View(NamedTuple):
    """A number with all that was found around it."""

    text: str
    start: int
    number_start: int
    number_end: int
    end: int
    unit: str
    unit_kind: str
    value: Decimal | None
    bound: Bound
    behind: str  # the rule of the hedge behind it, or ""
    table: bool  # whether it stands in a table

    @property
    def word(self) -> str:
        """The number as written."""
        return self.text[self.number_start : self.number_end]

    @property
    def han(self) -> bool:
        """Whether it begins with a Chinese numeral."""
        return not self.text[self.number_start].isascii()


class Verdict(NamedTuple):
    """One entry of kinds.toml, ready to look things up in."""

    rule: str
    kind: Kind
    kept: bool
    reason: str
    words: dict[str, frozenset[str]]
    lengths: dict[str, tuple[int, ...]]
    near: re.Pattern[str] | None

    def right_before(self, text: str, start: int) -> bool:
        """Whether one of its words ends at `start`, and is not the end of another."""
        for length in self.lengths["before"]:
            if start >= length and text[start - length : start] in self.words["before"]:
                return start == length or text[start - length - 1] not in self.words["not_after"]
        return False

    def right_behind(self, text: str, end: int) -> bool:
        """Whether one of its words begins at `end`."""
        return any(text[end : end + length] in self.words["after"] for length in self.lengths["after"])

    def nearby(self, text: str, start: int) -> bool:
        """Whether one of its words stands shortly before `start` in the same clause."""
        return bool(self.near and self.near.search(clause_before(text, start)))


@functools.cache
def verdict(rule: str) -> Verdict:
    """The entry with this id."""
    entries = rules.load("kinds", *KEYS)
    return _verdict(next(entry for entry in entries if entry["id"] == rule))


def _verdict(entry: dict[str, Any]) -> Verdict:
    keys = ("before", "not_after", "after", "unit_kinds", "units", "close")
    words = {key: frozenset(entry.get(key, ())) for key in keys}
    lengths = {key: tuple(sorted({len(word) for word in words[key]}, reverse=True)) for key in ("before", "after")}
    unless = "".join(f"(?<!{word})" for word in entry.get("averages", ()))
    near = re.compile(unless + rules.any_of(entry["near"])) if entry.get("near") else None
    return Verdict(entry["id"], entry["kind"], entry.get("kept", False), entry["reason"], words, lengths, near)


def clause_before(text: str, start: int) -> str:
    """The characters before `start`, at most a dozen and only of its own clause."""
    return _stops().split(text[max(0, start - NEAR) : start])[-1]


@functools.cache
def _stops() -> re.Pattern[str]:
    return re.compile("[，。；：！？,;\n]")


def judge(view: View) -> Verdict:
    """The first entry that holds for a number, asked in order.

    >>> judge(View("今年67岁", 2, 2, 4, 5, "岁", "age", Decimal(67), "exact", "", False)).rule
    'age'
    """
    for question in (_ordinal, _by_unit, _cadence, _conduct, _threshold, _unitless, _written):
        if answer := question(view):
            return answer
    return _default(view)


def _ordinal(view: View) -> Verdict | None:
    entries, last = _right_before()
    if view.text[view.number_start - 1 : view.number_start] not in last:
        return None
    return next((entry for entry in entries if entry.right_before(view.text, view.number_start)), None)


@functools.cache
def _right_before() -> tuple[tuple[Verdict, ...], frozenset[str]]:
    """The entries that a word right before a number decides, and the characters those words end with."""
    entries = tuple(map(verdict, ("ordinal", "ordinal-front", "formula-note", "base-of-rate")))
    return entries, frozenset(word[-1] for entry in entries for word in entry.words["before"])


def _by_unit(view: View) -> Verdict | None:
    name = _rule_of_unit_kind().get(view.unit_kind)
    if name is None or (name == "sorts" and not view.han):
        return None
    if name == "age" and verdict("age-measured").nearby(view.text, view.start):
        return verdict("age-measured")
    measured = verdict("duration-measured")
    changed = view.text[view.start - 1 : view.start] in rule("change-from")["words"]
    changed = changed and measured.right_behind(view.text, view.end)
    if name == "duration" and (changed or measured.nearby(view.text, view.start)):
        return measured
    if view.unit in measured.words["units"] and view.value is not None and view.value >= 100:
        return measured
    return verdict(name)


@functools.cache
def _rule_of_unit_kind() -> dict[str, str]:
    names = ("age", "duration", "address", "clock", "level", "sorts", "weather", "page")
    return {kind: name for name in names for kind in verdict(name).words["unit_kinds"]}


def _cadence(view: View) -> Verdict | None:
    for name in ("cadence-money", "cadence"):
        entry = verdict(name)
        few = view.unit_kind == "money" or (view.value is not None and view.value <= OFTEN)
        if view.unit in entry.words["units"] and few and entry.nearby(view.text, view.start):
            return entry
    return None


def _conduct(view: View) -> Verdict | None:
    """One for so many, a rule for everybody: 1名党员联系2名学生."""
    if view.bound != "exact" or view.unit_kind != "count":
        return None
    first, second, each, last = _one_to_some()
    if view.value == 1 and first.match(view.text, view.end, view.end + 2 * NEAR):
        return verdict("rule-of-conduct")
    if view.text[view.start - 1 : view.start] not in last:
        return None
    led = bool(second.search(view.text, max(0, view.start - NEAR - 2), view.start))
    if not led and view.value is not None and view.value <= FEW:
        led = bool(each.search(clause_before(view.text, view.start)))
    return verdict("rule-of-conduct") if led else None


@functools.cache
def _one_to_some() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What stands behind the one, what before the so many, for one or for each, and the characters that ends with."""
    entry = next(entry for entry in rules.load("kinds", *KEYS) if entry["id"] == "rule-of-conduct")
    words, verbs = entry["verbs"], rules.any_of(entry["verbs"])
    between = r"[\u4e00-\u9fff]{1,7}?"
    behind = rf"{between}{verbs}[0-9{characters('han-digit', 'han-scale', 'number-several')}]"
    before = rf"(?<![0-9.])1[\u4e00-\u9fff]{between}{verbs}\Z"
    unless = "".join(f"(?<!{word})" for word in entry["averages"])
    each = rf"{unless}{rules.any_of(entry['each'])}(?:{between})?{verbs}\Z"
    return re.compile(behind), re.compile(before), re.compile(each), frozenset(word[-1] for word in words)


def _threshold(view: View) -> Verdict | None:
    if view.bound not in ("over", "under"):
        return None
    entry = verdict("threshold")
    if (view.behind or view.start < view.number_start) and entry.nearby(view.text, view.start):
        return entry
    conditional = view.behind and view.unit_kind not in ("percent", "") and is_han(view.text, view.end)
    return entry if conditional and not entry.right_before(view.text, view.start) else None


def is_han(text: str, at: int) -> bool:
    """Whether a Chinese character stands at a place of a text."""
    return at < len(text) and "\u4e00" <= text[at] <= "\u9fff"


def _unitless(view: View) -> Verdict | None:
    """A number without a unit: a cell, a year, a code, the number of a noun right behind it, or nothing."""
    if view.unit:
        return None
    if name := _bare(view):
        return verdict(name)
    rate = verdict("figure-of-rate")
    led = rate.right_before(view.text, view.start) and rate.nearby(view.text, view.start)
    if led and not is_han(view.text, view.end):
        return rate
    alone = verdict("number-alone")
    if is_han(view.text, view.end) and not alone.right_behind(view.text, view.end):
        return None
    led = view.number_start > 0 and is_han(view.text, view.start - 1) and not alone.right_before(view.text, view.start)
    return None if led and not view.han else alone


def _bare(view: View) -> str:
    """The entry for a number that its own shape or its cell explains, or ""."""
    if view.table and not view.han and _cell(view) and not view.word.startswith("0"):
        return "figure-in-cell"
    digits = view.word.isdigit() and view.word.isascii()
    if digits and len(view.word) == 4 and int(view.word) in MODERN:
        return "year"
    if digits and len(view.word) >= LONG:
        return "long-code"
    if len(view.word) == len("2.0") and (view.word.endswith(".0") or (view.word[1] == "." and _version(view))):
        return "version"
    return "named-number" if verdict("named-number").right_behind(view.text, view.number_end) else ""


def _version(view: View) -> bool:
    return verdict("version").right_behind(view.text, view.end)


def _cell(view: View) -> bool:
    """Whether a number fills a cell that is not the first of its row, and is no year."""
    before, behind = view.text[view.number_start - 1 : view.number_start], view.text[view.end : view.end + 1]
    year = len(view.word) == 4 and view.word.isdigit() and int(view.word) in MODERN
    return view.number_start > 0 and before in " \t|" and (not behind or behind.isspace() or behind == "|") and not year


def _written(view: View) -> Verdict | None:
    """Numbers in Chinese numerals are often no counts: 一个, 万名, 几次, 这三家, 五个方面."""
    if not view.han or view.unit_kind in ("percent", "point_share"):
        return None
    for question in (_parts, _one, _scale, _few, _pointing_back):
        if answer := question(view):
            return answer
    counted = verdict("counted-in-words")
    if view.unit not in counted.words["units"] or view.bound != "exact" or (view.value or 0) >= 10:
        return None
    concrete = counted.right_before(view.text, view.start) or _noun_behind(view, counted) or _noun_before(view)
    return counted if concrete else verdict("loose-count")


def _noun_behind(view: View, counted: Verdict) -> bool:
    """Whether one of the nouns of an entry follows, a short modifier before it allowed: 六个老旧社区."""
    for modifier in range(MODIFIER):
        if counted.right_behind(view.text, view.end + modifier):
            return True
        if not is_han(view.text, view.end + modifier) or view.unit in counted.words["close"]:
            return False
    return False


def _noun_before(view: View) -> bool:
    """Whether the noun stands before and the clause ends behind: 文化广场两个，."""
    one, loose = verdict("one-counted"), verdict("loose-count").words["not_after"]
    if view.text[view.start - 1 : view.start] in loose:
        return False
    ends = view.end == len(view.text) or one.right_behind(view.text, view.end)
    return view.unit in one.words["units"] and ends and view.start > 0 and is_han(view.text, view.start - 1)


def _one(view: View) -> Verdict | None:
    if view.value != 1 or len(view.word) != 1:
        return None
    if back := _pointing_back(view):
        return back
    if view.bound != "exact" and view.unit not in verdict("one-as-article").words["units"]:
        return None
    counted = verdict("one-counted")
    listed = counted.right_behind(view.text, view.end) and is_han(view.text, view.number_start - 1)
    if view.unit in counted.words["units"] and (listed or counted.right_before(view.text, view.number_start)):
        return counted
    return verdict("one-as-article")


def _scale(view: View) -> Verdict | None:
    return verdict("scale-as-figure") if view.bound == "exact" and bare_scale(view.word) else None


def _few(view: View) -> Verdict | None:
    return verdict("several-few") if view.word in values("number-several") else None


def _pointing_back(view: View) -> Verdict | None:
    entry = verdict("pointing-back")
    return entry if entry.right_before(view.text, view.start) else None


def _parts(view: View) -> Verdict | None:
    entry = verdict("parts-of-a-text")
    return entry if entry.right_behind(view.text, view.end) else None


def _default(view: View) -> Verdict:
    for name in ("share", "money"):
        if view.unit_kind in verdict(name).words["unit_kinds"]:
            return verdict(name)
    return verdict("counted" if view.unit else "counted-without-measure")
