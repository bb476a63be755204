"""Each number of a short text is about the place that a reader would say."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.locate import locate, place_of
from extractors.normalise import normalise
from extractors.places import places
from extractors.segment import segment
from schema.record import Article, Quantity

CASES = tomllib.loads((Path(__file__).parent / "locate.toml").read_text(encoding="utf-8"))["case"]
NUMBER = re.compile(r"\d+(?:\.\d+)?(?![年月日\d.])")


def numbered(text):
    """The article with a quantity for each number in digits that is no date."""
    article = segment(normalise(Article(text)))
    found = [
        Quantity(at.start(), at.end(), at.start(), at.end(), None, sentence=index)
        for index, sentence in enumerate(article.sentences)
        for at in NUMBER.finditer(article.text, sentence.start, sentence.end)
    ]
    return places(dataclasses.replace(article, quantities=tuple(found)))


def marked(case):
    """The case, expected to fail if it is a known failure."""
    marks = [pytest.mark.xfail(strict=True)] if case["kind"] == "known-failure" else []
    return pytest.param(case, id=case["why"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_place_of_each_number(case):
    assert [found.path for found in locate(numbered(case["text"]))] == case["want"]


@settings(deadline=None)  # the tables are read in the first example
@given(st.text(alphabet="甘肃省兰州市西固区全我县街道社区村、，。；：和在赴其中12个\n", max_size=80))
def test_every_quantity_gets_a_place_or_none(text):
    article = numbered(text)
    assert len(locate(article)) == len(article.quantities)


@settings(deadline=None)  # the tables are read in the first example
@given(st.text(alphabet="兰州市西固区全市有12个，。", max_size=40))
def test_one_by_one_is_the_same_as_all_at_once(text):
    article = numbered(text)
    alone = [place_of(dataclasses.replace(article, quantities=()), quantity) for quantity in article.quantities]
    assert alone == [tuple(found) for found in locate(article)]
