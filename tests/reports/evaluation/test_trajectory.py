"""Expected paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.periods import parse
from reports.evaluation.trajectory import expected
from reports.evaluation.types import PathPoint
from tests.reports.evaluation.builders import D, numbers, positives, steady, target


def at(goal, code):
    """Expected value at the end of a period."""
    return expected(goal, parse(code).last_month)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("2023", D(100)),
        ("2024", D(100)),
        ("2025-Q1", D("106.25")),
        ("2026", D(150)),
        ("2027-Q4", D(175)),
        ("2028-12", D(200)),
        ("2030", D(200)),
    ],
)
def test_a_linear_path_is_flat_outside_its_ends(code, value):
    assert at(target(), code) == value


def test_a_falling_path_falls():
    assert at(target(type="decrease", baseline=D(100), target=D(50)), "2026") == 75


def test_a_geometric_path_grows_by_one_rate():
    goal = target(path="geometric", baseline=D(100), target=D(400), target_period="2026")
    assert at(goal, "2025") == 200
    assert round(at(goal, "2025-S1"), 20) == round(D(100) * D(2) ** D("0.5"), 20)


@pytest.mark.parametrize(("baseline", "goal"), [(D(0), D(10)), (D(10), D(0)), (D(-1), D(10))])
def test_a_geometric_path_needs_values_above_zero(baseline, goal):
    assert at(target(path="geometric", baseline=baseline, target=goal), "2026") is None


def test_a_stepped_path_holds_the_last_agreed_level():
    goal = target(path="step", points=(PathPoint("2027-Q2", D(160)), PathPoint("2025-Q4", D(120))))
    assert [at(goal, code) for code in ("2025-Q3", "2025-Q4", "2027-Q1", "2027-Q2", "2028")] == [
        100,
        120,
        120,
        160,
        200,
    ]


def test_an_s_curve_reads_its_table_of_shares():
    goal = target(path="s_curve", points=(PathPoint("2026", D("0.2")), PathPoint("2027", D("0.8"))))
    assert [at(goal, code) for code in ("2025", "2026", "2026-S1", "2027", "2027-S1")] == [110, 120, 115, 180, 150]


def test_points_outside_the_ends_of_an_s_curve_do_not_count():
    goal = target(path="s_curve", points=(PathPoint("2024", D("0.9")), PathPoint("2028", D("0.1"))))
    assert at(goal, "2026") == 150


def test_a_sum_of_zones_needs_every_path():
    parts = (target(), target(zone="B", baseline=D(0), target=D(40)))
    assert at(target(zone="", path="sum_of_zones", parts=parts), "2026") == 170
    assert at(target(zone="", path="sum_of_zones", parts=(*parts, target(baseline=None))), "2026") is None
    assert at(target(zone="", path="sum_of_zones"), "2026") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "maintain"},
        {"type": "yearly"},
        {"target": None},
        {"baseline": None},
        {"baseline_period": None},
        {"target_period": None},
    ],
)
def test_where_there_is_no_path(changes):
    assert at(target(**changes), "2026") is None


@steady
@given(numbers, numbers, st.integers(1, 47))
def test_a_linear_path_is_symmetric_between_its_ends(baseline, goal, months):
    path = target(baseline=baseline, target=goal)
    begin, finish = parse("2024").last_month, parse("2028").last_month
    assert abs(expected(path, begin + months) + expected(path, finish - months) - baseline - goal) < D("1e-25")


@steady
@given(positives, positives, st.integers(0, 48))
def test_every_path_stays_between_its_ends(baseline, goal, months):
    month = parse("2024").last_month + months
    points = (PathPoint("2026", D("0.3")),)
    for path in (target(), target(path="geometric"), target(path="s_curve", points=points)):
        value = expected(target(path=path.path, points=path.points, baseline=baseline, target=goal), month)
        assert min(baseline, goal) - D("1e-20") <= value <= max(baseline, goal) + D("1e-20")
