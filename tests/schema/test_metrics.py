"""The metrics vocabulary: what wordings mean, and that the file holds together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.metrics import metric_id, vocabulary
from schema.tables_of_words import VocabularyError, built_in

HEADER = "id\tname\tbroader\taliases\n"
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


def own(tmp_path, text):
    path = tmp_path / "own.tsv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_a_file_of_the_reader_adds_an_entry(tmp_path):
    path = own(tmp_path, "tea_house_branch\t茶馆党支部\tparty_branch\t茶馆支部\n")
    assert vocabulary(path).metric_id("街口茶馆支部", "个") == "tea_house_branch"


def test_a_file_of_the_reader_takes_a_wording_over(tmp_path):
    path = own(tmp_path, "our_kin\t亲人\tperson\t党员\nperson\t人群\n")
    assert vocabulary(path).metric_id("党员", "名") == "our_kin"


def test_a_file_of_the_reader_adds_aliases_to_a_known_entry(tmp_path):
    path = own(tmp_path, "grid_worker\t\t\t格格\n")
    assert vocabulary(path).metric_id("暖心格格", "名") == "grid_worker"


def test_a_file_of_the_reader_leaves_the_built_in_one_alone(tmp_path):
    vocabulary(own(tmp_path, "our_kin\t亲人\t\t党员\n"))
    assert metric_id("党员") == "party_member"


BROKEN = {
    "unknown broader 'nowhere'": "tea\t茶\tnowhere\n",
    "id used twice": "tea\t茶\ntea\t绿茶\n",
    "already means 'tea'": "tea\t茶\t\t叶\nleaf\t叶子\t\t叶\n",
    "goes round in a circle": "tea\t茶\tleaf\nleaf\t叶子\ttea\n",
    "name is missing": "tea\t\t\t叶\n",
    "id is not snake_case": "Tea\t茶\n",
    "5 cells under 4 columns": "tea\t茶\t\t叶\t芽\n",
}


@pytest.mark.parametrize(("message", "text"), BROKEN.items())
def test_a_broken_file_names_itself_and_the_entry(tmp_path, message, text):
    with pytest.raises(VocabularyError, match=rf"own\.tsv.*entry .*{message}"):
        vocabulary(own(tmp_path, text))


def test_a_file_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="columns must be id, name, broader, aliases"):
        vocabulary(path)
