"""What resolve adds once the whole article is in view: full paths, ids, evidence, and how sure a fact is."""

from extractors import extract

VILLAGES = "2020年，射阳县合德镇凤凰社区有党员128名。\n全县建成驿站12个。\n射阳县凤凰社区建成议事厅3个。"
TABLE = "各社区党员情况\n单位：人\n| 社区 | 党员数 |\n| 和平社区 | 86 |"


def test_a_place_has_one_path_in_an_article():
    places = {fact.metric: fact.place for fact in extract(VILLAGES)}
    assert places["议事厅"] == places["党员"] == "江苏省/盐城市/射阳县/合德镇/凤凰社区"


def test_a_row_of_a_table_comes_with_its_header():
    assert extract(TABLE)[0].context == "| 社区 | 党员数 |\n| 和平社区 | 86 |"


def test_the_same_text_gives_the_same_ids_and_another_text_others():
    assert [fact.id for fact in extract(VILLAGES)] == [fact.id for fact in extract(VILLAGES)]
    assert {fact.id for fact in extract(VILLAGES)}.isdisjoint(fact.id for fact in extract(VILLAGES + "\n"))


def test_a_metric_of_the_vocabulary_is_surer_than_one_that_it_does_not_know():
    known, unknown = extract("2021年，兰州市建成党群服务中心12个，培育“小巷智多星”15个。")
    assert known.confidence > unknown.confidence


def test_offsets_slice_the_text_that_was_given():
    text = "\ufeff全市選聘專職網格員　６８００餘名，建成陣地１２個。"
    assert [text[fact.start : fact.end] for fact in extract(text)] == [fact.surface for fact in extract(text)]
