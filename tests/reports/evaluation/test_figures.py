"""Figures from observations: frequencies, gaps, ratios, running totals, aggregates."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.figures import PLAIN, YEAR_TO_DATE, Figures
from reports.evaluation.periods import parse
from tests.reports.evaluation.builders import D, cell, indicator, owed, steady

TODAY = date(2026, 10, 25)


def figures(cells, *indicators, zones=("A", "B"), obligations=()):
    """Figures over the given indicators (the standard one by default)."""
    known = {each.code: each for each in indicators or (indicator(),)}
    return Figures(known, dict.fromkeys(known, tuple(zones)), cells, obligations, TODAY)


def read(found, period, zone="A", code="IND01", mode=PLAIN):
    """Value, reason of a gap, missing periods."""
    figure = found.get(code, zone, parse(period), mode)
    return figure.value, figure.gap, figure.missing


MONTHLY_FLOW = indicator(frequency="M", nature="flow", time_rule="sum")
MONTHLY_STOCK = indicator(frequency="M")


@pytest.mark.parametrize(
    ("changes", "period", "found"),
    [
        ({}, "2026-Q3", "2026-Q3"),
        ({"frequency": "A"}, "2026-Q3", "2025"),
        ({"frequency": "A"}, "2026-Q4", "2026"),
        ({"frequency": "S"}, "2026-Q3", "2026-S1"),
        ({}, "2026-08", "2026-Q2"),
        ({}, "2026-09", "2026-Q3"),
        ({"frequency": "M"}, "2026-Q3", "2026-09"),
        ({"frequency": "M", "time_rule": "sum"}, "2026-Q3", "2026-Q3"),
        ({"frequency": "M", "time_rule": "sum", "cumulative": True}, "2026-Q3", "2026-09"),
        ({"frequency": "M", "numerator": "N", "denominator": "D"}, "2026-Q3", "2026-Q3"),
    ],
)
def test_the_period_that_stands_for_the_evaluated_one(changes, period, found):
    each = indicator(**changes)
    assert figures([], each).period_of(each, parse(period)).code == found


@pytest.mark.parametrize(
    ("cells", "gap"),
    [
        ([], "no_value"),
        ([cell("2026-Q3", None)], "reported_missing"),
        ([cell("2026-Q3", None, status="Q")], "suppressed"),
        ([cell("2026-Q3", None, status="N")], "not_applicable"),
    ],
)
def test_different_kinds_of_nothing_stay_different(cells, gap):
    assert read(figures(cells), "2026-Q3") == (None, gap, ())


def test_zero_is_a_value():
    figure = figures([cell("2026-Q3", "0", observation=7, version=2)]).get("IND01", "A", parse("2026-Q3"))
    assert (figure.value, figure.gap, figure.status, figure.observations) == (0, None, "A", ((7, 2),))


def test_a_stored_row_without_identity_leaves_no_trace():
    assert figures([cell("2026-Q3", "1")]).get("IND01", "A", parse("2026-Q3")).observations == ()


@pytest.mark.parametrize(
    ("obligations", "period", "gap"),
    [
        ((), "2026-Q3", "no_value"),
        ((), "2026-Q4", "not_due"),
        ((owed(due=date(2026, 10, 25)),), "2026-Q3", "no_value"),
        ((owed(due=date(2026, 10, 26)),), "2026-Q3", "not_due"),
        ((owed(due=date(2026, 10, 20)), owed(agency="A-FIN", due=date(2026, 11, 1))), "2026-Q3", "not_due"),
        ((owed("B", due=date(2026, 11, 1)),), "2026-Q3", "no_value"),
    ],
)
def test_nothing_before_the_due_date_is_not_due(obligations, period, gap):
    assert read(figures([], obligations=obligations), period)[1] == gap


def test_months_sum_to_a_quarter_and_name_the_missing_one():
    cells = [cell("2026-07", "1"), cell("2026-M08", "2")]
    assert read(figures(cells, MONTHLY_FLOW), "2026-Q3") == (3, None, ("2026-09",))
    assert read(figures([], MONTHLY_FLOW), "2026-Q3") == (None, "no_value", ())
    assert read(figures([], MONTHLY_FLOW), "2026-Q4") == (None, "not_due", ())


def test_a_stock_is_read_at_the_end_and_never_carried_forward():
    cells = [cell("2026-07", "1"), cell("2026-08", "2")]
    assert read(figures(cells, MONTHLY_STOCK), "2026-Q3")[:2] == (None, "no_value")
    assert read(figures([*cells, cell("2026-09", "5")], MONTHLY_STOCK), "2026-Q3") == (5, None, ())


def test_a_series_cumulative_in_the_year_is_never_added_up():
    each = indicator(frequency="M", nature="flow", time_rule="sum", cumulative=True)
    cells = [cell("2026-07", "100"), cell("2026-08", "120"), cell("2026-09", "150")]
    assert read(figures(cells, each), "2026-Q3") == (150, None, ())


@pytest.mark.parametrize(("rule", "gap"), [("recompute", "not_recomputable"), ("none", "no_time_rule")])
def test_a_rate_without_its_parts_is_not_combined(rule, gap):
    each = indicator(frequency="M", nature="rate", time_rule=rule)
    assert read(figures([cell("2026-07", "1")], each), "2026-Q3") == (None, gap, ())


def test_a_period_finer_than_the_series_has_no_figure():
    assert read(figures([cell("2026-Q3", "1")]), "2026-08") == (None, "period_mismatch", ())


def test_the_total_of_the_year_so_far():
    cells = [cell("2025-Q4", "50"), cell("2026-Q1", "1"), cell("2026-Q3", "3")]
    each = indicator(nature="flow", time_rule="sum")
    assert read(figures(cells, each), "2026-Q3", mode=YEAR_TO_DATE) == (4, None, ("2026-Q2",))


def test_a_running_total_and_its_gaps():
    each = indicator(nature="flow", time_rule="sum")
    mode = ("running", parse("2025").last_month)
    cells = [
        cell("2025-Q4", "50", observation=1),
        cell("2026-Q1", "1", status="P", observation=2),
        cell("2026-Q3", "3", observation=3),
    ]
    found = figures(cells, each)
    assert read(found, "2026-Q3", mode=mode) == (4, None, ("2026-Q2",))
    assert found.get("IND01", "A", parse("2026-Q3"), mode).observations == ((2, 1), (3, 1))
    assert found.get("IND01", "A", parse("2026-Q3"), mode).status == "P"
    assert read(found, "2026-Q3", zone="B", mode=mode)[:2] == (None, "no_value")
    assert read(found, "2025-Q4", mode=mode)[:2] == (None, "no_value")


RATIO = (
    indicator(
        "RATE",
        nature="rate",
        numerator="NUM",
        denominator="DEN",
        factor=D(100),
        zone_rule="ratio_of_sums",
        time_rule="recompute",
    ),
    indicator("NUM", nature="flow", time_rule="sum", frequency="M"),
    indicator("DEN", nature="stock", frequency="Q"),
)


def test_a_rate_of_a_quarter_is_recomputed_from_its_parts():
    cells = [*(cell(f"2026-0{month}", "1", code="NUM") for month in (7, 8, 9)), cell("2026-Q3", "60", code="DEN")]
    figure = figures(cells, *RATIO).get("RATE", "A", parse("2026-Q3"))
    assert (figure.value, figure.numerator, figure.denominator) == (5, 3, 60)
    assert (figure.contributing, figure.missing_zones) == (("A",), ())


@pytest.mark.parametrize(
    ("cells", "period", "gap"),
    [
        ([], "2026-Q3", "no_value"),
        ([], "2026-Q4", "not_due"),
        ([cell("2026-Q3", "60", code="DEN")], "2026-Q3", "no_numerator"),
        ([cell("2026-07", "1", code="NUM")], "2026-Q3", "no_denominator"),
        ([cell("2026-10", "1", code="NUM")], "2026-Q4", "not_due"),
        (
            [*(cell(f"2026-0{month}", "1", code="NUM") for month in (7, 8, 9)), cell("2026-Q3", "0", code="DEN")],
            "2026-Q3",
            "zero_denominator",
        ),
        ([cell("2026-Q3", None, code="DEN")], "2026-Q3", "no_value"),
    ],
)
def test_why_a_ratio_cannot_be_computed(cells, period, gap):
    figure = figures(cells, *RATIO).get("RATE", "A", parse(period))
    assert (figure.gap, figure.contributing, figure.missing_zones) == (gap, (), ("A",))


def test_a_part_of_a_quarter_is_not_divided_by_a_stock():
    cells = [cell("2026-07", "1", code="NUM"), cell("2026-Q3", "10", code="DEN")]
    assert read(figures(cells, *RATIO), "2026-Q3", code="RATE")[1] == "different_periods"


FLOWS = (
    RATIO[0],
    indicator("NUM", nature="flow", time_rule="sum", frequency="M"),
    indicator("DEN", nature="flow", time_rule="sum", frequency="M"),
)
NUM = [cell(f"2026-0{month}", value, code="NUM") for month, value in ((7, "53"), (8, "54"), (9, "54"))]
DEN = [cell(f"2026-0{month}", value, code="DEN") for month, value in ((7, "57"), (8, "56"), (9, "60"))]


def test_a_ratio_divides_the_months_that_both_sides_have():
    figure = figures([*NUM, *DEN[:2]], *FLOWS).get("RATE", "A", parse("2026-Q3"))
    assert (figure.numerator, figure.denominator, figure.missing) == (107, 113, ("2026-09",))
    assert (figure.contributing, figure.is_partial) == (("A",), True)
    figure = figures([*NUM[:2], *DEN[1:]], *FLOWS).get("RATE", "A", parse("2026-Q3"))
    assert (figure.numerator, figure.denominator, figure.missing) == (54, 56, ("2026-07", "2026-09"))


def test_a_ratio_without_a_common_month_is_none():
    figure = figures([NUM[0], DEN[1]], *FLOWS).get("RATE", "A", parse("2026-Q3"))
    assert (figure.value, figure.gap, figure.missing_zones) == (None, "different_periods", ("A",))


def test_only_the_observations_that_were_used_stand_behind_a_ratio():
    used = [cell("2026-07", "1", code="NUM", observation=1), cell("2026-07", "2", code="DEN", observation=2)]
    left = [cell("2026-08", "1", code="NUM", observation=3, status="E")]
    figure = figures([*used, *left], *FLOWS).get("RATE", "A", parse("2026-Q3"))
    assert (figure.observations, figure.status) == (((1, 1), (2, 1)), "A")


def test_the_programme_ratio_takes_from_each_zone_the_months_that_both_sides_have():
    others = [replace(each, zone="B") for each in (*NUM, *DEN)]
    figure = figures([*NUM, *DEN[:2], *others], *FLOWS).get("RATE", "", parse("2026-Q3"))
    assert (figure.numerator, figure.denominator, figure.missing) == (107 + 161, 113 + 173, ("2026-09",))
    assert figure.contributing == ("A", "B")


@steady
@given(st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)), min_size=6, max_size=6))
def test_a_share_of_a_whole_is_never_above_the_whole_whatever_is_missing(pairs):
    cells = []
    for place, (part, rest) in enumerate(pairs):
        month, zone = f"2026-0{7 + place % 3}", "AB"[place // 3]
        if part is not None:
            cells.append(cell(month, str(part), zone, "NUM"))
        if rest is not None:
            cells.append(cell(month, str((part or 0) + rest), zone, "DEN"))
    found = figures(cells, *FLOWS)
    for zone in ("A", "B", ""):
        figure = found.get("RATE", zone, parse("2026-Q3"))
        assert figure.value is None or 0 <= figure.value <= 100
        complete = all((part is None) == (rest is None) for part, rest in pairs)
        assert complete or zone or figure.value is None or figure.is_partial


def test_a_weight_of_a_part_of_the_quarter_is_no_weight():
    weighted = indicator("W", nature="rate", zone_rule="weighted_mean", weight_indicator="NUM")
    cells = [cell("2026-Q3", "10", code="W"), cell("2026-Q3", "20", "B", "W"), *NUM[:2]]
    cells += [replace(each, zone="B") for each in NUM]
    figure = figures(cells, weighted, FLOWS[1]).get("W", "", parse("2026-Q3"))
    assert (figure.value, figure.missing_zones) == (20, ("A",))


def test_a_yearly_stock_serves_the_quarters_that_follow():
    people = indicator("DEN", frequency="A")
    rate = indicator("RATE", nature="rate", numerator="NUM", denominator="DEN", time_rule="recompute")
    found = figures([cell("2026-Q3", "10", code="NUM"), cell("2025", "5", code="DEN")], rate, indicator("NUM"), people)
    assert read(found, "2026-Q3", code="RATE")[0] == 2


def test_a_yearly_flow_does_not_serve_a_quarter():
    rate = indicator("RATE", nature="rate", numerator="NUM", denominator="DEN", time_rule="recompute")
    found = figures(
        [cell("2026-Q3", "10", code="NUM"), cell("2025", "5", code="DEN")],
        rate,
        indicator("NUM"),
        indicator("DEN", frequency="A", nature="flow"),
    )
    assert read(found, "2026-Q3", code="RATE")[1] == "no_denominator"


def test_the_programme_adds_its_zones_and_names_the_missing():
    cells = [cell("2026-Q3", "10", observation=1), cell("2026-Q3", "30", "C", status="P", observation=3)]
    figure = figures(cells, zones=("A", "B", "C")).get("IND01", "", parse("2026-Q3"))
    assert (figure.value, figure.contributing, figure.missing_zones) == (40, ("A", "C"), ("B",))
    assert (figure.status, figure.observations) == ("P", ((1, 1), (3, 1)))


def test_a_zone_where_the_indicator_does_not_apply_is_not_missing():
    cells = [cell("2026-Q3", "10"), cell("2026-Q3", None, "B", status="N")]
    figure = figures(cells).get("IND01", "", parse("2026-Q3"))
    assert (figure.value, figure.missing_zones) == (10, ())


@pytest.mark.parametrize(
    ("cells", "gap"),
    [
        ([], "no_value"),
        ([cell("2026-Q3", None)], "no_value"),
        ([cell("2026-Q3", None), cell("2026-Q3", None, "B")], "reported_missing"),
        ([cell("2026-Q3", None, status="N"), cell("2026-Q3", None, "B", status="N")], "no_value"),
    ],
)
def test_why_the_programme_has_no_figure(cells, gap):
    assert figures(cells).get("IND01", "", parse("2026-Q3")).gap == gap


def test_the_programme_ratio_divides_sums():
    cells = [
        *(cell("2026-Q3", value, zone, "NUM") for zone, value in (("A", "1"), ("B", "90"))),
        *(cell("2026-Q3", value, zone, "DEN") for zone, value in (("A", "10"), ("B", "100"))),
    ]
    known = (RATIO[0], indicator("NUM"), RATIO[2])
    figure = figures(cells, *known).get("RATE", "", parse("2026-Q3"))
    assert (round(figure.value, 4), figure.numerator, figure.denominator) == (D("82.7273"), 91, 110)


def test_the_programme_mean_can_be_weighted_by_a_yearly_stock():
    weighted = indicator("W", nature="rate", zone_rule="weighted_mean", weight_indicator="GDP")
    cells = [
        *(cell("2026-Q3", value, zone, "W") for zone, value in (("A", "10"), ("B", "20"))),
        *(cell("2025", value, zone, "GDP") for zone, value in (("A", "300"), ("B", "100"))),
    ]
    assert figures(cells, weighted, indicator("GDP", frequency="A")).get("W", "", parse("2026-Q3")).value == D("12.5")


def test_answers_are_remembered_and_can_be_dropped():
    found = figures([cell("2026-Q3", "10")])
    first = found.get("IND01", "A", parse("2026-Q3"))
    assert found.get("IND01", "A", parse("2026-Q3")) is first
    found.forget()
    assert found.get("IND01", "A", parse("2026-Q3")) == first
