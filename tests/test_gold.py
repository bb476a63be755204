"""The annotated passages hold together: every figure stands where its line says, and every id is one we know."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema import gazetteer
from schema.metrics import vocabulary
from schema.record import BOUNDS

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
PASSAGES = [path for path in FILES if path.stem != "articles"]
EVERY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)

KINDS = {"fact", "optional", "trap"}
NEEDED = {"value", "bound", "unit", "metric", "metric_accept", "place", "time", "action", "metric_id", "place_code"}
MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
UNKNOWN = "-"  # in `time_accept`: saying no time at all is right too
OPEN = ".."
DIGITS = re.compile(r"[0-9]+(?:[,， ][0-9]{3})*(?:\.[0-9]+)?")
POWERS = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2}

Row = dict[str, Any]


@functools.cache
def rows(path: Path) -> tuple[Row, ...]:
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line)


def headers(path: Path) -> list[Row]:
    return [row for row in rows(path) if "anchor" not in row]


def lines(path: Path, *kinds: str) -> list[Row]:
    return [row for row in rows(path) if row.get("kind") in (kinds or KINDS)]


@functools.cache
def texts(path: Path) -> dict[str, str]:
    return {row["doc"]: text(row) for row in headers(path)}


def text(header: Row) -> str:
    if "text" in header:
        return str(header["text"])
    return (ROOT / "data" / "articles" / header["file"]).read_bytes().decode("utf-8")


def name(row: Row) -> str:
    return f"{row['doc']}: {row['anchor']}"


def test_there_are_files():
    assert {"articles", "measuring-a", "measuring-b", "working-a", "working-b"} <= {path.stem for path in FILES}


def test_there_is_enough_to_measure_by():
    counts = Counter(row["kind"] for path in PASSAGES for row in lines(path))
    passages = sum(len(headers(path)) for path in PASSAGES)
    assert (passages >= 250, counts["fact"] >= 900, counts["trap"] >= 300) == (True, True, True)


def test_no_text_stands_twice():
    found = Counter(re.sub(r"\s", "", words) for path in FILES for words in texts(path).values())
    assert [words[:40] for words, count in found.items() if count > 1] == []


def test_no_name_of_a_passage_stands_twice():
    found = Counter(row["doc"] for path in FILES for row in headers(path))
    assert [doc for doc, count in found.items() if count > 1] == []


@EVERY_FILE
def test_every_line_is_of_a_known_kind_and_passage(path):
    found = [row for row in rows(path) if "anchor" in row]
    assert [row for row in found if row["kind"] not in KINDS or row["doc"] not in texts(path)] == []


@EVERY_FILE
def test_every_fact_says_everything(path):
    assert {name(row): NEEDED - row.keys() for row in lines(path, "fact") if NEEDED - row.keys()} == {}


@EVERY_FILE
def test_an_anchor_stands_once_in_its_text(path):
    found = {name(row): texts(path)[row["doc"]].count(row["anchor"]) for row in lines(path)}
    assert {anchor: count for anchor, count in found.items() if count != 1} == {}


@EVERY_FILE
def test_the_number_stands_once_in_its_anchor(path):
    assert [name(row) for row in lines(path) if row["anchor"].count(row["num"]) != 1] == []


@EVERY_FILE
def test_no_number_is_annotated_twice(path):
    found = Counter(place_of(row, texts(path)[row["doc"]]) for row in lines(path))
    assert [where for where, count in found.items() if count > 1] == []


def place_of(row: Row, words: str) -> tuple[str, int]:
    return row["doc"], words.index(row["anchor"]) + row["anchor"].index(row["num"])


@EVERY_FILE
def test_values_and_bounds_are_consistent(path):
    assert [name(row) for row in lines(path, "fact", "optional") if not consistent(row)] == []


def consistent(row: Row) -> bool:
    """A value that is a number, a known bound, and an upper value exactly where the bound is a range."""
    value, high = row["value"], row.get("value_high")
    numbers = all(isinstance(each, int | float) for each in (value, high) if each is not None)
    if not numbers or value is None or row["bound"] not in BOUNDS or (row["bound"] == "range") != (high is not None):
        return False
    return high is None or high > value


@EVERY_FILE
def test_a_number_in_plain_digits_has_the_value_it_shows(path):
    wrong = [row for row in lines(path, "fact", "optional") if row["num"].isdecimal() and not shows(row)]
    assert [(name(row), row["num"], row["value"]) for row in wrong] == []


def shows(row: Row) -> bool:
    """The value is the digits, times a power of ten where the unit was written with one (万元 is 元)."""
    return any(close(row["value"], int(row["num"]) * power) for power in (1, 100, 1000, *POWERS.values(), 10**6, 10**7))


@EVERY_FILE
def test_a_number_with_a_power_has_the_value_it_shows(path):
    """1.2万 is 12000, times the power of its unit; every digit of the number is in the value."""
    wrong = []
    for row in lines(path, "fact"):
        found = re.fullmatch(f"({DIGITS.pattern})([{''.join(POWERS)}])", row["num"])
        shown = found and float(re.sub(r"[,， ]", "", found[1])) * POWERS[found[2]]
        if shown and not any(close(row["value"], shown * power) for power in (1, 10**3, 10**4, 10**6, 10**8)):
            wrong.append((name(row), row["num"], row["value"]))
    assert wrong == []


def close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))


@EVERY_FILE
def test_times_are_well_formed(path):
    wrong = {name(row): row["time"] for row in lines(path, "fact", "optional") if not is_time(row["time"])}
    assert wrong == {}


@EVERY_FILE
def test_times_that_are_accepted_are_well_formed(path):
    accepted = [(row, time) for row in lines(path, "fact", "optional") for time in row.get("time_accept") or ()]
    assert [(name(row), time) for row, time in accepted if time != UNKNOWN and not is_time(time)] == []


def is_time(time: str | None) -> bool:
    """Whether this is an EDTF day, month, year or interval of them, or nothing."""
    if time is None:
        return True
    ends = time.split("/")
    if len(ends) > 2 or ends == [OPEN] * 2 or (len(ends) == 1 and ends == [OPEN]):
        return False
    known = [end for end in ends if end != OPEN]
    return all(map(is_moment, known)) and (len(known) < 2 or known[0] <= known[1] or known[0].startswith(known[1]))


def is_moment(moment: str) -> bool:
    found = MOMENT.fullmatch(moment)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("time", ["2020", "2020-02", "2020-02-29", "2018/2020", "2020-01/..", "../2020", None])
def test_a_time_is_known_as_one(time):
    assert is_time(time)


@pytest.mark.parametrize("time", ["", "20", "2020-13", "2021-02-29", "2020/2018", "..", "../..", "2020/2021/2022", "-"])
def test_no_time_is_known_as_none(time):
    assert not is_time(time)


@EVERY_FILE
def test_the_vocabulary_knows_every_metric_id(path):
    known = vocabulary().entries.keys() | {None}
    assert {name(row): row["metric_id"] for row in lines(path, "fact") if row["metric_id"] not in known} == {}


def test_hardly_any_fact_lacks_an_entry():
    found = [row["metric_id"] for path in FILES for row in lines(path, "fact")]
    assert found.count(None) < len(found) / 50


@EVERY_FILE
def test_the_gazetteer_knows_every_place_code(path):
    codes = {row["place_code"] for row in lines(path, "fact")} - {None}
    assert [code for code in codes if gazetteer.by_code(code) is None] == []


@EVERY_FILE
def test_a_place_code_is_the_deepest_official_part_of_the_path(path):
    assert {name(row): row["place_code"] for row in lines(path, "fact") if not agrees(row)} == {}


def agrees(row: Row) -> bool:
    """The code is of a place named on the path, and nothing deeper on the path has one."""
    path, code = row["place"] or "", row["place_code"]
    above = [entry for entry in map(gazetteer.for_path, (path, gazetteer.complete(path))) if entry]
    entry = gazetteer.by_code(code) if code else None
    if entry is None:
        return all(each.code is None for each in above[-1:])
    named = any(part.endswith(entry.name) or entry.name.endswith(part) for part in path.split("/"))
    return (named or code in {each.code for each in above}) and all(deep(each) <= deep(entry) for each in above)


def deep(entry: gazetteer.Entry) -> int:
    return entry.path.count("/")
