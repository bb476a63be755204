"""What a person sees: nothing cut, numbers readable."""

import re
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


SOURCES = ("source_id", "title", "publisher", "published", "place", "url", "path", "encoding", "facts")


@pytest.mark.parametrize(("width", "headings"), [(60, False), (99, False), (200, True)])
@pytest.mark.parametrize("names", [columns.ROW, SOURCES], ids=["facts", "sources"])
def test_a_narrow_terminal_gets_blocks_and_no_broken_heading(names, width, headings, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    row = dict.fromkeys(names, "甘肃省兰州市网格党建简报" * 2) | {"value": "6800", "value_high": None, "facts": 3}
    row |= {"source_id": "a" * 16, "published": "2020-12-15"}
    drawn = render.table_text(names, [[row[name] for name in names]], None, to_screen=True)
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", drawn)
    first = drawn.split("\n")[0].split()
    assert (len(first) > 2) is headings
    assert {"place", "facts" if "facts" in names else "sentence"} <= set(drawn.split())


def test_few_columns_stay_a_table_on_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    drawn = render.table_text(("path", "facts"), [("甘肃省/兰州市", 3)], None, to_screen=True)
    assert "─" in drawn
