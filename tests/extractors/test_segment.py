import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.normalise import normalise
from extractors.segment import segment, sentence_at
from schema.record import Article

BODY = "全县组建网格党支部42个，选配专职网格员600名，解决群众身边的难题1200件。"
CASES = tomllib.loads((Path(__file__).parent / "page_cases.toml").read_text(encoding="utf-8"))["case"]
PAGE_TEXT = st.text(alphabet="党员网格 \n\t|，。：；（）(“”…1２一年月日-来源首页>", max_size=200)


def segmented(text):
    return segment(normalise(Article(text)))


def case_article(case):
    return segmented(case["text"].replace("{body}", BODY))


def sentences_of(text):
    article = segmented(text)
    return [article.text[sentence.start : sentence.end] for sentence in article.sentences]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
@pytest.mark.parametrize("field", ["published", "title", "publisher"])
def test_masthead(case, field):
    assert getattr(case_article(case), field) == (case[field] or None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_furniture(case):
    lines = case_article(case).lines
    assert [index for index, line in enumerate(lines) if line.kind == "furniture"] == case["furniture"]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("他说：“好！”大家鼓掌。", ["他说：“好！”", "大家鼓掌。"], id="the closing quote stays"),
        pytest.param("支部5个；党员42名。", ["支部5个；党员42名。"], id="a semicolon ends a clause only"),
        pytest.param("支部5个\n党员42名", ["支部5个", "党员42名"], id="a line ends a sentence"),
        pytest.param("新建……等5个。共2户。", ["新建……", "等5个。", "共2户。"], id="dots end a sentence"),
    ],
)
def test_sentences(text, want):
    assert sentences_of(text) == want


def test_a_hand_wrapped_sentence_is_one():
    sentence = "全县组建网格党支部四十二个选配专职网格员六百名" * 8 + "。"
    lines = "\n".join(sentence[start : start + 24] for start in range(0, len(sentence), 24))
    assert [found.replace("\n", "") for found in sentences_of(lines)] == [sentence]


def test_marks_in_short_brackets_end_no_clause():
    article = segmented("全县（东镇、西镇，不含南镇）支部5个，党员42名。")
    clauses = [article.text[start:end] for start, end in article.sentences[0].clauses]
    assert clauses == ["全县(东镇、西镇，不含南镇)支部5个", "党员42名"]


def test_a_heading_inside_the_body_is_no_furniture():
    article = segmented(f"{BODY}\n600名网格员到岗\n{BODY}")
    assert [line.kind for line in article.lines] == ["body", "heading", "body"]


def test_what_the_caller_says_wins():
    article = segment(normalise(Article(f"社区里的红色管家\n2020-06-01\n{BODY}", published="2021")))
    assert article.published == "2021"


def test_a_sentence_is_bounded():
    article = segmented("党员42名，" * 2000)
    assert max(sentence.end - sentence.start for sentence in article.sentences) <= 2000


@given(PAGE_TEXT)
def test_sentences_stand_in_their_lines_in_order(raw):
    article = segmented(raw)
    edges = [edge for sentence in article.sentences for edge in (sentence.start, sentence.end)]
    assert edges == sorted(edges)


@given(PAGE_TEXT)
def test_every_sentence_is_found_by_its_offset(raw):
    article = segmented(raw)
    found = [sentence_at(article, sentence.start) for sentence in article.sentences]
    assert found == list(range(len(article.sentences)))


@given(PAGE_TEXT)
def test_clauses_stand_inside_their_sentence(raw):
    article = segmented(raw)
    outside = [s for s in article.sentences if any(not s.start <= c.start < c.end <= s.end for c in s.clauses)]
    assert outside == []
