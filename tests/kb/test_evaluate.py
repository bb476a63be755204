"""Scoring: the judge's own rules, and the same figures as the scorer that the gold guide comes with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from stand_in import run_kb

from kb import evaluate, judge
from kb.errors import KbError
from kb.gold import load

SHARED = Path(__file__).parents[3] / "shared"
SCORER, SEEDS = SHARED / "tools" / "score.py", SHARED / "gold" / "seeds.jsonl"

HEAD = {"doc": "1", "text": "全市网格员6800名，党员30名。2020年", "published": "2020-12-15", "place": "甘肃省/兰州市"}
STAFF = {
    "doc": "1",
    "anchor": "网格员6800名",
    "num": "6800",
    "kind": "fact",
    "value": 6800,
    "unit": "名",
    "metric": "网格员",
    "place": "甘肃省/兰州市",
    "time": "2020",
    "metric_id": "grid_worker",
}
MEMBERS = STAFF | {"anchor": "党员30名", "num": "30", "value": 30, "metric": "党员", "kind": "optional"}
YEAR = {"doc": "1", "anchor": "2020年", "num": "2020", "kind": "trap"}
FOUND = {
    "start": 5,
    "end": 10,
    "value": "6800",
    "unit": "名",
    "metric": "网格员",
    "place": "甘肃省/兰州市",
    "time": "2020",
    "confidence": 0.95,
}
SPURIOUS = {"start": 17, "end": 22, "confidence": 0.9}
OPTIONAL = {"start": 13, "end": 16, "confidence": 0.3}


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({}, []),
        ({"value": "6800.0"}, []),
        ({"value_high": "7000"}, list(judge.LEVELS)),
        ({"unit": "人"}, [level for level in judge.LEVELS if "U" in level]),
        ({"bound": "over"}, ["V+U+B", "V+U+B+M+P+T"]),
        ({"metric": "全市“网格员”"}, []),
        ({"metric": "专职网格员"}, ["V+U+M", "V+U+M+P", "V+U+M+P+T", "V+U+B+M+P+T"]),
        ({"place": "甘肃省/西固区"}, ["V+U+M+P", "V+U+M+P+T", "V+U+B+M+P+T"]),
        ({"time": "2020-01-01/2020-12-15"}, []),
        ({"time": None}, ["V+U+M+P+T", "V+U+B+M+P+T"]),
    ],
    ids=lambda case: str(case)[:40],
)
def test_a_fact_fails_at(change, failed):
    assert [level for level, ok in judge.right(STAFF, FOUND | change).items() if not ok] == failed


@pytest.mark.parametrize(
    ("wanted", "found", "ok"),
    [
        ("甘肃省/兰州市/西固区", "甘肃省/西固区", True),
        ("兰州市/西固区", "甘肃省/兰州市/西固区", True),
        ("甘肃省/兰州市/西固区", "兰州市/西固区", False),
        ("北京市/市辖区/东城区", "北京市/东城区", True),
        (None, None, True),
        (None, "甘肃省", False),
    ],
)
def test_place(wanted, found, ok):
    assert judge.place_right({"place": wanted}, {"place": found}) == ok


def test_the_verb_of_gold_is_taken_off_first_whatever_the_run():
    assert judge.bare_metric({"action": "建成"}, {"action": "新建"}, "建成新建小区") == "小区"


def gold_file(tmp_path, *rows):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_what_stands_on_a_trap_is_counted(tmp_path):
    (article,) = load(gold_file(tmp_path, HEAD, STAFF, MEMBERS, YEAR))
    score = evaluate.Score()
    evaluate.add(score, article, [FOUND | {"metric_id": "grid_worker"}, SPURIOUS, OPTIONAL])
    assert (score.traps_found, score.traps, score.aside["metric_id", "right"]) == (1, 1, 1)
    assert (score.predicted, score.hits["V+U+B+M+P+T"]) == (2, 1)


# why, what was found, and the confidence of each with whether it counts as right
STATED = [
    ("right in all six", [FOUND], [(0.95, True)]),
    ("right but for its bound", [FOUND | {"bound": "over"}], [(0.95, False)]),
    ("gold does not have it", [SPURIOUS], [(0.9, False)]),
    ("it stands on an optional number", [OPTIONAL], []),
    ("missed: nothing was stated", [], []),
]


@pytest.mark.parametrize(("why", "found", "stated"), STATED, ids=[case[0] for case in STATED])
def test_what_is_held_against_its_confidence(why, found, stated, tmp_path):
    (article,) = load(gold_file(tmp_path, HEAD, STAFF, MEMBERS, YEAR))
    score = evaluate.Score()
    evaluate.add(score, article, found)
    assert score.stated == stated


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([STAFF], "no header"),
        ([HEAD, STAFF | {"anchor": "网格员7000名"}], "not unique or not there"),
        ([{"doc": "1", "file": "none.txt"}, STAFF], "--articles"),
    ],
    ids=["no header", "an anchor that is not there", "a file that is not there"],
)
def test_gold_that_cannot_be_used(rows, words, tmp_path):
    with pytest.raises(KbError, match=words):
        load(gold_file(tmp_path, *rows))


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed articles and their scorer are not on this machine")
def test_the_figures_are_those_of_the_scorer(tmp_path):
    kb = f"{sys.executable} -c 'from kb.cli import main; main()'"
    command = [sys.executable, SCORER, "--articles", SHARED / "articles", "--json"]
    theirs = subprocess.run(
        [*command, "--run", f"{kb} extract {{file}} --format jsonl", SEEDS], capture_output=True, check=True
    )
    _, ours, _ = run_kb("eval", SEEDS, "--articles", SHARED / "articles", "--json")
    wanted = json.loads(theirs.stdout)
    assert {name: json.loads(ours)[name] for name in wanted} == wanted
