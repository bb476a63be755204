"""What number words are worth, by themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.chinese_number import worth
from extractors.numerals import numerals
from schema.record import Article

WORTH = {
    "3万1450": ("31450", None),  # digits behind a scale are added as they stand
    "12万3": ("123000", None),  # a lone digit behind a scale is a tenth of it
    "十七八": ("17", "18"),
    "一百二三十": ("120", "130"),
    "一亿零五十万": ("100500000", None),
    "百亿亿": ("1000000000000000000", None),
    "三十二万五": ("325000", None),
}
DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(("word", "want"), WORTH.items())
def test_a_word_has_its_worth(word, want):
    found = worth(word)
    assert (str(found.low), str(found.high) if found.high else None) == want


@given(st.integers(min_value=1000, max_value=9999))
def test_digit_by_digit_numbers(number):
    assert worth("".join(DIGITS[int(digit)] for digit in str(number))).low == number


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits(number):
    (found,) = numerals(Article("", text=f"{number:,}元")).quantities
    assert found.value == Decimal(number)
