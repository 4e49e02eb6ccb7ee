"""Reading numbers: every plain decimal as it stands, every tidy spelling as what was meant."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.validation.numbers import read, scaled, shortest

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False, allow_infinity=False)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(number=DECIMALS)
def test_a_decimal_is_read_as_itself_in_any_dress(number: Decimal) -> None:
    text = f"{number:f}"
    wide = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789.-"})
    for dress in (text, f" {text}", f"{number:,f}", wide):
        assert Decimal(read(dress).text) == number
    assert read(text + "亿").text == text
    assert Decimal(shortest(text)) == number
    assert Decimal(scaled(text, 4)) == number * 10_000


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text(max_size=30))
def test_no_text_breaks_the_reader_and_what_it_takes_is_a_plain_decimal(text: str) -> None:
    found = read(text).text
    assert not found or Decimal(found).is_finite()


@pytest.mark.parametrize(
    ("text", "short"), [("12.700", "12.7"), ("100", "100"), ("0.000", "0"), ("-0.0", "0"), ("-5.50", "-5.5")]
)
def test_zeros_at_the_end_are_left_out(text: str, short: str) -> None:
    assert shortest(text) == short
