"""What a user says of a page: completed where one reading is possible, refused where none is or several are."""

import pytest

from kb.errors import UsageError
from kb.hints import checked_date, checked_place

PLACES = [
    ("短名在短名之下", "甘肃/天水", "甘肃省/天水市"),
    ("缺中间一级", "江苏/射阳县/合德镇", "江苏省/盐城市/射阳县/合德镇"),
    ("只写县", "杭锦旗", "内蒙古自治区/鄂尔多斯市/杭锦旗"),
    ("直辖市的区", "北京/朝阳", "北京市/朝阳区"),
    ("同名时先取包含另一个的", "吉林", "吉林省"),
    ("下一级定了上一级", "兰州/城关", "甘肃省/兰州市/城关区"),
    ("曾用名保留当时的写法", "襄樊市", "湖北省/襄樊市"),
    ("行政区划代码", "620100", "甘肃省/兰州市"),
    ("社区不在表里", "甘肃/兰州/西固区/凤凰社区", "甘肃省/兰州市/西固区/凤凰社区"),
    ("多余的斜线和空格", " 甘肃 / 兰州/", "甘肃省/兰州市"),
    ("全国", "全国", "全国"),
]


@pytest.mark.parametrize(("why", "said", "path"), PLACES, ids=[case[0] for case in PLACES])
def test_a_place_is_completed(why, said, path):
    assert checked_place(said) == path


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("火星", "near it: 新星"),
        ("火星/兰州市", "no place is called 火星"),
        ("某某社区", "from the province down"),
        ("/", "no place"),
        ("朝阳区", "北京市/朝阳区"),
        ("城关区/某某社区", "several places"),
    ],
)
def test_a_place_is_refused(said, words):
    with pytest.raises(UsageError, match=words):
        checked_place(said)


@pytest.mark.parametrize("date", ["2020-13-45", "2021-02-29", "2020/2021", "foo", "15.12.2020"])
def test_a_date_is_refused(date):
    with pytest.raises(UsageError, match="not a date"):
        checked_date(date)


@pytest.mark.parametrize("date", ["2020", "2020-02", "2020-02-29"])
def test_a_date_is_taken(date):
    assert checked_date(date) == date
