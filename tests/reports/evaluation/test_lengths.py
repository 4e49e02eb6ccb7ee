"""A sum depends on how long it is added up, so it is judged against a target of the same length only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import PathPoint
from tests.reports.evaluation.builders import D, cell, indicator, inputs, scope, steady, target

FLOW = {"frequency": "M", "nature": "flow", "time_rule": "sum"}
MONTHS = ("2026-07", "2026-08", "2026-09")
WARNINGS = [cell(month, value) for month, value in zip(MONTHS, ("113", "112", "111"), strict=True)]
MONTHLY = {"type": "decrease", "baseline": D(140), "baseline_period": "2023-09", "target": D(102), "target_period": "2027-09"}  # fmt: skip


def lines(cells, *goals, scope_changes=None, **changes):
    """All lines by zone."""
    given_inputs = inputs(
        scope=scope(**(scope_changes or {})),
        cells=tuple(cells),
        targets=goals,
        indicators=(indicator(**{**FLOW, **changes}),),
    )
    return {line["zone"]: line for line in evaluate_programme(given_inputs)["lines"]}


def reasons(line):
    """Codes of the reasons."""
    return [each["code"] for each in line["reasons"]]


def test_a_monthly_target_is_met_or_missed_by_a_month():
    found = lines(WARNINGS, target(**MONTHLY))["A"]
    assert (found["value"], found["value_period"], found["expected"]) == ("111", "2026-09", "111.5")
    assert (found["rating"], found["assessment"]) == ("on_track", "rated")
    assert found["history"][-1] == {"period": "2026-09", "value": "111", "partial": False, "segment": 0}
    assert found["path"][-1]["period"] == "2027-09"
    assert found["previous_period"] == "2026-06"


def test_all_lines_of_an_indicator_are_read_over_the_same_length():
    both = [*WARNINGS, *(cell(month, "10", "B") for month in MONTHS)]
    found = lines(both, target(**MONTHLY))
    assert [found[zone]["value"] for zone in ("A", "B", "")] == ["111", "10", "121"]
    assert {line["value_period"] for line in found.values()} == {"2026-09"}
    found = lines(both, target(**MONTHLY), target(**{**MONTHLY, "baseline": D(20), "target": D(5)}, zone="B"))
    assert (found[""]["value"], found[""]["target"], found[""]["assessment"]) == ("121", "107", "rated")


def test_without_a_target_a_quarter_is_a_quarter():
    found = lines(WARNINGS)["A"]
    assert (found["value"], found["value_period"]) == ("336", "2026-Q3")


@pytest.mark.parametrize(
    "changes",
    [
        {"baseline_period": "2023", "target_period": "2027"},
        {"baseline_period": "2023", "target_period": "2027-09"},
        {"baseline_period": "2023-Q3", "target_period": "2027-S1"},
        {"path": "step", "points": (PathPoint("2025-Q4", D(120)),)},
    ],
)
def test_a_target_of_another_length_is_not_assessable(changes):
    found = lines(WARNINGS, target(**{**MONTHLY, **changes}))["A"]
    assert (found["value"], found["value_period"]) == ("336", "2026-Q3")
    assert (found["rating"], found["assessment"], reasons(found)) == (
        "not_rated",
        "not_assessable",
        ["frequency_mismatch"],
    )
    assert (found["attainment"], found["progress_index"], found["expected"], found["path"]) == (None, None, None, [])
    assert (found["target"], found["required_pace"]) == ("102", None)


def test_one_such_target_stops_no_other_line():
    both = [*WARNINGS, *(cell(month, "10", "B") for month in MONTHS)]
    odd = target(**{**MONTHLY, "baseline_period": "2023-Q3", "target_period": "2027-Q3"})
    found = lines(both, odd, target(**MONTHLY, zone="B"))
    assert found["A"]["assessment"] == "rated"
    assert "frequency_mismatch" in reasons(found["B"])
    assert found["A"]["value_period"] == found["B"]["value_period"] == "2026-Q3"


def test_a_quarterly_target_takes_the_quarter():
    goal = target(
        **{**MONTHLY, "baseline_period": "2023-Q3", "target_period": "2027-Q3", "baseline": D(420), "target": D(306)}
    )
    found = lines(WARNINGS, goal)["A"]
    assert (found["value"], found["expected"], found["rating"]) == ("336", "334.5", "on_track")


@pytest.mark.parametrize(
    "changes", [{"time_rule": "last", "nature": "stock"}, {"time_rule": "last", "cumulative": True}]
)
def test_where_the_length_does_not_matter_periods_may_differ(changes):
    goal = target(**{**MONTHLY, "baseline_period": "2023", "target_period": "2027-Q3"})
    found = lines(WARNINGS, goal, **changes)["A"]
    assert (found["value"], found["assessment"]) == ("111", "rated")


@pytest.mark.parametrize("kind", ["cumulative", "yearly"])
def test_totals_since_a_start_keep_their_length(kind):
    goal = target(type=kind, baseline=D(0), baseline_period="2025-12", target=D(400), target_period="2027-12")
    found = lines(WARNINGS, goal)["A"]
    assert (found["value"], found["value_period"]) == ("336", "2026-Q3")
    assert "frequency_mismatch" not in reasons(found)


@steady
@given(st.integers(1, 300), st.sampled_from([("monthly", "2026-09"), ("quarterly", "2026-Q3"), ("annual", "2026")]))
def test_how_often_one_evaluates_changes_no_verdict_on_a_steady_flow(level, when):
    kind, period = when
    cells = [cell(f"2026-{month:02}", str(level)) for month in range(1, 13)]
    found = lines(cells, target(**MONTHLY), scope_changes={"kind": kind, "period": period})["A"]
    assert (found["value"], found["attainment"]) == (str(level), found["attainment"])
    assert abs(D(found["attainment"]) - (D(level) - 140) / (102 - 140)) < D("0.000001")
