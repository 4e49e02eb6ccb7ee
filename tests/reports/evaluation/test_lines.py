"""The line of an indicator and zone, from inputs to texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation import periods
from reports.evaluation.course import yearly_path
from reports.evaluation.periods import Period
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import RatingRule
from tests.reports.evaluation.builders import FLOW, D, cell, indicator, inputs, line, positives, steady, target


def codes(found):
    """Codes of the reasons."""
    return [each["code"] for each in found["reasons"]]


SERIES = [cell("2025-Q3", "100"), cell("2026-Q2", "130"), cell("2026-Q3", "150.50", observation=9, version=3)]


def test_a_whole_line():
    found = line(SERIES, target(target_period="2028-Q3", baseline_period="2024-Q3"))
    history = found.pop("history")
    assert [point["period"] for point in history] == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert [point["value"] for point in history] == ["100", None, None, "130", "150.5"]
    path = found.pop("path")
    assert path[0] == {"period": "2024-Q3", "expected": "100", "segment": 0}
    assert [point["expected"] for point in path[-2:]] == ["150", "200"]
    assert {point["segment"] for point in (*path, *history)} == {0}
    assert found == {
        "indicator": "IND01",
        "zone": "A",
        "value": "150.5",
        "value_period": "2026-Q3",
        "covers": "period",
        "status": "A",
        "previous": "130",
        "previous_period": "2026-Q2",
        "previous_reason": None,
        "year_ago": "100",
        "change": {"kind": "percent", "value": "50.5", "reason": None},
        "numerator": None,
        "denominator": None,
        "baseline": "100",
        "baseline_period": "2024-Q3",
        "target": "200",
        "target_period": "2028-Q3",
        "expected": "150",
        "attainment": "0.505",
        "attainment_kind": "change",
        "years_met": None,
        "years_tested": None,
        "progress_index": "1.01",
        "index_baseline": "100",
        "required_pace": "24.75",
        "rating": "on_track",
        "assessment": "rated",
        "rule": "progress_index",
        "reasons": [
            {"code": "on_path", "params": {"index": "1.01", "threshold": "0.95", "value": "150.5", "expected": "150"}}
        ],
        "contributing": ["A"],
        "missing": [],
        "missing_periods": [],
        "observations": [{"id": 9, "version": 3}],
    }


def test_a_line_without_anything():
    found = line([])
    assert (found["value"], found["status"], found["rating"], found["assessment"]) == (
        None,
        None,
        "not_rated",
        "no_data",
    )
    assert (found["history"], found["path"], found["observations"]) == ([], [], [])
    assert (found["contributing"], found["missing"]) == ([], ["A"])
    assert found["change"] == {"kind": "not_computable", "value": None, "reason": "no_value"}


def test_history_holds_thirteen_periods():
    cells = [
        cell(f"{year}-Q{quarter}", str(year * 10 + quarter))
        for year in range(2020, 2027)
        for quarter in (1, 2, 3, 4)
        if (year, quarter) <= (2026, 3)
    ]
    history = line(cells)["history"]
    assert (len(history), history[0]["period"], history[-1]["period"]) == (13, "2023-Q3", "2026-Q3")


def test_history_marks_points_to_which_a_zone_did_not_contribute():
    cells = [cell("2026-Q1", "5"), cell("2026-Q1", "7", "B"), cell("2026-Q2", "6"), cell("2026-Q3", "6"), cell("2026-Q3", "8", "B")]  # fmt: skip
    shown = [(point["value"], point["partial"]) for point in line(cells, zone="")["history"]]
    assert shown == [("12", False), ("6", True), ("14", False)]


def test_history_marks_points_to_which_a_period_did_not_contribute_and_no_gap():
    months = [cell(f"2026-{month}", "1") for month in ("01", "02", "03", "07", "09")]
    shown = [
        (point["value"], point["partial"])
        for point in line(months, frequency="M", nature="flow", time_rule="sum")["history"]
    ]
    assert shown == [("3", False), (None, False), ("2", True)]


@pytest.mark.parametrize(
    ("cells", "changes", "change"),
    [
        (SERIES, {"percentage": True}, ("points", "50.5", None)),
        ([cell("2026-Q3", "1")], {"nature": "yes_no"}, ("not_computable", None, "yes_no")),
        ([cell("2026-Q3", "1")], {}, ("not_computable", None, "no_base")),
        ([cell("2026-Q3", "1"), cell("2025-Q3", "0")], {}, ("not_computable", None, "zero_base")),
        ([*SERIES[:2], replace(SERIES[2], status="B")], {}, ("not_computable", None, "series_break")),
        ([SERIES[0], replace(SERIES[1], status="B"), SERIES[2]], {}, ("not_computable", None, "series_break")),
        ([replace(SERIES[0], status="B"), *SERIES[1:]], {}, ("percent", "50.5", None)),
    ],
)
def test_change_on_last_year(cells, changes, change):
    assert tuple(line(cells, **changes)["change"].values()) == change


def test_a_change_between_different_zones_is_refused():
    both = [cell("2025-Q3", "10"), cell("2025-Q3", "10", "B")]
    found = line([*both, cell("2026-Q3", "12")], zone="")
    assert tuple(found["change"].values()) == ("not_computable", None, "different_coverage")
    assert line([*both, cell("2026-Q3", "12"), cell("2026-Q3", "12", "B")], zone="")["change"]["value"] == "20"


@pytest.mark.parametrize("missing_year", ["2025", "2026"])
def test_a_change_between_a_whole_and_a_part_of_a_quarter_is_refused(missing_year):
    cells = [
        cell(f"{year}-{month}", "1")
        for year in ("2025", "2026")
        for month in ("07", "08", "09")
        if (year, month) != (missing_year, "08")
    ]
    found = line(cells, frequency="M", nature="flow", time_rule="sum")
    assert found["change"]["reason"] == "different_coverage"


def test_a_partial_figure_has_no_attainment_and_no_verdict():
    goal = target(zone="")
    found = line([cell("2026-Q3", "150")], goal, zone="")
    assert (found["value"], found["missing"], found["contributing"]) == ("150", ["B"], ["A"])
    assert (found["attainment"], found["progress_index"], found["required_pace"]) == (None, None, None)
    assert (found["rating"], found["assessment"], codes(found)) == ("not_rated", "not_assessable", ["partial_zones"])
    assert found["reasons"][0]["params"] == {"have": "1", "of": "2", "missing": "B"}


def test_a_rule_may_allow_a_partial_figure():
    found = line([cell("2026-Q3", "150")], target(zone=""), zone="", rule=RatingRule(allow_partial=True))
    assert (found["attainment"], found["assessment"], codes(found)[-1]) == ("0.5", "rated", "partial_zones")


def test_a_part_of_a_quarter_is_not_rated():
    goal = target(baseline_period="2024-Q4", target_period="2028-Q4")
    found = line([cell("2026-07", "150")], goal, frequency="M", nature="flow", time_rule="sum")
    assert (found["value"], codes(found)) == ("150", ["partial_periods"])


def test_a_target_met_and_lost_again_is_remembered():
    cells = [cell("2025-Q2", "210"), cell("2025-Q3", "205"), cell("2026-Q2", "180"), cell("2026-Q3", "190")]
    found = line(cells, target())
    assert (found["rating"], found["assessment"]) == ("at_risk", "achieved_then_lost")
    assert found["reasons"][0] == {"code": "achieved_then_lost", "params": {"period": "2025-Q3"}}


def test_a_loss_is_found_however_long_ago_but_not_before_the_baseline():
    goal = target(baseline_period="2020", baseline=D(100))
    assert line([cell("2021-Q1", "210"), cell("2026-Q3", "190")], goal)["assessment"] == "achieved_then_lost"
    assert line([cell("2020-Q1", "210"), cell("2026-Q3", "190")], goal)["assessment"] == "rated"


def test_without_baseline_period_the_history_tells_of_a_loss():
    goal = target(type="step", target=D(10), baseline_period=None)
    assert line([cell("2026-Q1", "10"), cell("2026-Q3", "9")], goal)["assessment"] == "achieved_then_lost"


def test_a_partial_sum_is_no_proof_that_a_target_was_met():
    cells = [cell("2026-Q2", "500"), cell("2026-Q3", "100"), cell("2026-Q3", "40", "B")]
    assert line(cells, target(zone=""), zone="")["assessment"] == "rated"


@pytest.mark.parametrize(
    ("goal", "value", "assessment"),
    [
        (target(type="minimum", baseline=None), "90", "achieved_then_lost"),
        (target(type="minimum", baseline=None, target_period="2026-Q3"), "90", "rated"),
        (target(type="maximum", baseline=None, target_period=None), "300", "rated"),
        (target(type="maintain", target=None, low=D(100)), "90", "rated"),
    ],
)
def test_a_broken_standing_limit_is_broken_and_not_lost(goal, value, assessment):
    met = "100" if goal.type == "maximum" else "250"
    assert line([cell("2026-Q2", met), cell("2026-Q3", value)], goal)["assessment"] == assessment


def test_a_cumulative_target_reads_the_running_total_everywhere():
    goal = target(type="cumulative", baseline=D(10), baseline_period="2025-Q4", target=D(100), target_period="2027-Q3")
    cells = [cell("2025-Q4", "999"), cell("2026-Q1", "5"), cell("2026-Q2", "10"), cell("2026-Q3", "15")]
    found = line(cells, goal, **FLOW)
    assert (found["value"], found["previous"], found["expected"]) == ("40", "25", "48.5714285714")
    assert (found["attainment"], found["history"][-1]["value"]) == ("0.333333", "40")
    assert codes(found) == ["behind_path", "running_total"]


def test_a_cumulative_target_from_nothing():
    goal = target(type="cumulative", baseline=None, baseline_period="2025", target=D(60))
    assert line([cell(f"2026-Q{quarter}", "10") for quarter in (1, 2, 3)], goal, **FLOW)["attainment"] == "0.5"


def test_a_cumulative_target_on_a_stock_reads_the_stock():
    goal = target(type="cumulative", baseline=D(0), target=D(400))
    found = line([cell("2026-Q2", "100"), cell("2026-Q3", "120")], goal)
    assert (found["value"], found["attainment"]) == ("120", "0.3")


def test_a_yearly_target_reads_the_year_so_far_and_tests_each_year():
    goal = target(
        type="yearly", target=D(1000), strict=True, baseline=None, baseline_period="2024", target_period="2027"
    )
    cells = [cell(f"2025-Q{quarter}", "300") for quarter in (1, 2, 3, 4)] + [
        cell(f"2026-Q{quarter}", "200") for quarter in (1, 2, 3)
    ]
    found = line(cells, goal, **FLOW)
    assert (found["value"], found["expected"], found["progress_index"], found["attainment"]) == (
        "600",
        "750",
        "0.8",
        "0.6",
    )
    assert (found["attainment_kind"], found["years_met"], found["years_tested"]) == ("year", 1, 1)
    assert (found["covers"], found["index_baseline"]) == ("year_to_date", "0")
    assert (found["rating"], codes(found)) == ("at_risk", ["behind_path", "years_met", "year_to_date"])
    assert found["required_pace"] is None
    course = [(point["period"], point["expected"], point["segment"]) for point in found["path"]]
    assert course[:6] == [
        ("2024-Q4", "0", 2025),
        ("2025-Q1", "250", 2025),
        ("2025-Q2", "500", 2025),
        ("2025-Q3", "750", 2025),
        ("2025-Q4", "1000", 2025),
        ("2025-Q4", "0", 2026),
    ]
    assert course[-1] == ("2027-Q4", "1000", 2027)
    assert [point["segment"] for point in found["history"]] == [2025, 2025, 2025, 2025, 2026, 2026, 2026]


def test_a_yearly_target_on_a_stock_waits_for_the_end_of_the_year():
    goal = target(type="yearly", target=D(1000), baseline=None, baseline_period="2024", target_period="2027")
    found = line([cell("2025-Q4", "1200"), cell("2026-Q3", "900")], goal)
    assert (found["assessment"], codes(found), found["progress_index"]) == (
        "not_due",
        ["year_not_over", "years_met"],
        None,
    )


def test_a_year_with_a_gap_has_no_test():
    goal = target(type="yearly", target=D(10), baseline=None, baseline_period="2024", target_period="2027")
    found = line([cell("2025-Q1", "500"), *(cell(f"2026-Q{quarter}", "5") for quarter in (1, 2, 3))], goal, **FLOW)
    assert codes(found) == ["year_met", "years_unknown", "year_to_date"]
    assert (found["attainment"], found["years_met"], found["years_tested"]) == ("1.5", 0, 0)


def test_a_range_has_limits_and_no_path():
    goal = target(
        type="maintain", target=None, baseline=None, baseline_period=None, low=D(2), high=D(3), target_period=None
    )
    found = line([cell("2026-Q3", "2.5")], goal)
    assert (found["rating"], found["target"], found["expected"], found["path"]) == ("on_track", None, None, [])


def test_the_growth_ratio_may_rate_a_line():
    rule = RatingRule(code="growth", method="growth_ratio")
    goal = target(path="geometric", target=D(400), target_period="2028-Q3", baseline_period="2024-Q3")
    found = line([cell("2026-Q3", "200")], goal, rule=rule)
    assert (found["rating"], found["rule"], codes(found)) == (
        "on_track",
        "growth",
        ["growth_on_pace", "required_growth"],
    )
    assert found["reasons"][1]["params"] == {"rate": "0.414214", "until": "2028-Q3"}


@pytest.mark.parametrize(
    ("goal", "cells"),
    [
        (None, [cell("2026-Q3", "200")]),
        (target(), []),
        (target(baseline_period=None), [cell("2026-Q3", "150")]),
        (target(target_period=None), [cell("2026-Q3", "150")]),
    ],
)
def test_where_growth_cannot_be_compared_the_line_says_so(goal, cells):
    found = line(cells, goal, rule=RatingRule(method="growth_ratio"))
    assert found["rating"] == "not_rated"


def test_an_indicator_may_have_its_own_rule():
    own = RatingRule(code="own", on_track=D("0.1"), at_risk=D(0))
    found = line([cell("2026-Q3", "110")], target())
    assert found["rating"] == "off_track"
    given = inputs(cells=(cell("2026-Q3", "110"),), targets=(target(),), indicators=(indicator(rule=own),))
    found = evaluate_programme(given)["lines"][0]
    assert (found["rating"], found["rule"]) == ("on_track", "own")


@pytest.mark.parametrize(("status", "note"), [("A", []), ("B", []), ("P", ["provisional"]), ("E", ["estimated"])])
def test_an_uncertain_value_says_so(status, note):
    assert codes(line([cell("2026-Q3", "1", status=status)]))[1:] == note


def test_a_summed_target_says_so():
    given = inputs(cells=(cell("2026-Q3", "150"), cell("2026-Q3", "150", "B")), targets=(target(), target(zone="B")))
    found = evaluate_programme(given)["lines"][-1]
    assert (found["zone"], found["target"], codes(found)) == ("", "400", ["on_path", "target_summed_from_zones"])


def test_a_met_target_needs_no_pace():
    assert line([cell("2026-Q3", "205")], target())["required_pace"] is None


def test_no_growth_is_required_from_a_value_at_zero():
    found = line([cell("2026-Q3", "0")], target(path="geometric"))
    assert codes(found) == ["moving_away"]


def test_a_yearly_indicator_shows_its_last_year_in_a_quarterly_evaluation():
    found = line([cell("2024", "90"), cell("2025", "99")], frequency="A")
    assert (found["value"], found["value_period"], found["previous_period"], found["year_ago"]) == (
        "99",
        "2025",
        "2024",
        "90",
    )


def test_a_monthly_evaluation_reads_months():
    found = line(
        [cell("2025-09", "1"), cell("2026-09", "3")],
        scope_changes={"kind": "monthly", "period": "2026-M09"},
        frequency="M",
    )
    assert (found["value_period"], found["change"]["value"], len(found["history"])) == ("2026-09", "200", 13)


@pytest.mark.parametrize(
    ("ends", "frequency", "last"),
    [
        ("2027-Q3", "Q", ("2027-Q3", "750")),
        ("2027-09", "Q", ("2027-Q3", "750")),
        ("2027-08", "Q", ("2027-08", "666.6666666667")),
        ("2027-02", "M", ("2027-02", "166.6666666667")),
        (None, "Q", ("2026-Q4", "1000")),
    ],
)
def test_the_path_of_a_year_ends_with_the_target(ends, frequency, last):
    goal = target(type="yearly", target=D(1000), baseline=None, baseline_period="2024", target_period=ends)
    period = "2026-Q3" if frequency == "Q" else "2026-09"
    found = line([cell(period, "600")], goal, **FLOW, frequency=frequency)
    assert (found["path"][-1]["period"], found["path"][-1]["expected"]) == last


@steady
@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from("MQSA"), positives)
def test_every_year_of_a_path_rises_from_nothing_to_its_target(ahead, back, frequency, goal):
    newest = Period(frequency, 2026, periods.PER_YEAR[frequency])
    asked = target(type="yearly", target=goal, baseline_period=str(2026 - back), target_period=str(2026 + ahead))
    shown = (*reversed(periods.window(newest, 12)), newest)
    path = yearly_path(asked, shown)
    by_year = {}
    for point in path:
        by_year.setdefault(point["segment"], []).append(D(point["expected"]))
    assert list(by_year) == list(range(max(shown[0].year, 2027 - back), 2027 + ahead))
    for values in by_year.values():
        assert values[0] == 0
        assert values == sorted(values)
        assert values[-1] == goal
        assert len(values) == periods.PER_YEAR[frequency] + 1


def test_without_a_target_a_partial_figure_still_says_so():
    found = line([cell("2026-Q3", "150")], zone="")
    assert (found["assessment"], codes(found)) == ("no_target", ["no_target", "partial_zones"])
    found = line([cell("2026-07", "150")], frequency="M", nature="flow", time_rule="sum")
    assert (found["assessment"], codes(found)) == ("no_target", ["no_target", "partial_periods"])


@pytest.mark.parametrize(
    ("value", "bounds", "code"),
    [
        ("102", {"maximum": D(100)}, "above_maximum"),
        ("100", {"maximum": D(100)}, None),
        ("-1", {"minimum": D(0)}, "below_minimum"),
        ("0", {"minimum": D(0)}, None),
        ("5", {}, None),
    ],
)
def test_a_figure_outside_the_bounds_of_its_indicator_says_so(value, bounds, code):
    found = line([cell("2026-Q3", value)], nature="rate", **bounds)
    assert [each for each in codes(found) if each != "no_target"] == ([code] if code else [])
    if code:
        assert found["reasons"][-1]["params"] == {"value": value, "limit": str(next(iter(bounds.values())))}
    assert (code in codes(line([cell("2026-Q3", value)], target(), nature="rate", **bounds))) is bool(code)


@pytest.mark.parametrize(("zone_rule", "told"), [("sum", False), ("mean", True), ("max", True)])
def test_the_bounds_of_one_zone_do_not_bound_a_sum(zone_rule, told):
    cells = [cell("2026-Q3", "70"), cell("2026-Q3", "150", "B")]
    found = line(cells, zone="", zone_rule=zone_rule, maximum=D(100))
    assert ("above_maximum" in codes(found)) is told


def test_a_sum_below_a_bound_that_every_summand_keeps_is_told():
    cells = [cell("2026-07", "-1"), cell("2026-08", "-1"), cell("2026-09", "0")]
    months = {"frequency": "M", "nature": "flow", "time_rule": "sum"}
    assert "below_minimum" in codes(line(cells, minimum=D(0), **months))
    assert "below_minimum" not in codes(line(cells, minimum=D(-1), **months))
    cells = [cell("2026-07", "70"), cell("2026-08", "70"), cell("2026-09", "70")]
    assert "above_maximum" not in codes(line(cells, maximum=D(100), **months))
