"""What words and options find."""

import sqlite3
import tomllib
from pathlib import Path

import pytest
from stand_in import read_page

from kb import columns, query, suggest
from kb.errors import UsageError
from kb.ingest import ingest

CASES = tomllib.loads(Path(__file__).with_name("query_cases.toml").read_text(encoding="utf-8"))["case"]
METRIC, VALUE = columns.ROW.index("metric"), columns.ROW.index("value")


def found(store, *words, **options):
    return [f"{row[METRIC]} {row[VALUE]}" for row in query.search(store, query.Query(words=words, **options))]


@pytest.fixture
def opened(store):
    connection = sqlite3.connect(store)
    yield connection
    connection.close()


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_query(case, opened):
    rows = found(opened, *case.get("words", []), **case.get("options", {}))
    order = (lambda rows: rows) if case.get("sorted", True) else sorted
    assert order(rows) == order(case["want"])


def test_a_metric_of_the_vocabulary_takes_its_narrower_ones_and_aliases(opened):
    opened.execute("delete from metric_alias")
    opened.execute("delete from metric")
    opened.executemany(
        "insert into metric values (?, ?, ?, 'staff')",
        [("staff", "基层力量", None), ("worker", "工作者", "staff"), ("full", "专职网格员", "worker")],
    )
    opened.execute("insert into metric_alias values ('一线力量', 'staff')")
    opened.execute("update fact set metric_id = 'full' where metric = '专职网格员'")
    assert found(opened, "一线力量", "2020", "兰州") == ["专职网格员 6800"]


@pytest.mark.parametrize(
    "options",
    [{"year": "20"}, {"since": "June"}, {"min": "many"}, {"sort": "colour"}, {"until": "2020/2021"}],
    ids=lambda options: next(iter(options)),
)
def test_an_option_that_says_nothing_is_a_usage_error(options, opened):
    with pytest.raises(UsageError, match="--"):
        found(opened, **options)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("网格元", "near it: 网格员"),
        ("火星", "near it: 新星"),
        ("西安", "陕西省/西安市"),
        ("量子纠缠", "kb list places"),
    ],
    ids=["a slip", "a place nowhere", "a place without facts", "nothing near"],
)
def test_an_unknown_word_is_answered_with(word, hint, opened):
    assert hint in suggest.unknown_word(opened, word)


def test_the_shape_of_a_query_is_that_of_the_clauses():
    options = {"words", "sort", "limit"} | set(query.CLAUSES)
    assert set(query.Query.__dataclass_fields__) == options


def test_a_thousand_facts_are_all_found(tmp_path):
    text = "".join(f"甘肃省/兰州市：网格员{number}名\n" for number in range(1000))
    (tmp_path / "many.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "many.txt"], tmp_path / "many.sqlite3", read_page)
    with sqlite3.connect(tmp_path / "many.sqlite3") as store:
        assert len(found(store, "网格员")) == 1000


def test_a_word_near_it_finds_something(opened):
    near = suggest.near(opened, "火星")
    assert near == [] and suggest.near(opened, "网格元")
    assert all(found(opened, word) for word in suggest.near(opened, "网格元"))


def test_a_word_of_the_vocabulary_without_facts_says_so(opened):
    opened.execute("insert into metric values ('outpost', '前哨', null, 'outpost')")
    opened.execute("insert into metric_alias values ('哨所', 'outpost')")
    assert query.plan(opened, query.Query(words=("哨所",))).unknown == ("哨所",)
    assert "(前哨) that no fact" in suggest.unknown_word(opened, "哨所")
