"""The sample articles are whole and annotated, and their known figures come out."""

from __future__ import annotations

import functools
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from schema.record import BOUNDS, Fact

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "data" / "articles"
GOLD = ROOT / "data" / "gold" / "articles.jsonl"
FIGURES = tomllib.loads(Path(__file__).with_name("sample_figures.toml").read_text(encoding="utf-8"))["figure"]
SHARED = ROOT.parent / "shared"  # the real articles: beside a checkout where they are at hand, never part of it
SHARED_GOLD = SHARED / "gold" / "seeds.jsonl"

HAN = re.compile(r"[㐀-鿿]")
GLOSS = re.compile(r"[㐀-鿿]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
LOOSE = re.compile(r"[的“”《》()（）、，,·\s]")
SCOPE = re.compile(r"^(?:全(?:市|区|县|旗)|各类|累计)+")

Row = dict[str, Any]


@functools.cache
def gold(path: Path = GOLD) -> tuple[Row, ...]:
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


def headers(path: Path = GOLD) -> list[Row]:
    return [row for row in gold(path) if "anchor" not in row]


def annotations(*kinds: str, path: Path = GOLD) -> list[Row]:
    return [row for row in gold(path) if row.get("kind") in kinds]


@functools.cache
def article(doc: str, path: Path = GOLD, folder: Path = ARTICLES) -> str:
    (file,) = (row["file"] for row in headers(path) if row["doc"] == doc)
    return (folder / file).read_bytes().decode("utf-8")


@functools.cache
def facts(doc: str, path: Path = GOLD, folder: Path = ARTICLES) -> tuple[Fact, ...]:
    return tuple(extract(article(doc, path, folder)))


def at(row: Row, path: Path = GOLD, folder: Path = ARTICLES) -> list[Fact]:
    """The facts that were read from the number of a gold line."""
    start = article(row["doc"], path, folder).index(row["anchor"]) + row["anchor"].index(row["num"])
    end = start + len(row["num"])
    return [fact for fact in facts(row["doc"], path, folder) if fact.start < end and start < fact.end]


def named(doc: str, anchor: str) -> Row:
    (row,) = (row for row in annotations("fact") if (row["doc"], row["anchor"]) == (doc, anchor))
    return row


def wording(metric: str, action: str | None) -> str:
    """A metric without what the guide looks past: quotes, 的, 全市, and the verb before the noun."""
    bare, verb = SCOPE.sub("", LOOSE.sub("", metric)), action or ""
    return bare.removeprefix(verb) if verb and len(bare) > len(verb) + 1 else bare


def same_time(time: str | None, want: str) -> bool:
    """The wanted time, or an interval within it: 2020-01-01/2020-12-18 for 2020."""
    return time == want or (time is not None and "/" in time and all(side.startswith(want) for side in time.split("/")))


def figure_cases() -> list[Any]:
    return [
        pytest.param(
            figure,
            id=f"{figure['document']}-{figure['value']}-{figure['unit']}",
            marks=[pytest.mark.xfail(strict=True, reason=reason)] if (reason := figure.get("known_failure")) else [],
        )
        for figure in FIGURES
    ]


def test_every_sample_is_annotated_and_every_annotation_has_its_sample():
    assert sorted(row["file"] for row in headers()) == sorted(path.name for path in ARTICLES.glob("*.txt"))


def test_there_are_samples_of_at_least_eight_kinds():
    assert len(headers()) >= 8


@pytest.mark.parametrize("doc", [row["doc"] for row in headers()])
def test_a_sample_is_long_enough_to_be_an_article(doc):
    assert len(HAN.findall(article(doc))) >= 500


def test_exactly_one_sample_is_glossed():
    assert len([row["doc"] for row in headers() if len(GLOSS.findall(article(row["doc"]))) > 100]) == 1


@pytest.mark.parametrize("doc", [row["doc"] for row in headers()])
def test_anchors_are_unique_and_hold_their_number_once(doc):
    rows = [row for row in annotations("fact", "optional", "trap") if row["doc"] == doc]
    text = article(doc)
    wrong = [row for row in rows if text.count(row["anchor"]) != 1 or row["anchor"].count(row["num"]) != 1]
    assert rows and wrong == []


def test_no_number_is_annotated_twice():
    starts = [
        (row["doc"], article(row["doc"]).index(row["anchor"]) + row["anchor"].index(row["num"]))
        for row in annotations("fact", "optional", "trap")
    ]
    assert len(starts) == len(set(starts))


def test_values_agree_with_the_digits_of_their_numbers():
    wrong = []
    for row in annotations("fact", "optional"):
        if digits := re.search(r"\d[\d.]*", row["num"]):
            scale = 10000 if "万" in row["num"] else 1
            if Decimal(digits[0]) * scale != Decimal(str(row["value"])):
                wrong.append(row["anchor"])
    assert wrong == []


def test_bounds_are_known_and_only_a_range_has_an_upper_end():
    rows = annotations("fact", "optional")
    assert {row["bound"] for row in rows} <= set(BOUNDS)
    assert [row["anchor"] for row in rows if (row["bound"] == "range") != ("value_high" in row)] == []


def test_there_are_enough_traps():
    assert len(annotations("trap")) >= 40


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure['document']}-{figure['value']}")
def test_a_known_figure_says_what_the_gold_says(figure):
    row = named(figure["document"], figure["anchor"])
    keys = ("value", "value_high", "bound", "unit", "metric", "place", "time")
    assert {key: figure.get(key) for key in keys} == {key: row.get(key) for key in keys}


@pytest.mark.parametrize("figure", figure_cases())
def test_a_known_figure_comes_out(figure):
    row = named(figure["document"], figure["anchor"])
    metrics = {wording(metric, row["action"]) for metric in (figure["metric"], *row["metric_accept"])}
    (fact,) = at(row)
    for key in ("value", "value_high", "bound", "unit"):
        assert getattr(fact, key) == figure.get(key)
    assert wording(fact.metric, row["action"]) in metrics or wording(fact.metric, fact.action) in metrics
    assert fact.place in (figure["place"], *row["place_accept"])
    assert same_time(fact.time, figure["time"])


@pytest.mark.parametrize("doc", [row["doc"] for row in headers()])
def test_numbers_that_are_no_facts_stay_inside(doc):
    assert [(row["anchor"], row["note"]) for row in annotations("trap") if row["doc"] == doc and at(row)] == []


@pytest.mark.skipif(not SHARED_GOLD.is_file(), reason="the real articles are not beside this checkout")
def test_the_figures_of_the_real_articles_come_out():
    folder = SHARED / "articles"
    rows = annotations("fact", path=SHARED_GOLD)
    missed = [
        row["anchor"]
        for row in rows
        if (Decimal(str(row["value"])), row["bound"])
        not in [(fact.value, fact.bound) for fact in at(row, SHARED_GOLD, folder)]
    ]
    assert len(missed) <= len(rows) // 20, missed
