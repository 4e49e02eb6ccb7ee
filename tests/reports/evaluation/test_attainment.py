"""Attainment and whether a target is met, for each target type."""

import pytest
from hypothesis import assume, given

from reports.evaluation.attainment import attained, is_met, outside_by
from tests.reports.evaluation.builders import D, numbers, positives, steady, target


@pytest.mark.parametrize(
    ("kind", "strict", "below", "equal", "above"),
    [
        ("increase", False, False, True, True),
        ("increase", True, False, False, True),
        ("cumulative", False, False, True, True),
        ("minimum", False, False, True, True),
        ("minimum", True, False, False, True),
        ("yearly", True, False, False, True),
        ("step", False, False, True, True),
        ("decrease", False, True, True, False),
        ("decrease", True, True, False, False),
        ("maximum", False, True, True, False),
        ("maximum", True, True, False, False),
    ],
)
def test_when_a_target_is_met(kind, strict, below, equal, above):
    goal = target(type=kind, strict=strict, target=D(100))
    assert [is_met(goal, D(value)) for value in ("99.99", "100", "100.01")] == [below, equal, above]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("low", "high", "inside", "outside"),
    [(D(2), D(3), ["2.5"], ["1.9", "3.1"]), (D(2), None, ["99"], ["1.9"]), (None, D(3), ["-99"], ["3.1"])],
)
def test_when_a_range_is_kept(low, high, inside, outside, strict):
    goal = target(type="maintain", target=None, low=low, high=high, strict=strict)
    assert all(is_met(goal, D(value)) for value in inside)
    assert not any(is_met(goal, D(value)) for value in outside)
    for bound in (low, high):
        if bound is not None:
            assert is_met(goal, bound) is not strict


def test_without_a_target_value_nothing_is_met():
    assert is_met(target(target=None), D(5)) is False
    assert attained(target(target=None), D(5)).value is None
    assert outside_by(target(target=None), D(5)) == 0


@pytest.mark.parametrize(
    ("changes", "value", "expected"),
    [
        ({"type": "increase", "baseline": D(100), "target": D(200)}, "150", D("0.5")),
        ({"type": "increase", "baseline": D(100), "target": D(200)}, "90", D("-0.1")),
        ({"type": "increase", "baseline": D(100), "target": D(200)}, "250", D("1.5")),
        ({"type": "increase", "baseline": D(100), "target": D(200), "capped": True}, "250", D(1)),
        ({"type": "increase", "baseline": D(100), "target": D(200), "capped": True}, "150", D("0.5")),
        ({"type": "increase", "baseline": None, "target": D(200)}, "150", None),
        ({"type": "increase", "baseline": D(200), "target": D(200)}, "200", D(1)),
        ({"type": "increase", "baseline": D(200), "target": D(200)}, "199", None),
        ({"type": "decrease", "baseline": D(100), "target": D(50)}, "75", D("0.5")),
        ({"type": "decrease", "baseline": D(100), "target": D(0)}, "0", D(1)),
        ({"type": "decrease", "baseline": D(100), "target": D(0)}, "25", D("0.75")),
        ({"type": "increase", "baseline": D(-100), "target": D(0)}, "-50", D("0.5")),
        ({"type": "cumulative", "baseline": D(0), "target": D(400)}, "120", D("0.3")),
        ({"type": "minimum", "baseline": D(0), "target": D(100)}, "80", D("0.8")),
        ({"type": "minimum", "baseline": D(50), "target": D(100)}, "80", None),
        ({"type": "minimum", "baseline": None, "target": D(100)}, "80", None),
        ({"type": "maximum", "baseline": D(0), "target": D(0)}, "0", None),
        ({"type": "step", "target": D(10)}, "10", D(1)),
        ({"type": "step", "target": D(10)}, "9", D(0)),
        ({"type": "yearly", "target": D(1000)}, "900", None),
        ({"type": "maintain", "low": D(2), "high": D(3), "tolerance": D(1)}, "2.5", D(1)),
        ({"type": "maintain", "low": D(2), "high": D(3), "tolerance": D(1)}, "3.25", D("0.75")),
        ({"type": "maintain", "low": D(2), "high": D(3), "tolerance": D(1)}, "1.5", D("0.5")),
        ({"type": "maintain", "low": D(2), "high": D(3), "tolerance": D(1)}, "9", D(0)),
        ({"type": "maintain", "low": D(2), "high": D(3), "tolerance": None}, "3.1", D(0)),
        ({"type": "maintain", "low": D(2), "high": None, "tolerance": D(0)}, "1.9", D(0)),
    ],
)
def test_attainment_by_type(changes, value, expected):
    assert attained(target(**changes), D(value)).value == expected


@pytest.mark.parametrize(
    ("changes", "value", "distance"),
    [
        ({"type": "maximum", "target": D(100)}, "103", D(3)),
        ({"type": "maximum", "target": D(100)}, "97", D(0)),
        ({"type": "minimum", "target": D(100)}, "97", D(3)),
        ({"type": "maintain", "low": None, "high": D(3)}, "5", D(2)),
    ],
)
def test_distance_outside_a_limit(changes, value, distance):
    assert outside_by(target(**changes), D(value)) == distance


@steady
@given(numbers, numbers, numbers, positives, numbers)
def test_a_change_of_unit_changes_no_attainment(baseline, goal, value, factor, offset):
    assume(baseline != goal)
    kind = "increase" if goal > baseline else "decrease"
    here = attained(target(type=kind, baseline=baseline, target=goal), value).value
    moved = target(type=kind, baseline=baseline * factor + offset, target=goal * factor + offset)
    assert abs(attained(moved, value * factor + offset).value - here) <= abs(here) * D("1e-30") + D("1e-30")


@steady
@given(numbers, numbers, numbers)
def test_a_falling_target_is_the_mirror_of_a_rising_one(baseline, goal, value):
    assume(baseline < goal)
    rising = target(type="increase", baseline=baseline, target=goal)
    falling = target(type="decrease", baseline=-baseline, target=-goal)
    assert attained(rising, value).value == attained(falling, -value).value
    assert is_met(rising, value) is is_met(falling, -value)


@steady
@given(numbers, numbers, numbers)
def test_full_attainment_and_a_met_target_are_the_same(baseline, goal, value):
    assume(baseline != goal)
    whole = target(type="increase" if goal > baseline else "decrease", baseline=baseline, target=goal)
    assert (attained(whole, value).value >= 1) is is_met(whole, value)


def test_each_attainment_names_its_formula():
    span = target(type="maintain", target=None, low=D(2), high=D(3), tolerance=D(1))
    found = [
        attained(target(), D(150)),
        attained(target(baseline=D(200)), D(250)),
        attained(target(baseline=D(200)), D(150)),
        attained(target(type="minimum", baseline=D(0)), D(50)),
        attained(target(type="minimum"), D(50)),
        attained(span, D("1.5")),
        attained(target(type="step", target=D(10)), D(9)),
        attained(target(capped=True), D(300)),
        attained(target(type="yearly"), D(5)),
    ]
    kinds = ["change", "met", None, "level", None, "range", "met", "capped", None]
    assert [each.kind for each in found] == kinds
    assert [each.value is None for each in found] == [each.kind is None for each in found]


@steady
@given(numbers, numbers, numbers)
def test_the_named_formula_gives_the_printed_number(baseline, goal, value):
    found = attained(target(baseline=baseline, target=goal), value)
    if found.kind == "change":
        assert abs(found.value * (goal - baseline) - (value - baseline)) < D("1e-20")
    else:
        assert baseline == goal
