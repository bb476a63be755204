import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dating import date
from extractors.moments import rule_of
from extractors.times import times
from schema.record import Article, Line, Quantity

CASES = tomllib.loads((Path(__file__).parent / "dating_cases.toml").read_text(encoding="utf-8"))["cases"]
LETTERS = "0123年月底今去同比由从的到增加（）《》“”自以来现有成立于，。\n"


def article(text, numbers=(), headings=(), published=None, title=None):
    lines, start = [], 0
    for index, line in enumerate(text.split("\n")):
        lines.append(Line(start, start + len(line), "heading" if index in headings else "body"))
        start += len(line) + 1
    quantities = tuple(Quantity(at, end, at, end, None) for at, end in numbers)
    return times(
        Article(
            "", published=published, title=title, text=text, origin=range(len(text) + 1), lines=tuple(lines),
            quantities=quantities,
        )
    )  # fmt: skip


def spans(text, surfaces):
    at = -1
    for surface in surfaces:
        at = text.index(surface, at + 1)
        yield at, at + len(surface)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case):
    numbers = spans(case["text"], [surface for surface, _ in case["want"]])
    dated = date(article(case["text"], numbers, case.get("heading", ()), case.get("published"), case.get("title")))
    assert [edtf or "" for edtf, _ in dated] == [edtf for _, edtf in case["want"]], case["why"]


def test_case_texts_are_unique():
    assert len({(case["text"], case.get("title"), case.get("published")) for case in CASES}) == len(CASES)


@given(
    st.text(alphabet=LETTERS, max_size=60),
    st.lists(st.integers(0, 59), max_size=5),
    st.sampled_from([None, "2020", "2020-02-03", "2020-XX", "", "soon"]),
)
def test_every_quantity_gets_a_time_and_the_rule_that_gave_it(text, starts, published):
    dated = date(article(text, [(at, at + 1) for at in starts if at < len(text)], (0,), published))
    assert all(rule_of(rule)["id"] == rule for _, rule in dated)


RUNS = ["1个", "2020年1个", "（2020年1个", "由2020年的1个", "比去年1个", "现有1个，", "《2020年1个"]


@pytest.mark.parametrize("unit", RUNS)
def test_a_long_run_of_one_thing_gives_a_time_for_each(unit):
    text = unit * 4000
    numbers = [(at * len(unit), at * len(unit) + 1) for at in range(4000)]
    assert len(date(article(text, numbers, published="2021"))) == 4000
