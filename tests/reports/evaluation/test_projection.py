"""Projection with an honest interval."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.projection import project, t_cdf, t_quantile
from tests.reports.evaluation.builders import D, steady


# Critical values as printed in tables of Student's t.
@pytest.mark.parametrize(
    ("probability", "freedom", "value"),
    [
        (0.9, 1, 3.078),
        (0.9, 2, 1.886),
        (0.9, 3, 1.638),
        (0.9, 4, 1.533),
        (0.975, 7, 2.365),
        (0.975, 10, 2.228),
        (0.95, 30, 1.697),
        (0.5, 5, 0.0),
        (0.1, 4, -1.533),
        (0.001, 2, -22.327),
    ],
)
def test_quantiles_of_students_t(probability, freedom, value):
    assert t_quantile(probability, freedom) == pytest.approx(value, abs=6e-4)


@steady
@given(st.floats(0.001, 0.999), st.integers(1, 60))
def test_quantile_and_distribution_are_inverse(probability, freedom):
    assert t_cdf(t_quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-9)
    assert t_quantile(1 - probability, freedom) == pytest.approx(-t_quantile(probability, freedom), rel=1e-6, abs=1e-9)


def test_the_formula_on_a_worked_example():
    logs = [0.0, 0.1, 0.3, 0.3, 0.5]
    found = project([D(repr(math.exp(log))) for log in logs], 2)
    error = math.sqrt(((0.1 - 0.125) ** 2 * 1 + (0.2 - 0.125) ** 2 * 2 + 0.125**2) / 3) * math.sqrt(2 * (1 + 2 / 4))
    assert found.value == pytest.approx(math.exp(0.75))
    assert found.low == pytest.approx(math.exp(0.75 - 1.637744 * error), rel=1e-5)
    assert found.high == pytest.approx(math.exp(0.75 + 1.637744 * error), rel=1e-5)
    assert (found.changes, found.probability, found.reason) == (4, None, None)


@pytest.mark.parametrize("values", [[], ["1"], ["1", "2", "3", "4"]])
def test_fewer_than_four_changes_are_too_short(values):
    found = project([D(value) for value in values], 1)
    assert (found.reason, found.value, found.changes) == ("too_short", None, max(len(values) - 1, 0))


@pytest.mark.parametrize(("values", "goal"), [("0 1 2 3 4", None), ("1 2 3 4 -5", None), ("1 2 3 4 5", "0")])
def test_logarithms_need_values_above_zero(values, goal):
    assert (
        project([D(value) for value in values.split()], 1, target=None if goal is None else D(goal)).reason
        == "not_positive"
    )


@pytest.mark.parametrize(("steps", "level"), [(0, 0.8), (1, 0.0), (1, 1.0)])
def test_a_question_without_meaning_is_an_error(steps, level):
    with pytest.raises(ValueError, match="steps must be 1"):
        project([D(1)] * 6, steps, level=level)


STEADY = [D(1), D(2), D(4), D(8), D(16)]


@pytest.mark.parametrize(
    ("goal", "falling", "chance"), [("31", False, 1.0), ("33", False, 0.0), ("31", True, 0.0), ("33", True, 1.0)]
)
def test_a_series_without_spread_has_no_doubt(goal, falling, chance):
    found = project(STEADY, 1, target=D(goal), falling=falling)
    assert found.probability == chance
    assert found.low == pytest.approx(32) == pytest.approx(found.high)


@steady
@given(
    st.lists(st.decimals("0.5", "2", places=3), min_size=5, max_size=12),
    st.decimals("0.5", "2", places=3),
    st.integers(1, 4),
)
def test_chances_and_intervals_agree(values, goal, steps):
    found = project(values, steps, target=goal)
    opposite = project(values, steps, target=goal, falling=True)
    assert 0 <= found.probability <= 1
    if len({round(after / before, 9) for before, after in pairwise(values)}) > 1:
        assert found.probability + opposite.probability == pytest.approx(1)
        assert found.low <= found.value <= found.high
        wider = project(values, steps + 1, level=0.8)
        assert math.log(wider.high / wider.low) >= math.log(found.high / found.low)
