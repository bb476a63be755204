"""Step 6 · times: find the words that say when, and how each bears on the numbers near it.

in:  `text`
out: `time_mentions`, in order and apart from one another; what they mean is settled later, in dating

>>> article = times(Article("", text="2020年9月，我市建成35个；截至目前，共建成53个。"))
>>> [(article.text[mention.start : mention.end], mention.kind, mention.edtf) for mention in article.time_mentions]
[('2020年9月', 'absolute', '2020-09'), ('截至目前', 'relative', None)]
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import Any, Literal

from extractors import rules
from extractors.moments import (
    OPTIONAL,
    REQUIRED,
    anchor_pattern,
    numeral_pattern,
    read,
    rules_meaning,
    since_after,
    until_before,
    vocabulary,
    word_pattern,
)
from schema.record import Article, Span, TimeMention

ROLES = ("ignored", "clause", "clause_head", "base", "since_event")  # what a rule can say of a time that dates little
BEFORE = 8  # characters looked at on either side of a time to see what part it plays
AFTER = 48
WINDOW = 14  # no time in numerals begins further than this before its first 年 or 月
ABSOLUTE_KINDS: dict[str, Literal["absolute", "relative", "partial"]] = {"absolute": "absolute", "context": "partial"}


def times(article: Article) -> Article:
    """The article with the times that its text mentions."""
    return dataclasses.replace(article, time_mentions=tuple(mentions(article.text)))


def mentions(text: str) -> Iterator[TimeMention]:
    """The times of a text, each with the rule that read it or the rule that says how little it dates."""
    for span in _spans(text):
        moment = read(text[span.start : span.end])
        if moment is not None:
            kind = ABSOLUTE_KINDS.get(moment.base, "relative")
            edtf = moment.edtf() if kind == "absolute" and not moment.open else None
            yield TimeMention(
                span.start, span.end, kind, edtf, (moment.base != "day" and _role(text, span)) or moment.rule
            )


def _spans(text: str) -> Iterator[Span]:
    """Where times stand: those in numerals and those in words, the earlier one first where they overlap."""
    end = 0
    for span in sorted([*_numerals(text), *_words(text)], key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            end = span.end
            yield span


def _numerals(text: str) -> Iterator[Span]:
    """Times written in numerals, looked for only where 年 or 月 follows one: that keeps a page of digits cheap."""
    numeral, end = numeral_pattern(), 0
    for anchor in anchor_pattern().finditer(text):
        if anchor.start() < end:
            continue
        match = numeral.search(text, max(end, anchor.start() - WINDOW), anchor.end() + 2 * WINDOW)
        if match and match.start() <= anchor.start():
            end = match.end()
            yield _widened(text, match.start(), end)


def _words(text: str) -> Iterator[Span]:
    known, guards = vocabulary(), _guards()
    for match in word_pattern().finditer(text):
        word = match["word"]
        before, after = guards[known[word].rule]
        start, end = match.span()
        if text.endswith(before, 0, start) or (end - start == len(word) and text.startswith(after, end)):
            continue
        yield _widened(text, start, end)


def _widened(text: str, start: int, end: int) -> Span:
    """The time with 截至 before it and 以来 after it."""
    until = until_before().search(text, max(0, start - 3), start)
    since = since_after().match(text, end)
    return Span(until.start() if until else start, since.end() if since else end)


def _role(text: str, span: Span) -> str | None:
    """The rule that says how little a time dates, None where it dates what follows."""
    start, end = span
    for role, before, after in _roles():
        if before and not before.search(text, max(0, start - BEFORE), start):
            continue
        if after and not after.match(text, end, end + AFTER):
            continue
        return role
    for enclosure in _enclosures():
        if _inside(text, span, enclosure):
            return str(enclosure["id"])
    return None


def _inside(text: str, span: Span, enclosure: dict[str, Any]) -> bool:
    """Whether the span stands between two marks not far apart."""
    opening, closing, reach = enclosure["open"], enclosure["close"], enclosure["reach"]
    start = text.rfind(opening, max(0, span.start - reach), span.start)
    if start < 0 or text.find(closing, start, span.start) >= 0:
        return False
    end = text.find(closing, span.end, start + reach)
    return end >= 0 and not any(sign in text[start:end] for sign in enclosure.get("without", ""))


@functools.cache
def _guards() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Characters beside a word that make it part of another, by rule."""
    table = rules.load("times", REQUIRED, OPTIONAL)
    return {rule["id"]: (tuple(rule.get("unless_before", "")), tuple(rule.get("unless_after", ""))) for rule in table}


@functools.cache
def _roles() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    found = []
    for rule in rules.load("times", REQUIRED, OPTIONAL):
        if rule["means"] in ROLES:
            before = re.compile(f"(?:{rule['before']})\\Z") if "before" in rule else None
            found.append((rule["id"], before, re.compile(rule["after"]) if "after" in rule else None))
    return tuple(found)


@functools.cache
def _enclosures() -> tuple[dict[str, Any], ...]:
    return (*rules_meaning("name"), *rules_meaning("bracket"))
