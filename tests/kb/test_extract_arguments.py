"""What `extract` is given is held against what it takes, before any step runs."""

import pytest

from extractors import extract


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"published": "foo"}, "EDTF date"),
        ({"published": "2020-13-45"}, "2020-09-01"),
        ({"published": 2020}, "EDTF date"),
        ({"published": ""}, "EDTF date"),
        ({"place": 620100}, "path of names"),
    ],
    ids=str,
)
def test_a_wrong_argument_says_what_is_expected(arguments, words):
    with pytest.raises(ValueError, match=words):
        extract("全市有党员42名。", **arguments)


def test_a_text_that_is_none():
    with pytest.raises(ValueError, match="a string is expected, not bytes"):
        extract(b"42")


@pytest.mark.parametrize("published", [None, "2020", "2020-02", "2020-02-29"])
def test_a_right_date_is_taken(published):
    assert len(extract("全市有党员42名。", published=published)) == 1
