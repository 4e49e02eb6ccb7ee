"""Baselines from the series and programme targets from the zones."""

from datetime import date

import pytest

from reports.evaluation.figures import Figures
from reports.evaluation.periods import parse
from reports.evaluation.targets import resolve
from reports.evaluation.trajectory import expected
from tests.reports.evaluation.builders import D, cell, indicator, target


def ready(targets, cells=(), zones=("A", "B"), **changes):
    """Resolved targets of one indicator."""
    known = {"IND01": indicator(**changes)}
    places = {"IND01": tuple(zones)}
    return resolve(targets, known, places, Figures(known, places, cells, (), date(2026, 10, 25)))


@pytest.mark.parametrize(
    ("cells", "changes", "baseline"),
    [
        ([cell("2024-Q4", "80")], {}, D(80)),
        ([cell("2024-Q4", "80")], {"baseline": D(70)}, D(70)),
        ([], {}, None),
        ([cell("2024-Q4", "80")], {"baseline_period": None}, None),
        ([cell("2024-Q4", "80")], {"baseline_period": "2024-11"}, None),
        ([cell("2024-Q4", "80")], {"type": "maintain", "low": D(1)}, None),
        ([cell("2024-Q4", "80")], {"type": "yearly"}, None),
        ([cell("2024-Q4", "80")], {"type": "cumulative"}, D(80)),
    ],
)
def test_a_baseline_that_was_not_set_is_observed(cells, changes, baseline):
    assert ready([target(**{"baseline": None, **changes})], cells)["IND01", "A"].baseline == baseline


def test_a_flow_that_is_added_up_starts_at_zero():
    assert ready([target(type="cumulative", baseline=None)], nature="flow", time_rule="sum")["IND01", "A"].baseline == 0


def test_half_a_year_is_no_baseline():
    cells = [cell("2024-Q1", "10")]
    assert ready([target(baseline=None)], cells, nature="flow", time_rule="sum")["IND01", "A"].baseline is None


def test_the_programme_baseline_needs_all_zones():
    goal = target(zone="", baseline=None)
    assert ready([goal], [cell("2024-Q4", "80")])["IND01", ""].baseline is None
    assert ready([goal], [cell("2024-Q4", "80"), cell("2024-Q4", "20", "B")])["IND01", ""].baseline == 100


def test_a_programme_target_is_the_sum_of_the_zones_targets():
    whole = ready([target(), target(zone="B", baseline=D(0), target=D(40))])["IND01", ""]
    assert (whole.target, whole.baseline, whole.path, len(whole.parts)) == (240, 100, "linear", 2)


def test_its_path_is_the_sum_of_their_paths():
    parts = [target(path="geometric", target=D(400), target_period="2026"), target(zone="B", target_period="2026")]
    whole = ready(parts)["IND01", ""]
    assert whole.path == "sum_of_zones"
    assert expected(whole, parse("2025").last_month) == 200 + 150


def test_one_unknown_baseline_makes_the_sum_unknown():
    assert ready([target(), target(zone="B", baseline=None)])["IND01", ""].baseline is None


def test_a_programme_target_set_by_hand_wins():
    assert ready([target(), target(zone="B"), target(zone="", target=D(999))])["IND01", ""].target == 999


@pytest.mark.parametrize(
    ("targets", "changes"),
    [
        ([target()], {}),
        ([], {}),
        ([target(), target(zone="B")], {"zone_rule": "mean"}),
        ([target(), target(zone="B", type="minimum")], {}),
        ([target(), target(zone="B", target_period="2027")], {}),
        ([target(), target(zone="B", baseline_period="2023")], {}),
        ([target(), target(zone="B", strict=True)], {}),
        ([target(type="maintain", low=D(1)), target(zone="B", type="maintain", low=D(1))], {}),
        ([target(), target(zone="B", target=None)], {}),
    ],
)
def test_where_targets_do_not_add_up_there_is_none(targets, changes):
    assert ("IND01", "") not in ready(targets, **changes)
