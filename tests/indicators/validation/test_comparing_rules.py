"""Rules that look at stored values: jumps, mistaken units, totals and parts."""

from typing import Any

import pytest

from indicators.validation.types import ERROR, REVIEW, WARNING
from tests.indicators.validation.cases import SIZES, codes, findings, line


def before(value: float | None, period: str = "2026-Q2", indicator: str = "LOANS", key: str = "") -> tuple[Any, ...]:
    """A stored value."""
    return (indicator, "310000", key, period, value, "M" if value is None else "A", "")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("130", []),
        ("130.01", ["jump_without_note"]),
        ("70", []),
        ("69.99", ["jump_without_note"]),
        ("0", ["jump_without_note"]),
    ],
)
def test_more_than_thirty_percent_needs_a_note(value: str, found: list[str]) -> None:
    assert codes(line(value), stored=(before(100.0),)) == found
    assert codes(line(value, note="new definition"), stored=(before(100.0),)) == []


@pytest.mark.parametrize("value", ["100000", "1000000", "10000000000", "0.1", "0.01", "180000", "600000"])
def test_another_unit_is_for_review_even_with_a_note(value: str) -> None:
    (found,) = findings(line(value, note="sure"), stored=(before(100.0),))
    assert (found.code, found.severity, found.params["before"]) == ("unit_jump", REVIEW, "100")


@pytest.mark.parametrize("value", ["300", "799", "12.6"])
def test_other_factors_are_jumps_only(value: str) -> None:
    assert codes(line(value), stored=(before(100.0),)) == ["jump_without_note"]


@pytest.mark.parametrize(
    ("value", "factor", "unit"),
    [
        ("800", "8", False), ("10500", "105", False), ("30000", "300", False), ("105000", "1050", True),
        ("1050000", "10500", True), ("10500000", "105000", False), ("105000000", "1050000", False), ("12.5", "0.125", False),
    ],
)  # fmt: skip
def test_every_large_factor_is_for_review(value: str, factor: str, unit: bool) -> None:
    (found,) = findings(line(value), stored=(before(100.0),))
    assert (found.code, found.severity, found.params["factor"]) == ("unit_jump", REVIEW, factor)
    assert ("unit_en" in found.params) is unit


def test_a_count_is_no_matter_of_units() -> None:
    stored = (before(12.0, "2026-Q2", "STAFF"),)
    (found,) = findings(line("12000", indicator="STAFF"), stored=stored)
    assert (found.code, "unit_en" in found.params) == ("unit_jump", False)


def test_small_counts_go_up_and_down() -> None:
    assert codes(line("9", indicator="STAFF", note="new"), stored=(before(1.0, "2026-Q2", "STAFF"),)) == []
    assert codes(line("1", indicator="STAFF", note="new"), stored=(before(9.0, "2026-Q2", "STAFF"),)) == []
    assert codes(line("10", indicator="STAFF", note="new"), stored=(before(1.0, "2026-Q2", "STAFF"),)) == ["unit_jump"]
    assert codes(line("9", note="new"), stored=(before(1.0),)) == ["unit_jump"]


def test_without_a_value_in_the_period_before_the_year_before_counts() -> None:
    assert codes(line("1000"), stored=(before(100.0, "2025-Q3"), before(None))) == ["unit_jump"]


def test_nothing_before_is_nothing_to_compare_with() -> None:
    assert codes(line("1000000")) == []
    assert codes(line("1000000"), stored=(before(None),)) == []
    assert codes(line("5"), stored=(before(0.0),)) == ["jump_without_note"]
    assert codes(line("0"), stored=(before(0.0),)) == []
    assert codes(line(None, status="M", note="lost"), stored=(before(100.0),)) == []


def test_the_newest_earlier_value_counts_not_the_one_that_is_replaced() -> None:
    assert codes(line("110"), stored=(before(100.0), before(9000.0, "2026-Q3"))) == []
    assert codes(line("110"), stored=(before(100.0, "2025-Q3"), before(None))) == []
    assert codes(line("110"), stored=(before(9000.0, "2025-Q3"), before(100.0))) == []


def test_the_value_before_may_be_in_the_same_delivery() -> None:
    rows = [line("1000"), line("900", period="2026-Q2")]
    assert codes(*rows, stored=(before(5.0),)) == []
    assert codes(line("1000"), line("100", period="2026-Q2")) == ["unit_jump"]


def test_other_series_are_other_series() -> None:
    assert codes(line("1000", dimensions={"size": "small"}), stored=(before(1.0),)) == []


def test_a_cumulative_value_is_compared_with_the_year_before() -> None:
    stored = (before(100.0, "2026-Q2", "YEARLY"), before(180.0, "2025-Q3", "YEARLY"))
    assert codes(line("200", indicator="YEARLY"), stored=stored) == []
    assert codes(line("300", indicator="YEARLY"), stored=stored) == ["jump_without_note"]
    assert codes(line("300", indicator="YEARLY"), stored=stored[:1]) == []


def parts(*values: str) -> list[dict[str, Any]]:
    """Rows of the parts in the order of SIZES."""
    return [line(value, dimensions={"size": size}) for size, value in zip(SIZES, values, strict=False)]


@pytest.mark.parametrize(
    ("total", "found"),
    [("100", []), ("100.09", []), ("100.15", ["parts_do_not_add_up"]), ("99.85", ["parts_do_not_add_up"])],
)
def test_all_parts_are_the_total_within_a_tenth_of_a_percent(total: str, found: list[str]) -> None:
    assert codes(line(total), *parts("10", "20", "30", "40")) == found


def test_rounding_of_small_values_is_tolerated() -> None:
    assert codes(line("0.03"), *parts("0.01", "0.01", "0.01", "0.02")) == []


def test_some_parts_may_not_exceed_the_total() -> None:
    assert codes(line("100"), *parts("10", "20", "30")) == []
    (found,) = findings(line("50"), *parts("10", "20", "30"))
    assert (found.code, found.severity, found.row, found.params) == (
        "parts_exceed_total",
        ERROR,
        0,
        {"total": "50", "sum": "60"},
    )


def test_a_missing_part_is_not_zero() -> None:
    rows = [*parts("10", "20", "30"), line(None, status="M", note="lost", dimensions={"size": "large"})]
    assert codes(line("100"), *rows) == []


def test_parts_against_a_stored_total_are_a_warning() -> None:
    (found,) = findings(*parts("60", "70"), stored=(before(100.0, "2026-Q3"),))
    assert (found.code, found.severity, found.row) == ("parts_exceed_total", WARNING, 1)


def test_a_total_against_stored_parts_is_a_warning() -> None:
    stored = tuple(before(25.0, "2026-Q3", key=f"size={size}") for size in SIZES)
    (found,) = findings(line("120"), stored=stored)
    assert (found.code, found.severity, found.row) == ("parts_do_not_add_up", WARNING, 0)
    assert codes(line("100"), stored=stored) == []


def test_parts_of_an_indicator_that_does_not_add_up_are_left_alone() -> None:
    rows = [
        line("1", indicator="CROSSED"),
        line("5", indicator="CROSSED", dimensions={"size": "small", "sector": "ai"}),
    ]
    assert codes(*rows) == []


def test_rows_with_an_error_are_not_compared() -> None:
    assert codes(line("50"), *parts("10", "20", "x", "90")) == ["parts_exceed_total", "not_a_number"]


def test_a_row_gives_way_to_a_later_delivery_and_is_not_compared() -> None:
    stored = (before(50.0, "2026-Q3"), before(5.0), before(None, "2026-Q3", key="size=small"))
    rows = [line("4000"), line("60", dimensions={"size": "small"}), line("70", dimensions={"size": "large"})]
    found = findings(*rows, stored=stored, newer={0: "2026-10-08T01:00:00+00:00", 2: "2026-10-09T01:00:00+00:00"})
    assert [(each.row, each.code, each.severity) for each in found] == [
        (0, "superseded_since", WARNING),
        (1, "superseded_since", WARNING),
        (2, "parts_exceed_total", WARNING),
    ]
    assert [each.params["current"] for each in found[:2]] == ["50", ""]


def test_what_is_equal_to_a_later_delivery_is_unchanged() -> None:
    assert codes(line("50"), stored=(before(50.0, "2026-Q3"),), newer={0: "2026-10-08T01:00:00+00:00"}) == []
