"""Progress index, required pace, growth: small formulas with their undefined cases."""

import pytest
from hypothesis import given

from reports.evaluation.growth import change, contribution, growth_ratio, mean_annual_growth
from reports.evaluation.pace import required_change, required_growth
from reports.evaluation.progress import progress_index
from tests.reports.evaluation.builders import D, numbers, positives, steady


@pytest.mark.parametrize(
    ("baseline", "value", "expected", "index"),
    [
        (D(100), D(140), D(150), D("0.8")),
        (D(100), D(75), D(75), D(1)),
        (D(100), D(110), D(75), D("-0.4")),
        (D(100), D(100), D(100), None),
        (None, D(1), D(2), None),
        (D(0), None, D(2), None),
        (D(0), D(1), None, None),
    ],
)
def test_progress_index(baseline, value, expected, index):
    assert progress_index(baseline, value, expected) == index


@pytest.mark.parametrize(
    ("value", "goal", "months", "needed"),
    [
        (D(150), D(200), 24, D(25)),
        (D(75), D(50), 6, D(-50)),
        (D(150), D(200), 0, None),
        (D(150), D(200), -3, None),
        (None, D(200), 24, None),
        (D(150), None, 24, None),
    ],
)
def test_required_change_per_year(value, goal, months, needed):
    assert required_change(value, goal, months) == needed


@pytest.mark.parametrize(
    ("value", "goal", "months", "needed"),
    [
        (D(100), D(121), 24, D("0.1")),
        (D(100), D(81), 24, D("-0.1")),
        (D(0), D(81), 24, None),
        (D(100), D(0), 24, None),
        (D(100), D(121), 0, None),
        (None, D(121), 24, None),
        (D(100), None, 24, None),
    ],
)
def test_required_growth_per_year(value, goal, months, needed):
    found = required_growth(value, goal, months)
    assert found is None if needed is None else abs(found - needed) < D("1e-30")


@pytest.mark.parametrize(
    ("value", "base", "percentage", "kind", "amount", "reason"),
    [
        (D("2.48"), D("2.00"), True, "points", D("0.48"), None),
        (D("2.48"), D("2.00"), False, "percent", D(24), None),
        (D("-1"), D("0"), True, "points", D(-1), None),
        (D(0), D(5), False, "percent", D(-100), None),
        (None, D(5), False, "not_computable", None, "no_value"),
        (D(5), None, True, "not_computable", None, "no_base"),
        (D(5), D(0), False, "not_computable", None, "zero_base"),
        (D(5), D(-2), False, "not_computable", None, "negative_base"),
    ],
)
def test_change_in_percent_or_points(value, base, percentage, kind, amount, reason):
    found = change(value, base, percentage=percentage)
    assert (found.kind, found.value, found.reason) == (kind, amount, reason)


def test_mean_annual_growth_counts_intervals_not_points():
    assert abs(mean_annual_growth(D(100), D(121), 24) - D("0.1")) < D("1e-30")


@pytest.mark.parametrize(("first", "last", "months"), [(D(0), D(1), 12), (D(1), D(-1), 12), (D(1), D(2), 0)])
def test_mean_annual_growth_undefined(first, last, months):
    assert mean_annual_growth(first, last, months) is None


def test_growth_ratio_reads_the_direction_from_the_target():
    assert abs(growth_ratio(D(100), D(110), D("146.41"), months=12, months_in_all=48) - 1) < D("1e-30")
    assert abs(growth_ratio(D(100), D(90), D("65.61"), months=12, months_in_all=48) - 1) < D("1e-30")
    assert growth_ratio(D(100), D(90), D(200), months=12, months_in_all=48) < 0


@pytest.mark.parametrize(
    ("baseline", "value", "goal"),
    [
        (None, D(1), D(2)),
        (D(1), D(1), None),
        (D(0), D(1), D(2)),
        (D(1), D(0), D(2)),
        (D(2), D(3), D(2)),
        (D(1), D(2), D(-1)),
    ],
)
def test_growth_ratio_undefined(baseline, value, goal):
    assert growth_ratio(baseline, value, goal, months=12, months_in_all=24) is None


def test_contributions_of_the_parts_add_up_to_the_growth_of_the_whole():
    before, now = [D(40), D(60)], [D(50), D(70)]
    parts = [contribution(n, b, sum(before)) for n, b in zip(now, before, strict=True)]
    assert parts == [10, 10]
    assert sum(parts) == change(sum(now), sum(before), percentage=False).value
    assert contribution(D(1), D(1), D(0)) is None


@steady
@given(numbers, numbers, positives)
def test_the_index_has_no_unit(baseline, value, factor):
    expected = baseline + 10
    here = progress_index(baseline, value, expected)
    there = progress_index(baseline * factor, value * factor, expected * factor)
    assert abs(here - there) <= abs(here) * D("1e-28")


@steady
@given(positives, positives)
def test_keeping_the_required_growth_reaches_the_target(value, goal):
    reached = value * (1 + required_growth(value, goal, 36)) ** 3
    assert abs(reached - goal) / goal < D("1e-20")
