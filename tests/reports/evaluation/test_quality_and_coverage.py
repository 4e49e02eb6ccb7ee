"""Completeness, timeliness and coverage of the plan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.coverage import coverage
from reports.evaluation.periods import parse
from reports.evaluation.quality import owed_in, quality, quality_block, quality_by
from reports.evaluation.tasks import facts_of
from reports.evaluation.types import Measure
from tests.reports.evaluation.builders import indicator, owed, steady, step, task

TODAY = date(2026, 10, 25)
QUARTER = parse("2026-Q3")


def october(day: int) -> date:
    """A day of October 2026."""
    return date(2026, 10, day)


def test_rates_come_with_their_numerators():
    group = [
        owed("A", october(10)),
        owed("B", october(20), revised=True, warnings=2),
        owed("C", october(21), provisional=True),
        owed("D", october(24)),
        owed("E", october(22), warnings=1, reported_missing=True),
        owed("F"),
        owed("G", october(26)),
        owed("H"),
    ]
    assert quality(group, TODAY) == {
        "expected": 8,
        "received": 5,
        "on_time": 2,
        "late": 3,
        "missing": 3,
        "completeness": "0.625",
        "timeliness": "0.25",
        "median_days_late": "2",
        "revised": 1,
        "provisional": 1,
        "reported_missing": 1,
        "findings_warning": 3,
    }


def test_an_even_number_of_late_returns_has_a_half_day_median():
    assert quality([owed("A", october(21)), owed("B", october(24))], TODAY)["median_days_late"] == "2.5"


def test_where_nothing_was_expected_there_is_no_rate():
    found = quality([], TODAY)
    assert (found["expected"], found["completeness"], found["timeliness"], found["median_days_late"]) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"status": "waived"}, False),
        ({"status": "waived", "received": october(1)}, False),
        ({"due": october(25)}, True),
        ({"due": october(26)}, False),
        ({"due": october(26), "received": october(24)}, True),
        ({"due": october(26), "received": october(26)}, False),
        ({"period": "2026-07"}, True),
        ({"period": "2026-06"}, False),
        ({"period": "2026-10"}, False),
        ({"period": "2026"}, False),
        ({"period": "2025"}, False),
    ],
)
def test_what_an_evaluation_counts(changes, counts):
    assert bool(owed_in([owed(**changes)], QUARTER, TODAY)) is counts


def test_a_year_belongs_to_the_evaluation_of_its_last_quarter():
    assert owed_in([owed(period="2026", due=date(2027, 1, 31))], parse("2026-Q4"), date(2027, 2, 1))


def test_groups_follow_the_given_order_and_leave_out_who_owes_nothing():
    group = [owed("B"), owed("A"), owed("Z")]
    rows = quality_by("zone", lambda each: each.zone, ["B", "C", "A"], group, TODAY)
    assert [(row["zone"], row["expected"]) for row in rows] == [("B", 1), ("A", 1), ("Z", 1)]


@steady
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.one_of(st.none(), st.integers(1, 31))), max_size=20))
def test_the_groups_add_up_to_the_whole(rows):
    group = [owed(zone, None if day is None else october(day)) for zone, day in rows]
    block = quality_block(group, TODAY, agencies=[], zones=["C", "B"], indicators=["IND01"])
    for part in ("by_agency", "by_zone", "by_indicator"):
        for count in ("expected", "received", "on_time", "late", "missing"):
            assert sum(row[count] for row in block[part]) == block["overall"][count]


def measure(code: str) -> Measure:
    """A measure of the first section."""
    return Measure(code, "S01", 1, code, code)


def test_what_the_plan_leaves_uncovered():
    tasks = [
        task("T1", measure="M001", state="closed"),
        task("T2", measure="M002", state="draft", milestones=(step("1", TODAY, TODAY),)),
        task("T3", measure="M003", state="cancelled"),
        task("T4", measure="M001", state="reported_done", evidence=True),
        task("T5", measure="M001", state="reported_done"),
        task("T6", measure="M001", milestones=(step("1", TODAY, TODAY),)),
        task("T7", measure="M001", milestones=(step("1", TODAY),)),
    ]
    measures = [measure(code) for code in ("M001", "M002", "M003", "M004")]
    found = coverage(measures, [facts_of(each, TODAY) for each in tasks], [indicator(measures=("M001", "M004"))])
    assert found == {
        "measures_without_task": ["M002", "M003", "M004"],
        "tasks_claiming_done": 4,
        "tasks_without_evidence": ["T1", "T5", "T6"],
        "measures_without_indicator": ["M002", "M003"],
    }
