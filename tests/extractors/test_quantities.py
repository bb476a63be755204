"""Every number of a text: what it is worth, its unit, its kind, and whether it counts."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import numerals
from extractors.quantities import quantities
from schema.record import BOUNDS, KINDS, Article, Quantity, Sentence, Span

CASES = Path(__file__).with_name("quantities_cases.tsv")
WRITING = "0123456789,.%-/ 一二两三十百千万亿半几数余多来约近超个名人户月年分之成至—第“”《》（）党员\n"


def read(text):
    return quantities(numerals(Article(text, text=text))).quantities


def rows():
    found, why = {}, ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            why = line.removeprefix("# ")
        else:
            text, *want = line.split("\t")
            found.setdefault((why, text), []).append(tuple(want))
    return [pytest.param(text, want, id=f"{why}: {text}") for (why, text), want in found.items()]


def printed(number: Quantity, text: str) -> tuple[str, ...]:
    def plain(value: Decimal | None) -> str:
        return "" if value is None else format(value, "f")

    word = text[number.number_start : number.number_end]
    kept = "kept" if number.kept else "no"
    return (word, plain(number.value), plain(number.value_high), number.bound, number.unit, number.kind, kept)


@pytest.mark.parametrize(("text", "want"), rows())
def test_numbers_are_read(text, want):
    got = [printed(number, text) for number in read(text)]
    assert (got or [("none", "", "", "", "", "", "")]) == want


@given(st.text(alphabet=WRITING, max_size=60) | st.text(max_size=60))
def test_any_text_gives_numbers_in_order_and_inside(text):
    found = read(text)
    ends = [(number.number_start, number.number_end) for number in found]
    inside = all(0 <= n.start <= n.number_start < n.number_end <= n.end <= len(text) for n in found)
    assert inside and ends == sorted(ends) and all(a[1] <= b[0] for a, b in itertools.pairwise(ends))


@given(st.text(alphabet=WRITING, max_size=60))
def test_every_number_says_why(text):
    assert all(n.reason and n.rules and n.kind in KINDS and n.bound in BOUNDS for n in read(text))


@given(st.decimals(min_value=0, max_value=9999, places=2))
def test_a_scale_is_applied_once(value):
    (number,) = read(f"投入资金{value}万元")
    assert number.value == value * 10000


def test_a_range_has_its_ends_in_order():
    (number,) = read("归纳出三至五个问题")
    assert number.value < number.value_high


def test_a_number_knows_its_sentence():
    text = "走访三户。慰问12人。"
    sentences = (Sentence(0, 5, 0, (Span(0, 5),)), Sentence(5, len(text), 0, (Span(5, len(text)),)))
    found = quantities(numerals(Article(text, text=text, sentences=sentences))).quantities
    assert [number.sentence for number in found] == [0, 1]


def test_a_caption_gives_the_unit_of_the_figures_below():
    text = "党费收支公示（单位：万元）\n本年收入：126.4\n本年支出：58"
    assert [(str(n.value), n.unit) for n in read(text) if n.kept] == [("1264000", "元"), ("580000", "元")]


def test_a_figure_behind_a_label_without_caption_is_no_fact():
    assert [number.kept for number in read("本年收入：126.4\n")] == [False]
