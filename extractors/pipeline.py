"""The order of the steps, written once; `extract` and `explain` are the two ways to ask for their result.

Places and times are recognised before metrics, so that a metric can end where 兰州市 or 2020年 begins; what 我市 and
今年 mean is settled at the very end, in resolve, with the whole article in view.
"""

from __future__ import annotations

import datetime
import re

from extractors import normalise as normalising
from extractors import page
from extractors.metrics import metrics
from extractors.normalise import normalise
from extractors.numerals import numerals
from extractors.places import places
from extractors.quantities import quantities
from extractors.resolve import facts, readings, resolve
from extractors.segment import segment
from extractors.tables import tables
from extractors.times import times
from schema.in_use import OwnVocabulary, in_use, using
from schema.record import Article, Fact, Reading

STEPS = (normalise, segment, numerals, quantities, places, times, tables, metrics, resolve)

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def run(article: Article) -> Article:
    """The article after every step."""
    for step in STEPS:
        article = step(article)
    return article


def extract(
    text: str, published: str | None = None, place: str | None = None, *, vocabulary: OwnVocabulary | None = None
) -> list[Fact]:
    """The numeric facts of one article's text, in the order of the text.

    `published` (an EDTF date) and `place` (a path from the province down) say what the page does not; they win over it.
    `vocabulary` (`schema.own_vocabulary.own_vocabulary("mine.tsv")`) adds the reader's own metrics, units and places.
    Any string gives a list: what cannot be read yields no fact. `ValueError` for a `published` that is no date of the
    calendar, and for anything that is no string.

    >>> extract("全市有党员42名。", published="2020-13")
    Traceback (most recent call last):
    ValueError: published: '2020-13' is not an EDTF date; write it like '2020', '2020-09' or '2020-09-01'
    """
    check(text, published, place)
    with using(vocabulary or in_use()):
        return facts(run(Article(raw=text, published=published, place=place)))


def check(text: object, published: object, place: object) -> None:
    """Hold what `extract` is given against what it takes."""
    if not isinstance(text, str):
        raise ValueError(f"text: a string is expected, not {type(text).__name__}")
    if place is not None and not isinstance(place, str):
        raise ValueError(f"place: a path of names is expected, a string, not {type(place).__name__}")
    if published is not None and not (isinstance(published, str) and is_date(published)):
        written = "write it like '2020', '2020-09' or '2020-09-01'"
        raise ValueError(f"published: {published!r} is not an EDTF date; {written}")


def is_date(text: str) -> bool:
    """Whether a text is an EDTF date that the calendar has.

    >>> is_date("2020-12-15"), is_date("2020"), is_date("2021-02-29"), is_date("foo")
    (True, True, False, False)
    """
    match = DATE.fullmatch(text)
    try:
        return match is not None and bool(datetime.date(*(int(part or 1) for part in match.groups())))
    except ValueError:
        return False


def explain(text: str, *, vocabulary: OwnVocabulary | None = None) -> list[Reading]:
    """Every number of a text, kept as a fact or not, with the reason; `vocabulary` as for `extract`."""
    with using(vocabulary or in_use()):
        return readings(run(Article(raw=text)))


def fired(text: str) -> frozenset[str]:
    """The ids of all rules that had a part in reading a text: its page, its numbers, its places and times.

    >>> "metric-before" in fired("全市组建网格党支部825个。")
    True
    """
    article = run(Article(raw=text))
    return frozenset(
        {rule for quantity in article.quantities for rule in quantity.rules}
        | {place.rule for place in article.place_mentions if place.rule}
        | {time.rule for time in article.time_mentions if time.rule}
        | {*normalising.fired(text), *page.fired(article.text)}
    )
