"""Extraction with a reader's own vocabulary: it is seen where it is given, and nowhere else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from extractors import explain, extract
from schema.in_use import using
from schema.own_vocabulary import own_vocabulary

TEXT = (
    "2020年，嘉峪关市雄关区建成茶馆支部12个，有暖心格格30名，发放手册500搭子。\n"
    "西固新城有党员50名。\n兰州市西固区茶马驿街道有志愿者60名。"
)
OWN = """\
id\tname\tbroader\taliases
tea_branch\t茶馆党支部\tparty_branch\t茶馆支部
grid_worker\t\t\t格格
unit\tkind\taliases\tnot_before
搭子\tcount
code\tname\tlevel\tparent\tshort
620104\t\t\t\t西固新城
code\tname
620104777\t茶马驿街道
"""
WITH = [
    ("个", "tea_branch", None),
    ("名", "grid_worker", None),
    ("搭子", "material", None),
    ("名", "party_member", "620104"),
    ("名", "volunteer", "620104777"),
]


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.tsv"
    path.write_text(OWN, encoding="utf-8")
    return own_vocabulary(path)


def found(**options):
    return [(fact.unit, fact.metric_id, fact.place_code) for fact in extract(TEXT, **options)]


def in_sight(rows):
    """The rows without the codes of the places that the table of the reader does not touch."""
    return [(unit, metric, code if code and code.startswith("620104") else None) for unit, metric, code in rows]


def test_its_words_count(own):
    assert in_sight(found(vocabulary=own)) == WITH


def test_its_words_count_for_explain(own):
    assert [reading.unit for reading in explain(TEXT, vocabulary=own) if reading.kept][2] == "搭子"


def test_nothing_of_it_stays_behind(own):
    before = found()
    changed = found(vocabulary=own)
    assert (found() == before, changed == before) == (True, False)
    assert found(vocabulary=own) == changed


def test_a_block_says_it_for_all_calls_inside(own):
    with using(own):
        assert in_sight(found()) == WITH


def test_calls_beside_one_another_do_not_mix(own):
    alone = {True: found(vocabulary=own), False: found()}
    turns = [True, False] * 8
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda with_own: found(vocabulary=own if with_own else None), turns))
    assert results == [alone[turn] for turn in turns]
