"""Ratings: states without a verdict, thresholds, and the rule of each target type."""

from dataclasses import replace

import pytest
from hypothesis import given

from reports.evaluation.rating import Standing, rate
from reports.evaluation.reasons import reason
from reports.evaluation.types import PathPoint, RatingRule
from tests.reports.evaluation.builders import D, numbers, steady, target

RULE = RatingRule()


def standing(value: str | None, **changes) -> Standing:
    """A value of 2026-Q4 on the way from 100 to 200, where 150 is expected."""
    values = {"period": "2026-Q4", "value": None if value is None else D(value), "target": target(), "expected": D(150)}
    return Standing(**{**values, **changes})


def verdict(given_standing: Standing, rule: RatingRule = RULE):
    """Rating, kind of verdict, codes of the reasons."""
    found = rate(rule, given_standing)
    return found.rating, found.assessment, [each.code for each in found.reasons]


@pytest.mark.parametrize(
    ("gap", "assessment", "code"),
    [
        (None, "no_data", "no_value"),
        ("no_value", "no_data", "no_value"),
        ("reported_missing", "no_data", "reported_missing"),
        ("not_due", "not_due", "not_due"),
        ("suppressed", "not_assessable", "suppressed"),
        ("not_applicable", "not_assessable", "not_applicable"),
        ("zero_denominator", "not_assessable", "zero_denominator"),
    ],
)
@pytest.mark.parametrize("goal", [None, target(), target(type="maximum")])
def test_a_missing_value_is_never_coloured(gap, assessment, code, goal):
    assert verdict(standing(None, gap=gap, target=goal)) == ("not_rated", assessment, [code])


def test_without_target_there_is_nothing_to_rate():
    assert verdict(standing("5", target=None)) == ("not_rated", "no_target", ["no_target"])


PARTIAL = reason("partial_zones", have=4, of=5, missing="B")


def test_a_partial_figure_is_rated_only_where_the_rule_allows_it():
    partial = standing("150", index=D(1), partial=PARTIAL)
    assert verdict(partial) == ("not_rated", "not_assessable", ["partial_zones"])
    assert verdict(partial, replace(RULE, allow_partial=True)) == ("on_track", "rated", ["on_path", "partial_zones"])


@pytest.mark.parametrize(
    ("period", "early"), [("2024", True), ("2024-Q4", True), ("2024-Q3", True), ("2025-Q1", False)]
)
def test_the_path_begins_after_the_baseline(period, early):
    assert (verdict(standing("150", period=period, index=D(1)))[2] == ["before_path"]) is early


@pytest.mark.parametrize(
    ("index", "rating", "code"),
    [
        ("2", "on_track", "on_path"),
        ("0.95", "on_track", "on_path"),
        ("0.9499999", "at_risk", "behind_path"),
        ("0.60", "at_risk", "behind_path"),
        ("0.5999999", "off_track", "far_behind_path"),
        ("0", "off_track", "far_behind_path"),
        ("-0.0000001", "off_track", "moving_away"),
    ],
)
def test_thresholds_belong_to_the_better_side(index, rating, code):
    assert verdict(standing("140", index=D(index))) == (rating, "rated", [code])


def test_thresholds_are_data():
    lenient = RatingRule(code="lenient", version="2", on_track=D("0.5"), at_risk=D("0.1"))
    assert verdict(standing("140", index=D("0.5")), lenient)[0] == "on_track"


@pytest.mark.parametrize(
    ("growth", "rating", "codes"),
    [
        ("0.95", "on_track", ["growth_on_pace"]),
        ("0.7", "at_risk", ["growth_behind_pace"]),
        ("0.1", "off_track", ["growth_far_behind_pace"]),
        (None, "on_track", ["on_path", "growth_ratio_undefined"]),
    ],
)
def test_the_growth_ratio_falls_back_to_the_index_and_says_so(growth, rating, codes):
    rule = replace(RULE, method="growth_ratio")
    given_standing = standing("150", index=D(1), growth=None if growth is None else D(growth))
    assert verdict(given_standing, rule) == (rating, "rated", codes)


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        ("200", {}, ("completed", "achieved", ["achieved", "achieved_early"])),
        ("200", {"period": "2028-11"}, ("completed", "achieved", ["achieved", "achieved_early"])),
        ("200", {"period": "2028"}, ("completed", "achieved", ["achieved"])),
        ("199", {"period": "2028-11", "index": D("0.99")}, ("on_track", "rated", ["on_path"])),
        ("200", {"target": target(target_period=None)}, ("completed", "achieved", ["achieved"])),
        ("199", {"period": "2028", "index": D("0.99")}, ("off_track", "rated", ["target_missed"])),
        (
            "199",
            {"period": "2028", "lost": "2027"},
            ("off_track", "achieved_then_lost", ["achieved_then_lost", "target_missed"]),
        ),
        (
            "190",
            {"index": D("1.8"), "lost": "2026-Q1"},
            ("at_risk", "achieved_then_lost", ["achieved_then_lost", "on_path"]),
        ),
        (
            "110",
            {"index": D("0.2"), "lost": "2026-Q1"},
            ("off_track", "achieved_then_lost", ["achieved_then_lost", "far_behind_path"]),
        ),
        ("150", {"expected": None}, ("not_rated", "not_assessable", ["no_path"])),
        ("150", {"target": target(baseline=None)}, ("not_rated", "not_assessable", ["no_path"])),
        ("150", {"target": target(target=None)}, ("not_rated", "not_assessable", ["no_path"])),
        ("150", {"target": target(baseline=D(300))}, ("not_rated", "not_assessable", ["baseline_beyond_target"])),
        ("150", {"target": target(baseline=D(200))}, ("not_rated", "not_assessable", ["baseline_beyond_target"])),
        ("100", {"expected": D(100)}, ("not_rated", "not_due", ["nothing_expected_yet"])),
        ("110", {"expected": D(100)}, ("not_rated", "not_due", ["nothing_expected_yet"])),
        ("90", {"expected": D(100)}, ("at_risk", "rated", ["moving_away"])),
        (
            "50",
            {"target": target(type="decrease", target=D(50))},
            ("completed", "achieved", ["achieved", "achieved_early"]),
        ),
        (
            "110",
            {"target": target(type="decrease", target=D(50)), "expected": D(100)},
            ("at_risk", "rated", ["moving_away"]),
        ),
        (
            "0",
            {"target": target(type="decrease", target=D(0))},
            ("completed", "achieved", ["achieved", "achieved_early"]),
        ),
    ],
)
def test_targets_to_be_reached(value, changes, expected):
    assert verdict(standing(value, **changes)) == expected


STEP = target(type="step", target=D(10), baseline=D(0))


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        ("10", {}, ("completed", "achieved", ["achieved", "achieved_early"])),
        ("9", {}, ("not_rated", "not_due", ["step_not_due"])),
        ("9", {"period": "2028"}, ("off_track", "rated", ["target_missed"])),
        ("9", {"lost": "2026-Q1"}, ("at_risk", "achieved_then_lost", ["achieved_then_lost", "step_not_due"])),
        (
            "4",
            {"target": replace(STEP, points=(PathPoint("2026", D(5)),)), "expected": D(5), "index": D("0.8")},
            ("at_risk", "rated", ["behind_path"]),
        ),
    ],
)
def test_steps(value, changes, expected):
    assert verdict(standing(value, **{"target": STEP, **changes})) == expected


FLOOR = target(type="minimum", target=D(100), strict=True, baseline=None, baseline_period=None)


@pytest.mark.parametrize(
    ("value", "goal", "changes", "expected"),
    [
        ("101", FLOOR, {}, ("on_track", "rated", ["limit_kept"])),
        ("101", FLOOR, {"period": "2028"}, ("completed", "achieved", ["achieved"])),
        ("101", replace(FLOOR, target_period=None), {}, ("on_track", "rated", ["limit_kept"])),
        ("100", FLOOR, {"expected": None}, ("off_track", "rated", ["limit_broken"])),
        ("98", replace(FLOOR, tolerance=D(2)), {"expected": None}, ("at_risk", "rated", ["within_tolerance"])),
        ("97", replace(FLOOR, tolerance=D(2)), {"expected": None}, ("off_track", "rated", ["limit_broken"])),
        ("100", replace(FLOOR, baseline=None), {"expected": D(90)}, ("off_track", "rated", ["limit_broken"])),
        (
            "100",
            FLOOR,
            {"expected": None, "lost": "2026-Q1"},
            ("off_track", "achieved_then_lost", ["achieved_then_lost", "limit_broken"]),
        ),
        ("100", FLOOR, {"expected": None, "period": "2028-11"}, ("off_track", "rated", ["limit_broken"])),
        ("101", FLOOR, {"period": "2028-11"}, ("on_track", "rated", ["limit_kept"])),
        ("100", FLOOR, {"period": "2028"}, ("off_track", "rated", ["limit_broken"])),
        ("100", replace(FLOOR, target_period=None), {}, ("off_track", "rated", ["limit_broken"])),
        ("98", replace(FLOOR, target_period=None, tolerance=D(2)), {}, ("at_risk", "rated", ["within_tolerance"])),
        ("97", replace(FLOOR, target_period=None, tolerance=D(2)), {}, ("off_track", "rated", ["limit_broken"])),
        (
            "60",
            replace(FLOOR, baseline=D(0), baseline_period="2024"),
            {"expected": D(50), "index": D("1.2")},
            ("on_track", "rated", ["on_path"]),
        ),
        (
            "3",
            replace(FLOOR, type="maximum", target=D(3), strict=False, target_period=None),
            {},
            ("on_track", "rated", ["limit_kept"]),
        ),
        (
            "0",
            replace(FLOOR, type="maximum", target=D(0), strict=False, target_period=None),
            {},
            ("on_track", "rated", ["limit_kept"]),
        ),
        (
            "4",
            replace(FLOOR, type="maximum", target=D(3), target_period=None, tolerance=D(1)),
            {},
            ("at_risk", "rated", ["within_tolerance"]),
        ),
    ],
)
def test_limits_hold_to_the_end(value, goal, changes, expected):
    assert verdict(standing(value, **{"target": goal, **changes})) == expected


RANGE = target(type="maintain", target=None, low=D(2), high=D(3), baseline=None, baseline_period=None)


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        ("2.5", {}, ("on_track", "rated", ["in_range"])),
        ("2.5", {"period": "2028-11"}, ("on_track", "rated", ["in_range"])),
        ("2.5", {"period": "2028"}, ("completed", "achieved", ["in_range"])),
        ("2.5", {"target": replace(RANGE, target_period=None)}, ("on_track", "rated", ["in_range"])),
        ("3.1", {"attainment": D("0.6")}, ("at_risk", "rated", ["outside_range"])),
        ("3.1", {"attainment": D("0.59")}, ("off_track", "rated", ["outside_range"])),
        ("3.1", {"attainment": None}, ("off_track", "rated", ["outside_range"])),
    ],
)
def test_ranges(value, changes, expected):
    assert verdict(standing(value, **{"target": RANGE, **changes})) == expected


@steady
@given(numbers, numbers)
def test_a_better_index_never_gives_a_worse_rating(one, two):
    order = ["off_track", "at_risk", "on_track"]
    low, high = sorted((one / 1000, two / 1000))
    ratings = [order.index(rate(RULE, standing("150", index=index)).rating) for index in (low, high)]
    assert ratings == sorted(ratings)
