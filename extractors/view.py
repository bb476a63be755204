"""The clauses of an article as chains of tokens, each made once and only when asked for."""

from __future__ import annotations

from bisect import bisect_left

from extractors.phrases import PLACE, QUANTITY, TIME, Fixed, Token, chain
from schema.record import Article, Span

# Readings that end a phrase even where they are no fact (每月一次); ordinals, ages and names are words like any other.
BOUNDARIES = frozenset({"quantity", "percent", "money", "range"})
ASIDES = frozenset({"date", "time", "duration"})  # 连续三年 says when, whatever read it


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
            first, last = (bisect_left(self._starts, at) for at in clause)
            known = chain(self.text, clause.start, clause.end, self._fixed[first:last])
            self._chains[clause] = known
        return known


def _fixed(article: Article) -> list[Fixed]:
    """Every stretch that another step has read; where two overlap, the number comes first."""
    ages = [Fixed(age.start, age.end, "noun") for age in article.quantities if age.kind == "age" and not age.kept]
    numbers = [
        Fixed(quantity.start, quantity.end, QUANTITY if quantity.kept or quantity.kind in BOUNDARIES else TIME, index)
        for index, quantity in enumerate(article.quantities)
        if quantity.kept or quantity.kind in BOUNDARIES or quantity.kind in ASIDES
    ]
    places = [Fixed(place.start, place.end, PLACE) for place in article.place_mentions]
    times = [Fixed(time.start, time.end, TIME) for time in article.time_mentions]
    return numbers + _free(ages, numbers) + _free(places, numbers) + _free(times, numbers)


def _free(stretches: list[Fixed], taken: list[Fixed]) -> list[Fixed]:
    starts = [fixed.start for fixed in taken]
    free = []
    for stretch in stretches:
        at = bisect_left(starts, stretch.end)
        if at == 0 or taken[at - 1].end <= stretch.start:
            free.append(stretch)
    return free
