import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.normalise import fired, normalise
from schema.record import Article

CASES = tomllib.loads((Path(__file__).parent / "normalise_cases.toml").read_text(encoding="utf-8"))["case"]
PIECES = [
    "區",
    "(qū)",
    "（guān）",
    "党",
    "員",
    "1",
    "２",
    " ",
    "　",
    "<b>",
    "&nbsp;",
    "，",
    ",",
    ".",
    "：",
    "％",
    "\n",
    "個",
    "\u200b",
    "|",
]
ANY = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def test_cases_are_reached():
    assert len(CASES) > 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_text(case):
    assert normalise(Article(case["raw"])).text == case["text"]


@given(ANY)
def test_every_character_has_an_origin(raw):
    article = normalise(Article(raw))
    assert (len(article.origin), article.origin[-1]) == (len(article.text) + 1, len(raw))


@given(ANY)
def test_origins_never_go_back(raw):
    origin = list(normalise(Article(raw)).origin)
    assert origin == sorted(origin)


@given(ANY)
def test_every_digit_is_that_digit_in_the_raw_text(raw):
    article = normalise(Article(raw))
    kept = [(char, raw[article.origin[i]]) for i, char in enumerate(article.text) if char in "0123456789"]
    assert [a for a, b in kept if unicodedata.digit(b, -1) != int(a)] == []


@given(ANY)
def test_twice_is_once(raw):
    once = normalise(Article(raw)).text
    assert normalise(Article(once)).text == once


def test_untouched_text_costs_no_list_of_origins():
    assert isinstance(normalise(Article("全县支部5个。")).origin, range)


@pytest.mark.parametrize("rule", ["entity", "gloss", "traditional"])
def test_rules_tell_their_names(rule):
    assert rule in fired("全區(qū)&nbsp;黨員")
