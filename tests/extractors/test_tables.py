"""Figures of tables in the layouts that flattened pages have, each with its metric, unit and value."""

import pytest

from extractors import extract

CASES = {
    "rows split by commas, a row's name behind a colon": (
        "培训情况\n项目:合计,上半年,下半年\n培训(场):1 862,1 286,576",
        [("培训", "1862", "场"), ("培训", "1286", "场"), ("培训", "576", "场")],
    ),
    "rows split by Chinese commas": (
        "各村情况\n村名，户数（户），人口（人）\n东岭村，312，1204",
        [("户数", "312", "户"), ("人口", "1204", "人")],
    ),
    "one caption for households and persons": (
        "各村情况（单位：户、人）\n村名,户数,人口\n东岭村,312,1204",
        [("户数", "312", "户"), ("人口", "1204", "人")],
    ),
    "a numbered row": ("序号,项目,金额（万元）\n1,道路硬化,35.6", [("道路硬化", "356000", "元")]),
    "rows split by single spaces, a column of units, a percent sign in a head": (
        "指标 单位 绝对数 增长%\n工业增加值 亿元 36.5 4.2",
        [("工业增加值", "3650000000", "元"), ("工业增加值增长", "4.2", "%")],
    ),
    "a cell with its hedge and unit": (
        "街道 | 党员（名） | 供餐能力\n东风街道 | 8120余 | 约800份",
        [("党员", "8120", "名"), ("供餐能力", "800", "份")],
    ),
    "an empty first cell keeps its column": (
        "情况\n| 区 | 街道 | 党员（名） |\n| 东区 | 东风街道 | 12 |\n|  | 和平街道 | 13 |",
        [("党员", "12", "名"), ("党员", "13", "名")],
    ),
    "records that name what their figure counts": (
        "项目：社区服务站\n数量：9个\n项目：网格驿站\n数量：23个",
        [("社区服务站", "9", "个"), ("网格驿站", "23", "个")],
    ),
    "commas of prose part no columns": ("会上，他说，好\n走访12户，慰问3户，捐款5元", None),
}


@pytest.mark.parametrize("why", CASES)
def test_a_table_names_its_figures(why):
    text, want = CASES[why]
    found = [(fact.metric, str(fact.value), fact.unit) for fact in extract(text)]
    if want is None:
        assert [unit for _, _, unit in found] == ["户", "户", "元"]
    else:
        assert found == want


def test_a_quarter_in_a_head_is_of_the_year_above():
    found = extract("2018年培训统计\n项目,第一季度,第二季度\n培训（场）,12,24")
    assert [fact.time for fact in found] == ["2018-01/2018-03", "2018-04/2018-06"]
