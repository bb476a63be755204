import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.moments import read
from extractors.times import times
from schema.record import Article

CASES = tomllib.loads((Path(__file__).parent / "times_cases.toml").read_text(encoding="utf-8"))["cases"]
LETTERS = "0123456789年月日底末初上下半今去前明当同近来以截至到目前一二三十五〇“”期间、—-./。，\n"
PUBLISHED = 2022


def said(text):
    found = []
    for mention in times(Article("", text=text)).time_mentions:
        words = text[mention.start : mention.end]
        moment = read(words)
        edtf = moment.edtf(0 if moment.base == "absolute" else PUBLISHED)
        found.append([words, mention.kind, edtf + "/" * moment.open])
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case):
    assert said(case["text"]) == case["want"], case["why"]


def test_case_texts_are_unique():
    assert len({case["text"] for case in CASES}) == len(CASES)


@given(st.text(alphabet=LETTERS, max_size=60))
def test_mentions_stand_in_order_and_apart(text):
    edges = [edge for mention in times(Article("", text=text)).time_mentions for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    assert all(0 <= m.start < m.end <= len(text) for m in times(Article("", text=text)).time_mentions)


RUNS = ["1", "年", "2020", "一", "2020年", "今年", "1月1", "（2020年", "《", "“十三五", "截至", "近三", "2020-"]


@pytest.mark.parametrize("unit", RUNS)
def test_a_long_run_of_one_thing_is_no_trouble(unit):
    text = unit * (60_000 // len(unit))
    assert len(times(Article("", text=text)).time_mentions) <= len(text)
