"""Targets that ask for something every year."""

from dataclasses import replace

import pytest

from reports.evaluation.periods import parse
from reports.evaluation.rating import Standing, rate
from reports.evaluation.types import RatingRule
from reports.evaluation.yearly import Year, attained_in_year, count_tested, expected_in_year, years_tested
from tests.reports.evaluation.builders import D, target

GOAL = target(type="yearly", target=D(1000), strict=True, baseline=None, baseline_period="2021", target_period="2025")
MET, MISSED, UNKNOWN = Year(2022, met=True), Year(2023, met=False), Year(2024, met=None)


@pytest.mark.parametrize(
    ("goal", "period", "years"),
    [
        (GOAL, "2024-Q3", [2022, 2023]),
        (GOAL, "2024-Q4", [2022, 2023, 2024]),
        (GOAL, "2024", [2022, 2023, 2024]),
        (GOAL, "2030", [2022, 2023, 2024, 2025]),
        (GOAL, "2021", []),
        (replace(GOAL, baseline_period=None), "2024", [2024]),
        (replace(GOAL, baseline_period=None), "2024-Q3", []),
        (replace(GOAL, target_period=None), "2026", [2022, 2023, 2024, 2025, 2026]),
    ],
)
def test_the_years_that_are_tested(goal, period, years):
    assert list(years_tested(goal, parse(period))) == years


@pytest.mark.parametrize(
    ("years", "counts"),
    [([], (0, 0)), ([MET, MISSED], (1, 2)), ([MET], (1, 1)), ([MISSED], (0, 1)), ([MET, UNKNOWN], (1, 1))],
)
def test_years_met_and_years_tested(years, counts):
    assert count_tested(years) == counts


def test_a_year_is_attained_by_its_own_total():
    assert attained_in_year(GOAL, D(600)) == (D("0.6"), "year")
    assert attained_in_year(GOAL, D(1500)) == (D("1.5"), "year")
    assert attained_in_year(replace(GOAL, target=D(0)), D(600)) == (None, None)
    assert attained_in_year(replace(GOAL, target=None), D(600)) == (None, None)


def test_a_flow_is_expected_month_by_month_and_a_stock_in_full():
    assert expected_in_year(GOAL, parse("2024-Q3"), flow=True) == 750
    assert expected_in_year(GOAL, parse("2024-Q3"), flow=False) == 1000
    assert expected_in_year(replace(GOAL, target=None), parse("2024-Q3"), flow=True) is None


@pytest.mark.parametrize(
    ("value", "period", "years", "flow", "index", "expected"),
    [
        ("1001", "2024-Q3", [MET], True, None, ("on_track", "rated", ["year_met", "years_met"])),
        ("1000", "2024-Q4", [MET], True, None, ("off_track", "rated", ["year_missed", "years_met"])),
        ("700", "2024-Q3", [], True, D("0.93"), ("at_risk", "rated", ["behind_path"])),
        ("740", "2024-Q3", [], True, D("0.99"), ("on_track", "rated", ["on_path"])),
        ("700", "2024-Q3", [], False, None, ("not_rated", "not_due", ["year_not_over"])),
        ("700", "2024-Q3", [], True, None, ("not_rated", "not_due", ["year_not_over"])),
        (
            "1001",
            "2024-Q3",
            [MET, MISSED],
            True,
            None,
            ("at_risk", "rated", ["year_met", "years_met", "earlier_year_missed"]),
        ),
        (
            "100",
            "2024-Q3",
            [MISSED],
            True,
            D("0.1"),
            ("off_track", "rated", ["far_behind_path", "years_met", "earlier_year_missed"]),
        ),
        ("900", "2023-Q4", [MET, MISSED], True, None, ("off_track", "rated", ["year_missed", "years_met"])),
        (
            "1001",
            "2025-Q4",
            [MET, Year(2025, met=True)],
            True,
            None,
            ("completed", "achieved", ["year_met", "years_met"]),
        ),
        (
            "900",
            "2025-Q4",
            [MET, Year(2025, met=False)],
            True,
            None,
            ("off_track", "rated", ["year_missed", "years_met"]),
        ),
        (
            "1001",
            "2025-Q4",
            [UNKNOWN, Year(2025, met=True)],
            True,
            None,
            ("not_rated", "not_assessable", ["year_met", "years_met", "years_unknown"]),
        ),
        ("1001", "2026-Q4", [], True, None, ("not_rated", "not_assessable", ["year_met", "years_unknown"])),
    ],
)
def test_one_test_per_year(value, period, years, flow, index, expected):
    standing = Standing(period, D(value), target=GOAL, expected=D(750), index=index, years=tuple(years), flow=flow)
    found = rate(RatingRule(), standing)
    assert (found.rating, found.assessment, [each.code for each in found.reasons]) == expected


def test_four_thousand_in_one_year_is_not_four_years():
    years = [Year(2022, met=True), *(Year(year, met=False) for year in (2023, 2024, 2025))]
    assert count_tested(years) == (1, 4)
