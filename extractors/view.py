"""The clauses of an article as chains of tokens, each made once and only when asked for."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractors.phrases import BRACKET, PLACE, QUANTITY, QUOTED, TIME, Fixed, Token, chain
from schema.record import Article, Span

# Readings that end a phrase even where they are no fact (每月一次); ordinals, ages and names are words like any other.
BOUNDARIES = frozenset({"quantity", "percent", "money", "range"})
ASIDES = frozenset({"date", "time", "duration"})  # 连续三年 says when, whatever read it
QUOTE = re.compile("[“‘《「『][^“”‘’《》「」『』，。；\n]{1,24}[”’》」』]")
BRACKETS = re.compile(r"\([^()，。；\n]{1,20}\)")


class View:
    """The tokens of an article's clauses."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self._fixed = sorted(_fixed(article))
        self._starts = [fixed.start for fixed in self._fixed]
        self._chains: dict[Span, list[Token]] = {}

    def tokens(self, clause: Span) -> list[Token]:
        """The tokens of one clause."""
        known = self._chains.get(clause)
        if known is None:
            first, last = bisect_left(self._starts, clause.start), bisect_left(self._starts, clause.end)
            known = chain(self.text, clause.start, clause.end, self._fixed[first:last])
            self._chains[clause] = known
        return known


def _fixed(article: Article) -> list[Fixed]:
    """Every stretch that another step has read; where two overlap, the number comes first, a date last."""
    quoted = [Fixed(*match.span(), QUOTED) for match in QUOTE.finditer(article.text)]
    times = [Fixed(time.start, time.end, TIME) for time in article.time_mentions]
    read = [(index, quantity) for index, quantity in enumerate(article.quantities)]
    numbers = [
        Fixed(quantity.start, quantity.end, QUANTITY, index)
        for index, quantity in read
        if quantity.kept or quantity.kind in BOUNDARIES
    ]
    asides = [Fixed(aside.start, aside.end, TIME) for _, aside in read if not aside.kept and aside.kind in ASIDES]
    ages = [Fixed(age.start, age.end, "noun") for _, age in read if age.kind == "age" and not age.kept]
    places = [Fixed(place.start, place.end, PLACE) for place in article.place_mentions]
    brackets = _unkept(article)
    taken = sorted([*_free(numbers, brackets), *brackets])
    taken = sorted([*taken, *_free(times, taken)])
    filled = {(place.start, place.end) for place in places}
    names = [name for name in quoted if (name.start + 1, name.end - 1) not in filled]
    taken = sorted([*taken, *_free(names, taken)])
    return taken + _free(asides, taken) + _free(ages, taken) + _free(places, taken)


def _unkept(article: Article) -> list[Fixed]:
    """Brackets that hold a number, but none that is kept: 居民消费价格指数(上年=100)."""
    starts = [quantity.start for quantity in article.quantities]
    found = []
    for match in BRACKETS.finditer(article.text):
        inside = article.quantities[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]
        if inside and not any(quantity.kept for quantity in inside):
            found.append(Fixed(*match.span(), BRACKET))
    return found


def _free(stretches: list[Fixed], taken: list[Fixed]) -> list[Fixed]:
    starts = [fixed.start for fixed in taken]
    free = []
    for stretch in stretches:
        at = bisect_left(starts, stretch.end)
        if at == 0 or taken[at - 1].end <= stretch.start:
            free.append(stretch)
    return free
