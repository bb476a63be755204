"""Files of the reader: what they add to the built-in tables, and what is said of those that cannot be used."""

import pickle
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from schema import gazetteer, in_use
from schema.in_use import BUILT_IN, using
from schema.metrics import metric_id, vocabulary
from schema.own_vocabulary import own_vocabulary
from schema.tables_of_words import TABLES, VocabularyError
from schema.units import unit_at, units

CASES = tomllib.loads(Path(__file__).with_name("own_vocabulary_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture
def own(tmp_path):
    """Makes a file of these lines, blanks of two or more standing for tabs, and takes it in."""

    def make(lines, name="own.tsv"):
        path = tmp_path / name
        path.write_text(re.sub(" {2,}", "\t", lines.replace("~", "")), encoding="utf-8")
        return own_vocabulary(path)

    return make


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_file_that_cannot_be_used(case, own):
    with pytest.raises(VocabularyError) as error:
        own(case["file"])
    said = str(error.value)
    assert (case["says"] in said, f"own.tsv, line {case['line']}" in said, "\n" in said) == (True, True, False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"", "holds no table"),
        (b"# only a remark\n", "holds no table"),
        ("id\tname\tbroader\taliases\ntea\t茶".encode("gb18030"), "line 2: not UTF-8"),
        ("id\tname".encode("utf-16"), "line 1: not UTF-8"),
    ],
    ids=["missing", "empty", "a remark", "GB 18030", "UTF-16"],
)
def test_a_file_that_is_no_text_or_none(content, says, tmp_path):
    if content is not None:
        (tmp_path / "own.tsv").write_bytes(content)
    with pytest.raises(VocabularyError, match=says):
        own_vocabulary(tmp_path / "own.tsv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(VocabularyError, match="cannot be read"):
        own_vocabulary(tmp_path)


METRICS = "id  name  broader  aliases\n"


@pytest.mark.parametrize(
    ("why", "row", "asked", "means"),
    [
        ("a new entry", "tea_branch  茶馆党支部  party_branch  茶馆支部", ("街口茶馆支部", "个"), "tea_branch"),
        ("more aliases of a known one", "grid_worker  ~  ~  格格", ("暖心格格", "名"), "grid_worker"),
        (
            "a known word with a unit of its own",
            "household_head  户主  person  党员@户",
            ("党员", "户"),
            "household_head",
        ),
    ],
)
def test_metrics(why, row, asked, means, own):
    row = row.replace("  ~", "\t")
    with using(own(METRICS + "person  人群\n" + row)):
        assert metric_id(*asked) == means
    assert metric_id(*asked) != means


def test_units(own):
    with using(own("unit  kind  aliases  not_before\n搭子  count  饭搭子  们\n名\t\t位儿")):
        assert unit_at("30饭搭子", 2)[0].name == "搭子"
        assert unit_at("30搭子们", 2) is None
        assert (units()["位儿"].name, units()["位儿"].kind, units()["名"] is units()["位儿"]) == ("名", "count", True)
    assert unit_at("30搭子", 2) is None


PLACES = """\
code  name  level  parent  short
x62029  雄关区  county  620200  雄关
620104\t\t\t\t西固新城
code  name
620104777  茶马驿街道
"""


@pytest.mark.parametrize(
    ("name", "path", "code"),
    [
        ("雄关区", "甘肃省/嘉峪关市/雄关区", None),
        ("雄关", "甘肃省/嘉峪关市/雄关区", None),
        ("西固新城", "甘肃省/兰州市/西固区", "620104"),
        ("西固", "甘肃省/兰州市/西固区", "620104"),
        ("茶马驿街道", "甘肃省/兰州市/西固区/茶马驿街道", "620104777"),
    ],
)
def test_places(name, path, code, own):
    with using(own(PLACES)):
        assert [(entry.path, entry.code) for entry in gazetteer.find(name)] == [(path, code)]


def test_what_a_file_says_ends_with_its_block(own):
    with using(own(PLACES)):
        pass
    assert (in_use.in_use() is BUILT_IN, gazetteer.find("雄关区")) == (True, ())


def test_several_files_add_up_in_their_order(tmp_path):
    one, two = tmp_path / "one.tsv", tmp_path / "two.tsv"
    one.write_text("id\tname\tbroader\taliases\ntea\t茶馆支部\tparty_branch\n", encoding="utf-8")
    two.write_text("id\tname\tbroader\taliases\ntea\t\t\t茶支\r\n", encoding="utf-8-sig")
    with using(own_vocabulary(one, two)):
        assert (metric_id("茶支"), vocabulary().path("tea")[-2:]) == ("tea", ("party_branch", "tea"))
    with pytest.raises(VocabularyError, match=r"two\.tsv, line 2, entry 'tea': name is missing"):
        own_vocabulary(two, one)


def test_the_same_text_is_the_same_object_and_another_is_another(own):
    first, again = own(PLACES), own(PLACES)
    other = own(PLACES + "620104778  凤凰台街道\n")
    assert first is again
    assert (first == other, first.digest == other.digest) == (False, False)


def test_a_worker_process_gets_the_same(own):
    made = own(PLACES)
    sent = pickle.loads(pickle.dumps(made))
    assert (sent, sent.digest) == (made, made.digest)
    assert pickle.loads(pickle.dumps(BUILT_IN)) is BUILT_IN


@pytest.mark.parametrize("table", TABLES)
def test_the_built_in_tables_have_the_same_form(table):
    text = resources.files("schema").joinpath("vocabulary", f"{table}.tsv").read_text(encoding="utf-8")
    header = next(line for line in text.split("\n") if not line.startswith("#"))
    assert tuple(header.split("\t")) == TABLES[table]


def test_the_built_in_places_would_pass_as_a_reader_s_own(tmp_path):
    text = resources.files("schema").joinpath("vocabulary", "places.tsv").read_text(encoding="utf-8")
    path = tmp_path / "places.tsv"
    path.write_text(text, encoding="utf-8")
    built_in = gazetteer.tables()
    with using(own_vocabulary(path)):
        assert gazetteer.tables() == built_in


def test_the_file_of_the_readme_can_be_used(tmp_path):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```\n(id\tname\t.*?)```", readme, re.DOTALL)
    (tmp_path / "own.tsv").write_text(block, encoding="utf-8")
    with using(own_vocabulary(tmp_path / "own.tsv")):
        assert (metric_id("茶馆支部"), units()["饭搭子"].name, gazetteer.find("雄关")[0].path) == (
            "tea_house_branch",
            "搭子",
            "甘肃省/嘉峪关市/雄关区",
        )
