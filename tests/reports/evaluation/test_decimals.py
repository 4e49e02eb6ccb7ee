"""One arithmetic for all methods, one way to print a number."""

from decimal import ROUND_UP, Context, Decimal, DivisionByZero, localcontext

import pytest

from reports.evaluation.decimals import exact, plain, to_text, total
from tests.reports.evaluation.builders import D


@exact
def third() -> Decimal:
    """One third in the context of the evaluation."""
    return D(1) / D(3)


@exact
def nested() -> Decimal:
    """A method that calls another one."""
    return third() + 0


@pytest.mark.parametrize("method", [third, nested])
def test_the_callers_context_changes_no_digit(method):
    with localcontext(Context(prec=5, rounding=ROUND_UP)):
        result = method()
    assert str(result) == "0." + "3" * 34


def test_the_callers_context_stands_again_after_an_error():
    @exact
    def broken() -> Decimal:
        return D(1) / D(0)

    with localcontext(Context(prec=5)):
        with pytest.raises(DivisionByZero):
            broken()
        assert str(D(1) / D(3)) == "0.33333"
    assert str(third()) == "0." + "3" * 34


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (None, 6, None),
        (D("0"), 6, "0"),
        (D("0.000"), 6, "0"),
        (D("-0"), 6, "0"),
        (D("-0.00000001"), 6, "0"),
        (D("12.7"), 6, "12.7"),
        (D("47260.50"), 6, "47260.5"),
        (D("1E+2"), 6, "100"),
        (D("1E-7"), 6, "0"),
        (D("1E-7"), 10, "0.0000001"),
        (D("0.1234565"), 6, "0.123456"),
        (D("0.1234575"), 6, "0.123458"),
        (D("-2.5"), 0, "-2"),
        (D(10) ** 27, 6, "1" + "0" * 27),
        (D("123456789012345678901234567890123456789.123456789"), 2, "123456789012345678901234567890123456789.12"),
    ],
)
def test_numbers_print_as_plain_digits(value, places, text):
    assert to_text(value, places) == text


def test_equal_numbers_print_alike():
    assert {plain(D(text)) for text in ("1.5", "1.50", "15E-1", "0.15E+1")} == {"1.5"}


def test_the_sum_of_nothing_is_zero():
    assert total([]) == 0
    assert total([D("0.1"), D("0.2")]) == D("0.3")
