"""Which time each quantity holds for: what its paragraph states, then its heading, the title, the day of publication.

Times are heard in the order of the text. One that dates facts holds until another comes or the paragraph ends; one that
only compares, names or founds something holds for its own few words, or for none.

>>> from extractors.times import times
>>> text = "2020年，全区建成站点12个，比上年增加3个。"
>>> number = Quantity(12, 15, 12, 14, None)
>>> date(times(Article("", published="2021-03-02", text=text, quantities=(number,))))
(('2020', 'time-date'),)
"""

from __future__ import annotations

import dataclasses
import functools
import re

from extractors import rules
from extractors.moments import Moment, read, rule_of, rules_that, until_words, years_in
from extractors.spells import day_of, plan_before, year_before
from extractors.today import NEAR, Dating, last_year, now_of, rank_of_heading
from schema.record import Article, Line, Quantity, TimeMention

REACH = 60  # characters in which a bracket closes or a clause ends
EARLY = 3  # up to this month, a text that looks back means the year before
PLAN = 5  # years of a plan
SHORT = 10  # characters between a number and the year of its clause
DAY = 2  # signs between year, month and day
BEHIND, IN_TURN, AFTER_EVENT = "time-behind", "time-in-turn", "time-after-event"
SAME_PERIOD, YEAR_BEFORE, SAME_YEAR = "time-same-period-before", "time-last-year-aside", "time-same-year"


def date(article: Article) -> tuple[Dating, ...]:
    """When each quantity of the article holds, in the order of `article.quantities`."""
    calendar = _Calendar(article)
    found: dict[int, Dating] = {}
    for index, quantity in sorted(enumerate(article.quantities), key=lambda pair: pair[1].start):
        found[index] = calendar.at(quantity)
    return tuple(found[index] for index in range(len(article.quantities)))


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A heading with a time, and its rank: headings of its rank or above end it."""

    dating: Dating
    year: int | None
    rank: int


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """A time, or a word that brings the text back to its own day (`mention` none), where it is heard."""

    start: int
    rule: str
    mention: TimeMention | None = None


class _Calendar:
    """The times in force while the text is read from its beginning to its end."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.lines = article.lines or (Line(0, len(article.text), "body"),)
        self.line = -1
        self.events = _events(article)
        self.next = 0
        self.now = now_of(article)
        self.published = article.published or ""
        self.stated: Dating | None = None
        self.local: tuple[Dating, int] | None = None
        self.year: int | None = None  # the year that the paragraph named last
        self.named_year: int | None = None  # that year, if it is a single one given in full
        self.paragraph_year: int | None = None  # the year that the paragraph named last, in whatever part
        self.latest: int | None = None  # the year that the text named last
        self.clause_of_time = -1
        self.heard = -1  # where the time heard last ends
        self.event_end = len(self.text)  # where the sentence of an event on one day ends
        self.until = -1  # up to where 截至6月底 keeps 今年 from widening it
        self.in_turn: tuple[tuple[str, ...], int] | None = None  # years for one number each, up to a position
        self.heading: Heading | None = None

    def at(self, quantity: Quantity) -> Dating:
        """When a quantity holds; quantities come in the order of the text."""
        self._hear_until(quantity.start)
        self._enter(quantity.start)
        after = self._after(quantity) or self._turn(quantity) or self._behind(quantity)
        if after:
            return after
        if self.local and quantity.start < self.local[1]:
            return self.local[0]
        if self.event_end < quantity.start and self.year:
            return str(self.year), AFTER_EVENT
        return self.stated or self._fallback()

    def _turn(self, quantity: Quantity) -> Dating | None:
        """The next of several years that have a number each: 2027年、2028年分别建成12个、24个."""
        if self.in_turn is None or not self.heard <= quantity.start < self.in_turn[1] or not self.in_turn[0]:
            return None
        years, end = self.in_turn
        self.in_turn = years[1:], end
        return years[0], IN_TURN

    def _behind(self, quantity: Quantity) -> Dating | None:
        """A year right behind the first number of a clause: 全村236户群众2020年参与分红."""
        mention = self.events[self.next].mention if self.next < len(self.events) else None
        if mention is None or mention.kind != "absolute" or rule_of(mention.rule)["means"] != "numeral":
            return None
        between = self.text[quantity.end : mention.start]
        begin = max(self.text.rfind(mark, 0, quantity.start) for mark in rule_of(BEHIND)["marks"])
        if len(between) > SHORT or self.heard > begin or any(char in rule_of(BEHIND)["marks"] for char in between):
            return None
        return mention.edtf, BEHIND

    def _fallback(self) -> Dating:
        if self.heading:
            return self.heading.dating
        if self.now.title:
            return self.now.title
        if self.now.as_of and self.line > self.now.as_of[1]:
            return self.now.as_of[0]
        if self.now.published:
            return self.now.published, "time-of-publication"
        if self.latest:
            return str(self.latest), "time-of-neighbours"
        return None, "time-unknown"

    def _hear_until(self, position: int) -> None:
        while self.next < len(self.events) and self.events[self.next].start < position:
            event = self.events[self.next]
            self.next += 1
            self._enter(event.start)
            if event.mention:
                self._hear(event.mention)
            elif event.rule in rules_that("then"):
                self._return(event)
            elif self.stated and _clause_end().search(self.text, self.clause_of_time, event.start):
                self.stated = self._today(), event.rule

    def _return(self, event: Event) -> None:
        """当时 takes its clause back to the year named last."""
        if self.latest:
            stop = _clause_end().search(self.text, event.start, event.start + REACH)
            self.local = (str(self.latest), event.rule), stop.start() if stop else event.start + REACH

    def _enter(self, position: int) -> None:
        """Go on to the line of a position: what a paragraph stated ends with it."""
        while self.line + 1 < len(self.lines) and self.lines[self.line + 1].start <= position:
            self.line += 1
            self.event_end = len(self.text)
            self.stated = self.local = self.year = self.named_year = self.paragraph_year = None
            line = self.lines[self.line]
            if (
                line.kind in ("heading", "title")
                and self.heading
                and rank_of_heading(self.text, line) <= self.heading.rank
            ):
                self.heading = None

    def _hear(self, mention: TimeMention) -> None:
        means = rule_of(mention.rule)["means"]
        moment = read(self.text[mention.start : mention.end])
        if moment is None or means in ("ignored", "name") or mention.rule == "time-same-period":
            return
        if mention.edtf == self.published:  # the day on which the page came out: a dateline
            return
        before, self.heard = self.heard, mention.end
        if means == "published" and not moment.months and mention.start < self.until:
            return  # 截至6月底，今年已有36名
        year, dating = self._dated(mention, moment)
        if means == "day":
            self.local = dating, self._sentence_end(mention.end)
            self.stated = None
        elif means == "since_event":
            today = self._today() or (str(year) if year else None)
            self.stated = today, mention.rule
        elif means in ("clause", "clause_head", "base", "bracket") or mention.rule in rules_that("aside"):
            self.local = dating, self._end(mention, means)
        elif self._looks_ahead(year) and before > self._sentence_begin(mention.start):
            self.local = dating, self._sentence_end(mention.end)  # 今年开工36个，2027年建成12个
        else:
            self._state(mention, year, dating)
        self._list_years(mention, moment)
        if moment.base == "absolute" and not (means == "base" and self.latest):
            self.latest = self.paragraph_year = year

    def _state(self, mention: TimeMention, year: int | None, dating: Dating) -> None:
        self.stated, self.local, self.clause_of_time = dating, None, mention.end
        self.year = year
        self.named_year = year if mention.kind == "absolute" and dating[0] and "/" not in dating[0] else None
        if year == self.now.year and self.text.startswith(until_words(), mention.start):
            self.until = self._sentence_end(mention.end)
        is_day = bool(dating[0]) and (dating[0] or "").count("-") == DAY and "/" not in (dating[0] or "")
        counted = self.text.startswith((*until_words(), *rule_of(AFTER_EVENT)["until"]), mention.start)
        counted = counted or self.text.startswith(tuple(rule_of(AFTER_EVENT)["after"]), mention.end)
        self.event_end = self._sentence_end(mention.end) if is_day and not counted else len(self.text)
        line = self.lines[self.line]
        if line.kind == "heading" and dating[0] and dating[0].count("-") < 2:  # a day there is a dateline
            self.heading = Heading((dating[0], "time-of-heading"), year, rank_of_heading(self.text, line))

    def _looks_ahead(self, year: int | None) -> bool:
        return year is not None and self.now.year is not None and year > self.now.year

    def _list_years(self, mention: TimeMention, moment: Moment) -> None:
        """Remember years that the numbers behind them take in turn."""
        years = years_in(self.text[mention.start : mention.end])
        behind = self.text[mention.end : mention.end + SHORT]
        if len(years) > 1 and not moment.months and any(word in behind for word in rule_of(IN_TURN)["words"]):
            self.in_turn = tuple(str(year) for year in years), self._sentence_end(mention.end)

    def _sentence_end(self, position: int) -> int:
        match = _sentence_mark().search(self.text, position)
        return match.start() if match else len(self.text)

    def _sentence_begin(self, position: int) -> int:
        return max(self.text.rfind(mark, 0, position) for mark in rule_of(BEHIND)["ends"])

    def _end(self, mention: TimeMention, means: str) -> int:
        """Where a time that holds for a few words ends."""
        reach = mention.end + REACH
        if means == "clause_head":
            return mention.end
        if means == "bracket":
            return self.text.find(rule_of(mention.rule)["close"], mention.end, reach)
        stop = _stop(rule_of(mention.rule)["stop"]) if means == "base" else _clause_end()
        match = stop.search(self.text, mention.end, reach)
        return match.start() + 1 if match else reach

    def _after(self, quantity: Quantity) -> Dating | None:
        """A time in brackets right after the number: 党员42名（2020年底数据）."""
        if self.next >= len(self.events):
            return None
        mention = self.events[self.next].mention
        if mention is None or mention.start - quantity.end > NEAR or rule_of(mention.rule)["means"] != "bracket":
            return None
        closing = self.text.find(rule_of(mention.rule)["close"], mention.end, mention.end + REACH)
        inside = self.text[mention.end : closing]
        moment = read(self.text[mention.start : mention.end])
        if moment is None or len(inside) > 6 or any(char.isdecimal() for char in inside):
            return None
        return self._dated(mention, moment)[1]

    def _today(self) -> str | None:
        year = self._this_year()
        return str(year) if year else None

    def _this_year(self) -> int | None:
        """The year of publication; where nobody knows it, that of the title."""
        return self.now.year or self._report_year()

    def _dated(self, mention: TimeMention, moment: Moment) -> tuple[int | None, Dating]:
        """The year a time ends in, and the time itself, as far as the text lets them be known."""
        if moment.base == "absolute":
            return moment.last_year, (self._open(moment) if moment.open else moment.edtf(), mention.rule)
        if moment.base == "context":
            year = self._context_year(mention, moment)
            return year, (moment.edtf(year) if year else None, mention.rule)
        if moment.base == "day":
            return self.now.year, (day_of(self.published, moment.year) or self._today(), mention.rule)
        if mention.rule == SAME_PERIOD and self.stated and (earlier := year_before(self.stated[0])):
            return last_year(earlier), (earlier, mention.rule)
        if mention.rule == YEAR_BEFORE and self.named_year:
            return self.named_year - 1, (str(self.named_year - 1), mention.rule)
        if moment.last_year - moment.year == PLAN - 1 and (plan := plan_before(self.text, mention.start)):
            return last_year(plan), (plan, mention.rule)
        compared = mention.rule in rules_that("aside") or mention.rule in rules_that("base")
        ended = moment.look_back and moment.year == moment.last_year == 0
        year = self._this_year() or (self.latest if compared or ended else None)
        if year is None:
            return None, (None, mention.rule)
        if moment.look_back and self.now.month and self.now.month <= EARLY:
            year -= 1
        return year + moment.last_year * (moment.base == "published"), (self._relative(moment, year), mention.rule)

    def _open(self, moment: Moment) -> str:
        """From a time up to publication: 2024年以来 in a text of 2024 is that year."""
        today = self.now.year or moment.last_year
        if moment.last_year > moment.year:  # a plan: 十三五以来 ends with the plan
            return dataclasses.replace(moment, last_year=max(moment.year, min(today, moment.last_year))).edtf()
        if moment.rule in rules_that("since_name"):
            return f"{moment.edtf()}/{self.now.year or '..'}"
        gap = today - moment.year
        return f"{moment.edtf()}/{today}" if gap > NEAR or (gap and moment.months) else moment.edtf()

    def _relative(self, moment: Moment, year: int) -> str:
        if moment.base == "published" or not self.now.month:
            return moment.edtf(year) if moment.base == "published" else str(year)
        if moment.base == "quarter":
            first = (self.now.month - 1) // 3 * 3 + 1
            return dataclasses.replace(moment, months=(first, first + 2)).edtf(year)
        ahead, month = divmod(self.now.month - 1 + moment.year, 12)
        return f"{year + ahead:04}-{month + 1:02}"

    def _context_year(self, mention: TimeMention, moment: Moment) -> int | None:
        """The year of a time that names none: the paragraph's, the heading's, the title's; else the last such time."""
        today, report = self.now.year, self._report_year()
        if mention.rule == SAME_YEAR and self.paragraph_year:
            return self.paragraph_year
        as_of = last_year(self.now.as_of[0][0]) if self.now.as_of else None
        near = (
            self.year or (self.heading.year if self.heading else None) or (report if report != today else None) or as_of
        )
        if near or not today:
            return near or self.latest
        ahead = moment.months and self.now.month and moment.months[0] > self.now.month
        back = moment.look_back and self.now.month and self.now.month <= EARLY
        clause = self.text[max(0, mention.start - REACH // 2) : mention.end + REACH // 2]
        return today - 1 if (ahead or back) and not _future().search(clause) else today

    def _report_year(self) -> int | None:
        return last_year(self.now.title[0]) if self.now.title else None


def _events(article: Article) -> list[Event]:
    """The times of the text and the words that bring it back to its own day, in order."""
    heard = [Event(mention.start, mention.rule, mention) for mention in article.time_mentions]
    for rule, pattern in _returns():
        unless = tuple(rule_of(rule).get("unless_before", ""))
        words = (match.start() for match in pattern.finditer(article.text))
        heard += [Event(start, rule) for start in words if not article.text.endswith(unless, 0, start)]
    return sorted(heard, key=lambda event: event.start)


@functools.cache
def _returns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words that bring the text back to its own day: 现有."""
    names = sorted(rules_that("now") | rules_that("then"))
    return tuple((name, re.compile(rules.any_of(rule_of(name)["words"]))) for name in names)


@functools.cache
def _future() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule_of("time-month")["future"]))


@functools.cache
def _stop(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@functools.cache
def _sentence_mark() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule_of(BEHIND)["ends"]))


@functools.cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(rule_of("time-last-year-aside")["stop"])
