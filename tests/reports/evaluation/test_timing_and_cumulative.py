"""Aggregation over time, cumulative series and running totals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.cumulative import Running, running_total
from reports.evaluation.periods import parse, shift
from reports.evaluation.timing import Span, over_time
from tests.reports.evaluation.builders import D, steady


def series(first: str, *values: str | None):
    """Consecutive periods from `first` on."""
    start = parse(first)
    return {shift(start, step): None if value is None else D(value) for step, value in enumerate(values)}


def month(code: str) -> int:
    """Number of the last month of a period."""
    return parse(code).last_month


def totals_in_year(flows):
    """Totals since January of flows without a gap."""
    totals, running = {}, D(0)
    for period in sorted(flows):
        running = flows[period] if period.number == 1 else running + flows[period]
        totals[period] = running
    return totals


@pytest.mark.parametrize(
    ("rule", "values", "span"),
    [
        ("last", [D(1), D(2)], Span(D(2))),
        ("last", [D(1), None], Span(None, (), "no_value")),
        ("last", [], Span(None, (), "no_value")),
        ("last", [None, D(0)], Span(D(0))),
        ("sum", [D(1), D(2)], Span(D(3))),
        ("sum", [D(1), None, D(2)], Span(D(3), (1,))),
        ("sum", [None, None], Span(None, (0, 1), "no_value")),
        ("sum", [D(0)], Span(D(0))),
        ("recompute", [D(1)], Span(None, (), "not_recomputable")),
        ("none", [D(1)], Span(None, (), "no_time_rule")),
    ],
)
def test_over_time(rule, values, span):
    assert over_time(rule, values) == span


def test_a_running_total_counts_after_the_start():
    flows = series("2024-Q4", "1000", "1", "2", "3")
    assert running_total(flows, month("2024"), parse("2025-Q3"), cumulative=False) == Running(D(6))
    assert running_total(flows, month("2025-Q1"), parse("2025-Q3"), cumulative=False) == Running(D(5))


def test_a_running_total_names_the_gaps():
    flows = series("2025-Q1", "1", None, "3")
    assert running_total(flows, month("2024"), parse("2025-Q3"), cumulative=False) == Running(D(4), (parse("2025-Q2"),))
    assert running_total({}, month("2024"), parse("2025-Q1"), cumulative=False) == Running(None, (parse("2025-Q1"),))


@pytest.mark.parametrize("cumulative", [True, False])
def test_before_the_start_there_is_no_total(cumulative):
    assert running_total({}, month("2025"), parse("2025-Q3"), cumulative=cumulative) == Running(None)


def test_the_totals_100_and_then_120_make_120():
    totals = series("2025-Q1", "100", "120")
    assert running_total(totals, month("2024"), parse("2025-Q2"), cumulative=True).value == 120


def test_a_cumulative_series_runs_over_years_through_their_last_values():
    totals = series("2024-Q1", "10", "20", "30", "40", "15", None, "35", "50", "5")
    assert running_total(totals, month("2023"), parse("2026-Q1"), cumulative=True) == Running(D(95))
    assert running_total(totals, month("2024-Q2"), parse("2026-Q1"), cumulative=True) == Running(D(75))


def test_without_the_opening_value_of_the_first_year_nothing_is_known():
    totals = series("2025-Q2", None, "30", "40")
    assert running_total(totals, month("2025-Q2"), parse("2025-Q4"), cumulative=True) == Running(
        None, (parse("2025-Q2"),)
    )


def test_a_missing_year_end_is_named():
    totals = {parse("2026-Q1"): D(5)}
    assert running_total(totals, month("2024"), parse("2026-Q1"), cumulative=True) == Running(D(5), (parse("2025-Q4"),))


@steady
@given(st.lists(st.decimals(0, 1000, places=1), min_size=1, max_size=20), st.integers(0, 11))
def test_flows_and_cumulative_values_of_the_same_series_run_to_the_same_total(values, offset):
    flows = series("2024-01", *map(str, values))
    totals = totals_in_year(flows)
    start, last = month("2023") + min(offset, len(values) - 1), max(flows)
    assert (
        running_total(flows, start, last, cumulative=False).value
        == running_total(totals, start, last, cumulative=True).value
    )
