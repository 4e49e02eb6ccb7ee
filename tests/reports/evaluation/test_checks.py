"""Faults of the inputs, all at once."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from reports.evaluation.checks import check_inputs
from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import Agency, Measure, PathPoint, RatingRule, Section, TaskRule
from tests.reports.evaluation.builders import D, cell, indicator, inputs, owed, scope, step, target, task, zones


def faults(**changes):
    """(code, place) of each fault."""
    try:
        check_inputs(inputs(**changes))
    except EvaluationError as error:
        return [(fault.code, fault.place) for fault in error.faults]
    return []


def codes(**changes):
    """Codes of the faults."""
    return [code for code, _ in faults(**changes)]


def test_good_inputs_pass():
    assert faults(cells=(cell("2026-Q3", "1"),), targets=(target(),), tasks=(task(),), obligations=(owed(),)) == []


def test_all_faults_come_at_once_and_nothing_is_computed():
    given = inputs(cells=(cell("2026-Q9", "1"), cell("2026-Q3", "1", status="Z")), tasks=(task(state="paused"),))
    with pytest.raises(EvaluationError) as refusal:
        evaluate_programme(given)
    assert [fault.code for fault in refusal.value.faults] == ["bad_period", "unknown_status", "unknown_state"]
    assert refusal.value.code == "bad_period"
    assert "cells[IND01/A/2026-Q9]" in str(refusal.value)
    assert all(fault.message and fault.hint for fault in refusal.value.faults)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "weekly"}, ["unknown_kind", "kind_period_mismatch"]),
        ({"period": "Q3"}, ["bad_period"]),
        ({"period": "2026"}, ["kind_period_mismatch"]),
        ({"as_of": datetime(2026, 10, 25)}, ["naive_instant"]),
        ({"kind": "annual", "period": "2026"}, []),
    ],
)
def test_scope(changes, code):
    assert codes(scope=scope(**changes)) == code


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rule": RatingRule(method="guess")}, [("unknown_method", "rule")]),
        ({"rule": RatingRule(at_risk=D(1))}, [("bad_thresholds", "rule")]),
        ({"rule": RatingRule(at_risk=D(-1))}, [("bad_thresholds", "rule")]),
        ({"task_rule": TaskRule(on_track=D("0.1"))}, [("bad_thresholds", "task_rule")]),
        ({"indicators": (indicator(rule=RatingRule(at_risk=D(1))),)}, [("bad_thresholds", "indicators[IND01].rule")]),
    ],
)
def test_rules(changes, found):
    assert faults(**changes) == found


SECTION, MEASURE, AGENCY = Section("S01", 1, "s", "s"), Measure("M001", "S01", 1, "m", "m"), Agency("A", "a", "a")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"zones": (*zones("A"), *zones("A"))}, "zones[A]"),
        ({"sections": (SECTION, SECTION)}, "sections[S01]"),
        ({"measures": (MEASURE, MEASURE)}, "measures[M001]"),
        ({"agencies": (AGENCY, AGENCY)}, "agencies[A]"),
        ({"indicators": (indicator(), indicator())}, "indicators[IND01]"),
        ({"targets": (target(), target(target=D(5)))}, "targets[IND01/A]"),
        ({"tasks": (task(), task())}, "tasks[T1]"),
        ({"obligations": (owed(), owed(received=date(2026, 10, 1)))}, "obligations[A-STC/IND01/A/2026-Q3]"),
    ],
)
def test_a_second_record_for_a_key_is_refused(changes, place):
    assert faults(**changes) == [("duplicate", place)]


def test_a_second_value_for_a_cell_is_never_added():
    monthly = indicator(frequency="M")
    assert faults(cells=(cell("2026-Q3", "100"), cell("2026-Q3", "120"))) == [
        ("duplicate_cell", "cells[IND01/A/2026-Q3]")
    ]
    assert codes(indicators=(monthly,), cells=(cell("2026-07", "1"), cell("2026-M07", "1"))) == ["duplicate_cell"]


def test_the_empty_code_is_no_zone():
    assert codes(zones=zones("")) == ["bad_zone"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"direction": "up"}, ["unknown_direction"]),
        ({"nature": "level"}, ["unknown_nature"]),
        ({"frequency": "W"}, ["unknown_frequency"]),
        ({"zone_rule": "median"}, ["unknown_zone_rule"]),
        ({"time_rule": "average"}, ["unknown_time_rule"]),
        ({"numerator": "N"}, ["unknown_indicator", "half_ratio"]),
        ({"numerator": "IND02"}, ["half_ratio"]),
        ({"numerator": "IND02", "denominator": "IND03"}, []),
        ({"zone_rule": "ratio_of_sums"}, ["half_ratio"]),
        ({"zone_rule": "weighted_mean"}, ["no_weight"]),
        ({"zone_rule": "weighted_mean", "weight_indicator": "IND02"}, []),
        ({"weight_indicator": "IND01"}, ["circular"]),
    ],
)
def test_indicators(changes, code):
    assert codes(indicators=(indicator(**changes), indicator("IND02"), indicator("IND03"))) == code


def test_a_circle_of_indicators_is_refused_at_each_of_its_members():
    circle = (
        indicator(weight_indicator="IND02"),
        indicator("IND02", weight_indicator="IND03"),
        indicator("IND03", weight_indicator="IND02"),
    )
    assert faults(indicators=circle) == [("circular", "indicators[IND02]"), ("circular", "indicators[IND03]")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"indicator": "X"}, ["unknown_indicator"]),
        ({"type": "reach"}, ["unknown_target_type"]),
        ({"path": "zigzag"}, ["unknown_path"]),
        ({"path": "sum_of_zones"}, ["unknown_path"]),
        ({"baseline_period": "24"}, ["bad_period"]),
        ({"target_period": "28", "target": None}, ["bad_period"]),
        ({"path": "step", "points": (PathPoint("x", D(1)),)}, ["bad_period"]),
        ({"target": None}, ["no_target_value"]),
        ({"type": "maintain"}, ["no_target_value"]),
        ({"type": "maintain", "low": D(1)}, []),
        ({"type": "maintain", "high": D(1), "low": D(1)}, []),
        ({"type": "maintain", "high": D(1), "low": D(2)}, ["bad_range"]),
        ({"tolerance": D(-1)}, ["bad_tolerance"]),
        ({"tolerance": D(0)}, []),
        ({"type": "cumulative", "baseline_period": None}, ["no_baseline_period"]),
        ({"baseline_period": "2028"}, ["target_before_baseline"]),
        ({"baseline_period": None}, []),
        ({"target_period": None}, []),
        ({"path": "step"}, ["no_points"]),
        ({"path": "s_curve"}, ["no_points"]),
        ({"path": "s_curve", "points": (PathPoint("2026", D("1.1")),)}, ["bad_share"]),
        ({"path": "step", "points": (PathPoint("2026", D("110")),)}, []),
        ({"path": "geometric", "baseline": D(0)}, ["not_positive"]),
        ({"path": "geometric", "baseline": None}, []),
    ],
)
def test_targets(changes, code):
    assert codes(targets=(target(**changes),)) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (cell("2026-Q3", "0"), []),
        (cell("2026-Q3", "-12.7"), []),
        (cell("2026-Q3", None), []),
        (cell("2026-Q3", "1", "elsewhere"), []),
        (cell("2026-13", "1"), ["bad_period"]),
        (cell("2026-09", "1"), ["wrong_frequency"]),
        (cell("2026-Q3", "1", code="X"), ["unknown_indicator"]),
        (cell("2026-Q3", "1", status="X"), ["unknown_status"]),
        (cell("2026-Q3", "1", status="M"), ["status_value_mismatch"]),
        (cell("2026-Q3", None, status="A"), ["status_value_mismatch"]),
        (replace(cell("2026-Q3", "1"), value=1.5), ["not_decimal"]),
        (replace(cell("2026-Q3", "1"), value=Decimal("NaN")), ["not_decimal"]),
    ],
)
def test_cells(given, code):
    assert codes(cells=(given,)) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "approved"}, ["unknown_state"]),
        ({"credit_rule": "free"}, ["unknown_credit_rule"]),
        ({"weight": D(0)}, ["bad_weight"]),
        ({"milestones": (step("0", date(2026, 1, 1)),)}, ["bad_weight"]),
    ],
)
def test_tasks(changes, code):
    assert codes(tasks=(task(**changes),)) == code


def test_obligations():
    assert codes(obligations=(owed(indicator="X"), owed(period="x"))) == ["unknown_indicator", "bad_period"]
    assert codes(obligations=(owed(), owed(agency="A-FIN"))) == []
