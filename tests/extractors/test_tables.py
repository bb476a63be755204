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
    "a caption of several units: each column the one that fits": (
        "村集体经济情况\n单位：个、万元、%\n村名 | 合作社 | 集体收入 | 增长率\n东村 | 3 | 45.6 | 12.5",
        [("合作社", "3", "个"), ("集体收入", "456000", "元"), ("增长率", "12.5", "%")],
    ),
    "persons are counted in persons, not in the first unit of the caption": (
        "网格情况（单位：个、户、人）\n| 村名 | 网格数 | 户数 | 网格员 |\n| 东村 | 6 | 2100 | 6 |",
        [("网格数", "6", "个"), ("户数", "2100", "户"), ("网格员", "6", "人")],
    ),
    "as many units in the caption as columns: in their order": (
        "志愿服务\n单位：支、次、小时\n村名,队伍,活动,时长\n东村,3,45,960",
        [("队伍", "3", "支"), ("活动", "45", "次"), ("时长", "960", "小时")],
    ),
    "the unit of all behind the title": (
        "2021年党员情况统计表（人）\n村名\t党员数\t女党员\n东村\t125\t32",
        [("党员数", "125", "人"), ("女党员", "32", "人")],
    ),
    "units behind a slash": (
        "村名\t党支部/个\t经费/万元\n东村\t12\t4.5",
        [("党支部", "12", "个"), ("经费", "45000", "元")],
    ),
    "units in a row of their own": (
        "村名\t党支部\t党员\t经费\n\t（个）\t（名）\t（万元）\n东村\t12\t320\t4.5",
        [("党支部", "12", "个"), ("党员", "320", "名"), ("经费", "45000", "元")],
    ),
    "a head with spaces between its characters": (
        "指标名称\t单 位\t数 量\n党员总数\t人\t1208",
        [("党员总数", "1208", "人")],
    ),
    "rows that begin with a year": (
        "年度\t党员数\t支部数\n2019\t1200\t45",
        [("党员数", "1200", ""), ("支部数", "45", "")],
    ),
    "a part of the column before, marked twice": (
        "村名 | 党员（名） | #其中：女党员（名）\n东村 | 12 | 5",
        [("党员", "12", "名"), ("女党员", "5", "名")],
    ),
    "a part has the unit of what it is a part of": (
        "指标\t单位\t数量\n党员\t名\t1208\n其中：女党员\t\t320\n党支部\t个\t56",
        [("党员", "1208", "名"), ("女党员", "320", "名"), ("党支部", "56", "个")],
    ),
    "the unit of a line that heads the rows below": (
        "情况\n| 项目 | 数量 |\n| 一、党员（名） | |\n| 机关党员 | 320 |\n| 二、党组织（个） | |\n| 党委 | 12 |",
        [("机关党员", "320", "名"), ("党委", "12", "个")],
    ),
    "the same sign for the same unit": (
        "指标\t计量单位\t数量\n党员\t名\t1208\n网格员\t〃\t320",
        [("党员", "1208", "名"), ("网格员", "320", "名")],
    ),
    "a cell with the unit behind the figure": (
        "基本情况\n面积\t2 560\t平方公里\n人口\t36.5\t万人",
        [("面积", "2560", "平方公里"), ("人口", "365000", "人")],
    ),
    "units in the first row of figures only": (
        "村名 | 户数 | 党员\n东村 | 312户 | 45名\n西村 | 280 | 39",
        [("户数", "312", "户"), ("党员", "45", "名"), ("户数", "280", "户"), ("党员", "39", "名")],
    ),
    "two columns parted by a space, the unit in the head": (
        "经费支出情况\n项目 金额（元）\n办公费 3600\n培训费 5200.50",
        [("办公费", "3600", "元"), ("培训费", "5200.5", "元")],
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
