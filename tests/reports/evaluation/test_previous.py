"""The previous figure beside a value: the same point of the previous period, or the reason why none compares."""

import pytest

from tests.reports.evaluation.builders import FLOW, D, cell, line, target


def test_the_previous_figure_of_other_zones_is_refused():
    both = [cell("2026-Q2", "10"), cell("2026-Q2", "10", "B")]
    found = line([*both, cell("2026-Q3", "12")], zone="")
    assert (found["previous"], found["previous_reason"]) == (None, "different_coverage")
    found = line([*both, cell("2026-Q3", "12"), cell("2026-Q3", "12", "B")], zone="")
    assert (found["previous"], found["previous_reason"]) == ("20", None)


def test_the_previous_figure_of_the_same_part_of_the_zones_is_shown():
    found = line([cell("2026-Q2", "10"), cell("2026-Q3", "12")], zone="")
    assert (found["previous"], found["previous_reason"]) == ("10", None)


@pytest.mark.parametrize("missing", ["2026-05", "2026-08"])
def test_the_previous_figure_of_a_part_of_a_quarter_is_refused(missing):
    months = [cell(f"2026-0{month}", "1") for month in range(4, 10) if f"2026-0{month}" != missing]
    found = line(months, frequency="M", nature="flow", time_rule="sum")
    assert (found["previous"], found["previous_period"]) == (None, "2026-Q2")
    assert found["previous_reason"] == "different_coverage"
    assert found["missing_periods"] == ([missing] if missing == "2026-08" else [])


def test_a_running_total_compares_with_one_that_misses_the_same():
    goal = target(type="cumulative", baseline=D(0), baseline_period="2025-Q4", target=D(100))
    found = line([cell("2026-Q1", "5"), cell("2026-Q2", "15")], goal, **FLOW)
    assert (found["value"], found["previous"], found["previous_reason"]) == ("20", None, "different_coverage")
    goal = target(type="cumulative", baseline=D(0), baseline_period="2025-Q3", target=D(100))
    found = line([cell("2026-Q1", "5"), cell("2026-Q2", "5"), cell("2026-Q3", "15")], goal, **FLOW)
    assert (found["missing_periods"], found["previous"], found["covers"]) == (["2025-Q4"], "10", "since_baseline")


def test_without_a_value_the_previous_one_stands_when_it_is_whole():
    assert line([cell("2026-Q2", "10")])["previous"] == "10"
    found = line([cell("2026-Q2", "10")], zone="")
    assert (found["previous"], found["previous_reason"]) == (None, "different_coverage")


def test_previous_is_the_same_point_of_the_previous_evaluation_period():
    months = [cell(f"2026-0{month}", str(month)) for month in range(1, 10)]
    found = line(months, frequency="M")
    assert (found["value_period"], found["previous_period"], found["previous"]) == ("2026-09", "2026-06", "6")
    found = line(months, frequency="M", scope_changes={"kind": "monthly", "period": "2026-09"})
    assert (found["previous_period"], found["previous"]) == ("2026-08", "8")


def test_a_total_since_january_is_not_compared_across_the_new_year():
    months = [cell(f"2025-{month:02}", str(month)) for month in range(1, 13)]
    months += [cell(f"2026-0{month}", str(month)) for month in range(1, 7)]
    totals = {"frequency": "M", "nature": "flow", "time_rule": "last", "cumulative": True}
    found = line(months, scope_changes={"period": "2026-Q1"}, **totals)
    assert (found["previous_period"], found["previous"], found["previous_reason"]) == (
        "2025-12",
        None,
        "year_restarted",
    )
    assert {point["segment"] for point in found["history"]} == {2025, 2026}
    found = line(months, scope_changes={"period": "2026-Q2"}, **totals)
    assert (found["previous_period"], found["previous"], found["covers"]) == ("2026-03", "3", "year_to_date")
