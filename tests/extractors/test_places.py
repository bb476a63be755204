"""The words that name a place or point to one, and the home place."""

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.normalise import normalise
from extractors.places import places
from extractors.segment import segment
from schema.record import Article

CASES = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))["case"]
ANY = st.text(alphabet="甘肃省兰州市西固区内蒙古旗全我该县街道社区村镇嘎查第八师团、，。和位于12\n ", max_size=120)


def read(text, **given):
    return places(segment(normalise(Article(text, **given))))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_mentions(case):
    article = read(case["text"])
    assert {article.text[each.start : each.end]: each.path for each in article.place_mentions} == case["want"]


@pytest.mark.parametrize(
    ("given", "home", "code"),
    [
        ("甘肃省/兰州市", "甘肃省/兰州市", "620100"),
        ("杭锦旗", "内蒙古自治区/鄂尔多斯市/杭锦旗", "150625"),  # filled up
        ("甘肃省/嘉峪关市/某某区", "甘肃省/嘉峪关市/某某区", "620200"),  # the deepest official part has the code
        ("某地", "某地", None),
    ],
)
def test_the_callers_place_wins(given, home, code):
    article = read("浙江省义乌市有党员42名。", place=given)
    assert (article.place, article.place_code) == (home, code)


def test_no_place_is_made_up():
    assert read("我市有党员42名。").place is None


@settings(deadline=None)  # the tables are read in the first example
@given(ANY)
def test_mentions_are_ordered_and_never_overlap(text):
    mentions = read(text).place_mentions
    assert all(before.end <= after.start for before, after in itertools.pairwise(mentions))


@settings(deadline=None)  # the tables are read in the first example
@given(ANY)
def test_every_named_mention_has_a_path(text):
    assert all(mention.path for mention in read(text).place_mentions if mention.kind == "named")
