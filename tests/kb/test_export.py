"""Formats, and files that are written whole or not at all."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import export
from kb.errors import KbError, UsageError

COLUMNS = ("value", "unit", "metric")
TEXT = st.text(alphabet=st.characters(codec="utf-8"))


@given(TEXT, TEXT)
def test_csv_is_read_back(unit, metric):
    text = "".join(export.csv_lines(COLUMNS, [("6800", unit, metric)]))
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert [cell.removeprefix("'") for cell in row] == ["6800", unit.removeprefix("'"), metric.removeprefix("'")]


@given(TEXT)
def test_no_cell_of_text_is_a_formula(metric):
    cell = next(csv.reader(io.StringIO(export.csv_cell("metric", metric), newline="")), [""])[0]
    assert not cell.startswith(("=", "@", "\t", "\r")) and (not cell.startswith(("+", "-")) or float(cell) is not None)


@given(TEXT, TEXT)
def test_tsv_is_one_line_a_row(unit, metric):
    text = "".join(export.tsv_lines(COLUMNS, [("6800", unit, metric)]))
    assert [line.count("\t") for line in text.split("\n")] == [2, 2, 0]


@given(TEXT)
def test_json_lines_are_read_back(metric):
    line = "".join(export.jsonl_lines(("value", "metric", "rules"), [("0.10", metric, ["a", "b"])]))
    assert json.loads(line, parse_float=str) == {"value": "0.10", "metric": metric, "rules": ["a", "b"]}


@pytest.mark.parametrize("rows", [[], [("1", "个", None)], [("1", "个", "网格"), ("2", "", "网格")]], ids=len)
def test_json_is_one_array(rows):
    assert len(json.loads("".join(export.json_lines(COLUMNS, rows)))) == len(rows)


def test_markdown_keeps_its_columns():
    lines = list(export.markdown_lines(("value", "metric"), [("1", "a|b\nc")]))
    assert lines == ["| value | metric |\n", "|---:|---|\n", "| 1 | a\\|b c |\n"]


def test_csv_into_a_file_opens_in_a_spreadsheet(tmp_path):
    export.write(iter(["网格"]), tmp_path / "out.csv", "csv")
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbf" + "网格".encode()


def broken():
    yield "half"
    raise OSError(28, "No space left on device")


def test_a_file_that_cannot_be_finished_stays_as_it_was(tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("before")
    with pytest.raises(KbError, match="No space left"):
        export.write_file(broken(), target)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out.csv", "before")]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    export.write_file(iter(["after"]), tmp_path / "link.csv")
    assert ((tmp_path / "link.csv").is_symlink(), (tmp_path / "real.csv").read_text()) == (True, "after")


@pytest.mark.parametrize("wanted", ["colour", "value,,colour"])
def test_an_unknown_column_is_a_usage_error(wanted):
    with pytest.raises(UsageError, match="colour"):
        export.selected(COLUMNS, [], wanted)


def test_columns_come_as_asked():
    names, rows = export.selected(COLUMNS, [("1", "个", "网格")], "metric, value")
    assert (names, list(rows)) == (["metric", "value"], [["网格", "1"]])
