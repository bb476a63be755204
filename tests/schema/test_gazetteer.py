"""The table of places: what it holds, and what looking up gives."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema import gazetteer

TABLES = gazetteer.tables()


def test_every_parent_is_in_the_table():
    assert {entry.parent for entry in TABLES.by_key.values()} - set(TABLES.by_key) == {gazetteer.TOP}


def test_paths_are_unique():
    assert [path for path, count in Counter(entry.path for entry in TABLES.by_key.values()).items() if count > 1] == []


def test_there_are_34_provinces():
    assert len(TABLES.below[gazetteer.TOP]) == 34


def test_codes_have_six_digits_or_none():
    codes = {entry.code for entry in TABLES.by_key.values() if entry.code}
    assert [code for code in codes if not re.fullmatch(r"\d{6}", code)] == []


def test_every_town_has_a_holder():
    assert [code for code in gazetteer.town_names() if gazetteer.holder_of(code) not in TABLES.by_key] == []


def test_rows_are_sorted_by_code():
    keys = [row[0] for row in gazetteer.rows("places.tsv")]
    assert keys == sorted(set(keys))


def test_every_former_unit_has_a_successor():
    assert [row for row in gazetteer.rows("place_changes.tsv") if row[3] not in TABLES.by_key] == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("海淀区", "北京市/海淀区"),  # a municipality has no city level
        ("仙桃市", "湖北省/仙桃市"),  # directly under the province
        ("石河子市", "新疆维吾尔自治区/石河子市"),  # directly under the region
        ("东莞市", "广东省/东莞市"),  # a city without counties
        ("莫力达瓦达斡尔族自治旗", "内蒙古自治区/呼伦贝尔市/莫力达瓦达斡尔族自治旗"),
        ("积石山县", "甘肃省/临夏回族自治州/积石山保安族东乡族撒拉族自治县"),  # short name with its kind
        ("恩施州", "湖北省/恩施土家族苗族自治州"),
        ("闸北区", "上海市/闸北区"),  # a former name keeps its path
        ("第八师", "新疆维吾尔自治区/新疆生产建设兵团/第八师"),
        ("合德镇", "江苏省/盐城市/射阳县/合德镇"),
    ],
)
def test_a_name_has_one_path(name, path):
    assert [entry.path for entry in gazetteer.find(name)] == [path]


@pytest.mark.parametrize(
    ("path", "full"),
    [
        ("杭锦旗", "内蒙古自治区/鄂尔多斯市/杭锦旗"),
        ("安徽省/寿县", "安徽省/淮南市/寿县"),
        ("兰州/城关区", "甘肃省/兰州市/城关区"),
        ("朝阳区", "朝阳区"),  # two of them: nothing is guessed
        ("某地", "某地"),
    ],
)
def test_complete_fills_what_is_certain(path, full):
    assert gazetteer.complete(path) == full


def test_a_successor_has_the_code():
    assert gazetteer.formerly("闸北区")[0].code == gazetteer.named("静安区")[0].code


def test_divisions_have_no_code():
    assert gazetteer.find("第八师")[0].code is None


def test_a_misspelt_name_gets_suggestions():
    assert "鄂尔多斯市" in gazetteer.suggest("鄂尔多期市")


def test_a_county_lists_its_towns():
    county = gazetteer.by_code("320924")
    assert "合德镇" in {child.name for child in gazetteer.children(county)}


@given(st.sampled_from(sorted(TABLES.by_key)))
def test_every_path_leads_back_to_its_place(key):
    entry = TABLES.by_key[key]
    assert gazetteer.for_path(entry.path) == entry


@given(st.text(alphabet="省市县/兰州城关区x", max_size=20))
def test_any_path_gives_an_answer(path):
    assert isinstance(gazetteer.complete(path), str)
