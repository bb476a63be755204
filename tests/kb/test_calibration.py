"""Confidence held against what is right: known figures in, known figures out."""

import json

import pytest
from stand_in import run_kb

from kb import calibration
from kb.calibration import Stated

# Four facts at 0.95, three of them right; two on the edge, 0.9, both right; two at 0.45, one right; one wrong at 0.05.
FACTS = [
    *[Stated(0.95, True)] * 3,
    Stated(0.95, False),
    *[Stated(0.9, True)] * 2,
    Stated(0.45, True),
    Stated(0.45, False),
    Stated(0.05, False),
]

PRINTED = """\
confidence    facts  stated   right  difference
[0.0, 0.1)        1   0.050   0.000      +0.050
[0.1, 0.2)        0       -       -           -
[0.2, 0.3)        0       -       -           -
[0.3, 0.4)        0       -       -           -
[0.4, 0.5)        2   0.450   0.500      -0.050
[0.5, 0.6)        0       -       -           -
[0.6, 0.7)        0       -       -           -
[0.7, 0.8)        0       -       -           -
[0.8, 0.9)        0       -       -           -
[0.9, 1.0]        6   0.933   0.833      +0.100
expected calibration error 0.083
at least 0.9: 6 of 9 facts (66.7 %), right in all six 83.3 %
"""


def test_the_lines():
    assert "\n".join(calibration.as_lines(FACTS)) + "\n" == PRINTED


@pytest.mark.parametrize("confidence", [edge / 10 for edge in range(11)])
def test_an_edge_belongs_to_the_decile_above_and_one_to_the_last(confidence):
    found = [row.low for row in calibration.deciles([Stated(confidence, True)]) if row.facts]
    assert found == [min(confidence, 0.9)]


def test_the_object_of_json():
    found = calibration.as_row(FACTS)
    assert found["deciles"][9] == {
        "from": 0.9,
        "to": 1.0,
        "facts": 6,
        "stated": 0.9333,
        "right": 0.8333,
        "difference": 0.1,
    }
    assert found["deciles"][1]["stated"] is None
    assert found["expected_error"] == 0.0833
    assert found["at_least_0.9"] == {"facts": 6, "of": 9, "right": 0.8333}


def test_no_facts_have_no_error():
    assert calibration.as_lines([])[-2:] == [
        "expected calibration error 0.000",
        "at least 0.9: 0 of 0 facts (0.0 %), right in all six 0.0 %",
    ]


GOLD = [
    {"doc": "1", "text": "2020年，全市组建网格党支部825个。", "published": "2020-12-15", "place": "甘肃省/兰州市"},
    {
        "doc": "1",
        "anchor": "网格党支部825个",
        "num": "825",
        "kind": "fact",
        "value": 825,
        "unit": "个",
        "metric": "网格党支部",
        "place": "甘肃省/兰州市",
        "time": "2020",
    },
]


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in GOLD), encoding="utf-8")
    return path


def test_eval_prints_it_when_asked(gold):
    plain, asked = (run_kb("eval", "--hints", gold, *more)[1] for more in ([], ["--calibration"]))
    assert "calibration" not in plain
    assert asked.startswith(plain) and "of 1 facts (" in asked.splitlines()[-1]


def test_eval_as_json_always_has_it(gold):
    found = json.loads(run_kb("eval", "--hints", gold, "--json")[1])["calibration"]
    assert sum(row["facts"] for row in found["deciles"]) == found["at_least_0.9"]["of"] == 1
    stated = [row["stated"] for row in found["deciles"] if row["facts"]]
    assert found["expected_error"] == pytest.approx(1 - stated[0])
