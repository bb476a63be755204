"""Step 2 · segment: lines with their part on the page, sentences and clauses, and what the masthead says.

in:  `text`
out: `lines`, `sentences`; `title`, `publisher`, `published` where the caller gave none

>>> from schema.record import Article
>>> article = segment(Article("", text="全市共有党员3.2万名，支部1200个。其中社区支部42个"))
>>> [article.text[sentence.start : sentence.end] for sentence in article.sentences]
['全市共有党员3.2万名，支部1200个。', '其中社区支部42个']
>>> [article.text[start:end] for start, end in article.sentences[0].clauses]
['全市共有党员3.2万名', '支部1200个']
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator
from operator import attrgetter

from extractors.columns import with_tabs
from extractors.page import LIST_MARK, WRAP_SLACK, fired, page, wrap_width
from schema.record import Article, Line, Sentence, Span

__all__ = ["fired", "segment", "sentence_at"]

SENTENCE_END = re.compile('[。！？…][。！？…”’」』》)）】\\]"]*')
CLAUSE = re.compile("[^，；：]+")
MARK_OR_BRACKETS = re.compile(r"\([^()\n]{1,40}\)|[，；：]")
LONGEST_SENTENCE = 2000
FIRST_HAN = "\u4e00"
STOPS = tuple("。！？；…")
AS_SPAN = functools.partial(tuple.__new__, Span)  # a text has more clauses than anything else; Span._make is slower


def segment(article: Article) -> Article:
    """The article with lines, sentences and, where unknown so far, title, publisher and date."""
    text = with_tabs(article.text)
    found = page(text)
    return dataclasses.replace(
        article,
        text=text,
        lines=found.lines,
        sentences=tuple(sentences(text, found.lines)),
        title=article.title or found.masthead.title,
        publisher=article.publisher or found.masthead.publisher,
        published=article.published or found.masthead.published,
    )


def sentence_at(article: Article, offset: int) -> int:
    """The index of the sentence around an offset of the text, -1 outside any."""
    index = bisect.bisect_right(article.sentences, offset, key=attrgetter("start")) - 1
    return index if index >= 0 and offset < article.sentences[index].end else -1


def sentences(text: str, lines: tuple[Line, ...]) -> Iterator[Sentence]:
    """The sentences of all lines but furniture, in order."""
    width = wrap_width([line.end - line.start for line in lines if line.kind in ("body", "heading")])
    index = 0
    while index < len(lines):
        last = index
        while width and last + 1 < len(lines) and wrapped(text, lines[last], lines[last + 1], width):
            last += 1
        if lines[index].kind != "furniture":
            yield from line_sentences(text, lines[index].start, lines[last].end, index)
        index = last + 1


def wrapped(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether a line was cut mid-sentence and goes on in the following one."""
    return (
        line.kind in ("body", "heading")
        and following.kind in ("body", "heading")
        and line.end - line.start >= width - WRAP_SLACK
        and not text.endswith(STOPS, line.start, line.end)
        and LIST_MARK.match(text, following.start, following.end) is None
    )


def line_sentences(text: str, start: int, end: int, line: int) -> Iterator[Sentence]:
    """The sentences of one line."""
    position = start
    for match in SENTENCE_END.finditer(text, start, end):
        stop = match.end()
        if text[position].isspace() or stop - position > LONGEST_SENTENCE:
            yield from bounded(text, position, stop, line)
        else:  # most sentences
            yield Sentence(position, stop, line, tuple(clauses(text, position, stop)))
        position = stop
    if position < end:
        yield from bounded(text, position, end, line)


def bounded(text: str, start: int, end: int, line: int) -> Iterator[Sentence]:
    """One sentence without the spaces around it; a very long one in pieces that end with a clause."""
    while start < end and text[start] < FIRST_HAN and text[start].isspace():
        start += 1
    while end > start and text[end - 1] < FIRST_HAN and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cuts = [text.rfind(mark, start, start + LONGEST_SENTENCE) + 1 for mark in "，；："]
        cut = max(cuts) if max(cuts) > start else start + LONGEST_SENTENCE
        yield Sentence(start, cut, line, tuple(clauses(text, start, cut)))
        start = cut
    if end > start:
        yield Sentence(start, end, line, tuple(clauses(text, start, end)))


def clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of a sentence without their marks; marks inside short brackets end none."""
    while end > start and text[end - 1] in "。！？…":
        end -= 1
    if text.find("(", start, end) < 0:
        return map(AS_SPAN, map(re.Match.span, CLAUSE.finditer(text, start, end)))
    return with_brackets(text, start, end)


def with_brackets(text: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of a sentence that has brackets in it."""
    position = start
    for match in MARK_OR_BRACKETS.finditer(text, start, end):
        if match[0][0] == "(":
            continue
        if match.start() > position:
            yield Span(position, match.start())
        position = match.end()
    if end > position:
        yield Span(position, end)
