"""Wrong results seen in comparable systems, each of which must come out right here."""

from dataclasses import replace

import pytest

from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from tests.reports.evaluation.builders import D, cell, indicator, inputs, target


def lines(**changes):
    """Lines by zone."""
    return {line["zone"]: line for line in evaluate_programme(inputs(**changes))["lines"]}


def test_from_100_to_50_now_at_75_is_half_way():
    goal = target(type="decrease", baseline=D(100), target=D(50), baseline_period="2024-Q3", target_period="2028-Q3")
    line = lines(cells=(cell("2026-Q3", "75"),), targets=(goal,))["A"]
    assert (line["attainment"], line["expected"], line["progress_index"], line["rating"]) == (
        "0.5",
        "75",
        "1",
        "on_track",
    )


@pytest.mark.parametrize("kind", ["decrease", "maximum"])
def test_a_target_of_zero_can_be_reached(kind):
    goal = target(type=kind, baseline=D(8), target=D(0), target_period="2026-Q3")
    line = lines(cells=(cell("2026-Q3", "0"),), targets=(goal,))["A"]
    assert (line["value"], line["target"], line["rating"], line["assessment"]) == ("0", "0", "completed", "achieved")


def test_zero_stays_zero_and_counts():
    found = lines(cells=(cell("2026-Q2", "5"), cell("2026-Q3", "0"), cell("2026-Q3", "7", "B")))
    assert (found["A"]["value"], found["A"]["history"][-1]["value"]) == ("0", "0")
    assert (found[""]["value"], found[""]["contributing"], found[""]["missing"]) == ("7", ["A", "B"], [])


@pytest.mark.parametrize(
    ("value", "status", "assessment", "printed"),
    [
        ("0", "A", "no_target", "0"),
        ("0", "P", "no_target", "0"),
        (None, "M", "no_data", None),
        (None, "N", "not_assessable", None),
        (None, "Q", "not_assessable", None),
    ],
)
def test_zero_missing_not_applicable_suppressed_and_provisional_differ(value, status, assessment, printed):
    line = lines(cells=(cell("2026-Q3", value, status=status),))["A"]
    assert (line["value"], line["assessment"], line["status"]) == (printed, assessment, status if value else None)
    others = {None: "no_value", "M": "reported_missing", "N": "not_applicable", "Q": "suppressed"}
    if value is None:
        assert line["reasons"][0]["code"] == others[status]


def test_two_totals_100_then_120_make_120():
    goal = target(type="cumulative", baseline=D(0), baseline_period="2025", target=D(240), target_period="2027")
    series = indicator(nature="flow", time_rule="sum", cumulative=True)
    line = lines(cells=(cell("2026-Q2", "100"), cell("2026-Q3", "120")), targets=(goal,), indicators=(series,))["A"]
    assert (line["value"], line["attainment"]) == ("120", "0.5")


def test_a_second_value_for_a_cell_is_refused():
    with pytest.raises(EvaluationError) as refusal:
        lines(cells=(cell("2026-Q3", "100"), cell("2026-Q3", "120")))
    assert refusal.value.code == "duplicate_cell"


def test_an_unknown_status_is_refused():
    with pytest.raises(EvaluationError) as refusal:
        lines(cells=(cell("2026-Q3", "1", status="OK"),))
    assert refusal.value.code == "unknown_status"


def test_a_capped_percentage_caps():
    goal = target(capped=True, target_period="2027")
    assert lines(cells=(cell("2026-Q3", "260"),), targets=(goal,))["A"]["attainment"] == "1"
    assert lines(cells=(cell("2026-Q3", "260"),), targets=(replace(goal, capped=False),))["A"]["attainment"] == "1.6"


@pytest.mark.parametrize(("denominator", "reason"), [("0", "zero_denominator"), (None, "no_denominator")])
def test_a_ratio_without_denominator_is_not_computable_never_zero(denominator, reason):
    rate = indicator(
        "RATE", nature="rate", numerator="NUM", denominator="DEN", time_rule="recompute", zone_rule="ratio_of_sums"
    )
    known = (rate, indicator("NUM"), indicator("DEN"))
    given = (cell("2026-Q3", "5", code="NUM"), cell("2026-Q3", denominator, code="DEN"))
    line = next(
        each
        for each in evaluate_programme(inputs(indicators=known, cells=given))["lines"]
        if each["indicator"] == "RATE" and each["zone"] == "A"
    )
    assert (line["value"], line["assessment"], line["reasons"][0]["code"]) == (None, "not_assessable", reason)
    assert (line["numerator"], line["denominator"]) == ("5", denominator)


def test_both_sides_of_a_ratio_are_printed():
    rate = indicator(
        "RATE",
        nature="rate",
        numerator="NUM",
        denominator="DEN",
        time_rule="recompute",
        zone_rule="ratio_of_sums",
        factor=D(100),
    )
    known = (rate, indicator("NUM"), indicator("DEN"))
    given = (
        cell("2026-Q3", "1", code="NUM"),
        cell("2026-Q3", "8", code="DEN"),
        cell("2026-Q3", "2", "B", "NUM"),
        cell("2026-Q3", "2", "B", "DEN"),
    )
    found = {
        line["zone"]: line
        for line in evaluate_programme(inputs(indicators=known, cells=given))["lines"]
        if line["indicator"] == "RATE"
    }
    assert [
        (found[zone]["numerator"], found[zone]["denominator"], found[zone]["value"]) for zone in ("A", "B", "")
    ] == [
        ("1", "8", "12.5"),
        ("2", "2", "100"),
        ("3", "10", "30"),
    ]


@pytest.mark.parametrize("value", ["12.7", "-12.7", "0.1", "47260.5"])
def test_a_value_is_printed_as_it_was_entered(value):
    assert lines(cells=(cell("2026-Q3", value),))["A"]["value"] == value


def test_the_same_question_has_one_answer():
    given = inputs(cells=(cell("2026-Q3", "1"),), targets=(target(),))
    assert evaluate_programme(given) == evaluate_programme(given)
