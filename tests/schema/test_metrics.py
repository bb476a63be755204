"""The metrics vocabulary: what wordings mean, and that the file holds together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.metrics import metric_id, vocabulary
from schema.tables_of_words import built_in

CASES = [
    tuple(line.split("|"))
    for line in Path(__file__).with_name("metrics_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
TOPS = sorted(metric.id for metric in vocabulary().entries.values() if metric.broader is None)


@pytest.mark.parametrize(("metric", "unit", "want"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_a_wording_means_its_entry(metric, unit, want):
    assert (metric_id(metric, unit) or "-") == want


def test_the_cases_name_entries_that_exist():
    assert {want for _, _, want in CASES} - {"-"} <= set(vocabulary().entries)


def test_the_vocabulary_is_broad():
    assert (len(vocabulary().entries) >= 600, len(vocabulary().words()) >= 1500) == (True, True)


def test_every_entry_is_reached_from_the_top():
    below = {each for top in TOPS for each in vocabulary().narrower(top)}
    assert below | set(TOPS) == set(vocabulary().entries)


@pytest.mark.parametrize("top", TOPS)
def test_every_top_level_has_narrower_entries(top):
    assert vocabulary().narrower(top)


def test_every_name_means_its_own_entry():
    wrong = {name: got for name, want in names().items() if (got := metric_id(name)) != want}
    assert wrong == {}


def names():
    return {metric.name: metric.id for metric in vocabulary().entries.values()}


def words_of(role):
    found = {row.cells["role"]: row.cells["words"].split("|") for row in built_in("wording.tsv")}
    return found[role]


def test_every_short_head_has_a_meaning_with_some_unit():
    bound = {words for words, unit in vocabulary().wordings if unit}
    assert set(words_of("short head")) - bound == set()


def test_chapters_are_entries_at_the_top():
    assert set(words_of("chapter")) <= set(TOPS)


def test_the_verb_speaks_where_the_metric_says_nothing():
    assert metric_id("", "户", "走访") == "visited_household"


def test_the_verb_is_silent_where_the_metric_speaks():
    assert metric_id("党员", "名", "走访") == "party_member"


@given(st.text(alphabet="党员支部占比同增长、和的（)“网格率 数%x", max_size=60), st.sampled_from(["", "个", "户", "%"]))
def test_any_wording_gives_an_entry_or_none(metric, unit):
    assert metric_id(metric, unit) in {None, *vocabulary().entries}


@pytest.mark.parametrize("character", "一、占和（数户")
def test_a_very_long_wording_gives_an_answer(character):
    assert metric_id(character * 200_000 + "党员") == "party_member"
