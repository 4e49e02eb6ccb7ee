"""Numbers on paper: rounding, grouping, what is missing."""

from decimal import Decimal

import pytest

from reports.formats.numbers import (
    format_change,
    format_number,
    format_quantity,
    format_share,
    round_half_up,
    to_decimal,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("47260.5", 1, "47,260.5"),
        ("47260.45", 1, "47,260.5"),
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.04", 1, "0.0"),
        ("-0", 0, "0"),
        ("1E+3", 0, "1,000"),
        ("99999999999999.995", 2, "100,000,000,000,000.00"),
        ("-12345678901234567890.123456", 2, "-12,345,678,901,234,567,890.12"),
        (0, 1, "0.0"),
        (None, 1, "—"),
        ("NaN", 1, "—"),
        ("Infinity", 1, "—"),
        ("1E+999999", 1, "—"),
        ("4.2亿", 1, "—"),
        ("", 1, "—"),
    ],
)
def test_number(value, decimals, text):
    assert format_number(value, decimals) == text


def test_zero_is_not_missing():
    assert format_number("0", 0) == "0"
    assert format_number(None, 0) == "—"


def test_quantity_keeps_number_and_unit_together():
    assert format_quantity("47260.5", 1, "亿元") == "47,260.5\u00a0亿元"
    assert format_quantity("3.25", 2, "%") == "3.25%"
    assert format_quantity(None, 1, "亿元") == "—"


def test_share_is_of_one():
    assert format_share("0.9545") == "95.5%"
    assert format_share("1") == "100.0%"
    assert format_share(None) == "—"


@pytest.mark.parametrize(
    ("kind", "value", "language", "text"),
    [
        ("percent", "14.6999", "en", "+14.7%"),
        ("percent", "-3.25", "zh-hans", "-3.3%"),
        ("percent", "0.04", "en", "0.0%"),
        ("points", "0.48", "en", "+0.5\u00a0pp"),
        ("points", "-0.48", "zh-hans", "-0.5\u00a0个百分点"),
        ("not_computable", None, "en", "—"),
        ("not_computable", "5", "en", "—"),
    ],
)
def test_change(kind, value, language, text):
    assert format_change(kind, value, language) == text


def test_rounding_goes_away_from_zero_and_never_gives_negative_zero():
    assert round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert str(round_half_up(Decimal("-0.001"), 2)) == "0.00"


@pytest.mark.parametrize("value", [object(), [], "\ud800", "1_0x"])
def test_anything_else_is_no_number(value):
    assert to_decimal(value) is None
