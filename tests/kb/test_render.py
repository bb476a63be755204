"""What a person sees: nothing cut, numbers readable."""

import sqlite3

import pytest

from kb import columns, query, render


@pytest.fixture
def rows(store):
    connection = sqlite3.connect(store)
    return list(query.search(connection, query.Query(words=("专职网格员",))))


@pytest.mark.parametrize("width", ["80", "200"])
def test_a_table_cuts_no_sentence(width, rows, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    drawn = render.table_text(columns.ROW, rows, None, to_screen=True)
    sentence = set(rows[0][columns.ROW.index("context")])
    assert "…" not in drawn and sentence <= set(drawn)


def test_a_table_sets_thousands_apart(rows):
    assert "6,800" in render.table_text(columns.ROW, rows, None, to_screen=True)


@pytest.mark.parametrize(
    ("asked", "file", "wanted"),
    [
        (None, None, "tsv"),
        ("md", None, "md"),
        (None, "a.csv", "csv"),
        (None, "a.jsonl", "jsonl"),
        ("tsv", "a.csv", "tsv"),
    ],
)
def test_the_format_is(asked, file, wanted, tmp_path):
    assert render.chosen_format(asked, tmp_path / file if file else None) == wanted


def test_a_range_shows_both_ends():
    row = dict.fromkeys(columns.ROW) | {"value": "3000", "value_high": "5000", "surface": "三五千", "id": "a" * 16}
    assert render.viewed(row)[:2] == ("3,000\u20135,000", "三五千")
