"""Ratings of tasks and of groups of tasks."""

from datetime import date

import pytest

from reports.evaluation.task_rating import rate_group, rate_task
from reports.evaluation.tasks import facts_of
from reports.evaluation.types import TaskRule
from tests.reports.evaluation.builders import D, step, task

TODAY = date(2026, 10, 25)
RULE = TaskRule()
JUNE, SEPTEMBER, NOVEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 20), date(2026, 12, 31)


def rated(**changes):
    """Facts and verdict of one task."""
    facts = facts_of(task(**changes), TODAY)
    return facts, rate_task(RULE, facts, TODAY)


def verdict(**changes):
    """Rating and the codes of the reasons."""
    _, found = rated(**{"start": None, **changes})
    return found.rating, [each.code for each in found.reasons]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("on_track", ["on_schedule"])),
        ({"state": "assigned"}, ("not_rated", ["not_started"])),
        ({"state": "acknowledged"}, ("on_track", ["on_schedule"])),
        ({"state": "draft", "due": JUNE}, ("not_rated", ["draft"])),
        ({"state": "cancelled", "due": JUNE}, ("not_rated", ["cancelled"])),
        ({"state": "closed", "closed": SEPTEMBER}, ("completed", ["closed"])),
        ({"state": "closed", "closed": SEPTEMBER, "due": JUNE}, ("completed", ["closed", "done_late"])),
        ({"state": "suspended", "due": JUNE}, ("not_rated", ["suspended"])),
        ({"suspended": True, "due": JUNE}, ("not_rated", ["suspended"])),
        ({"waiting_approval": True, "due": JUNE}, ("not_rated", ["waiting_for_approval"])),
        ({"waiting_approval": True, "state": "suspended"}, ("not_rated", ["waiting_for_approval"])),
        (
            {"state": "reported_done", "reported_done": SEPTEMBER, "evidence": True},
            ("on_track", ["awaiting_verification"]),
        ),
        (
            {"state": "reported_done", "reported_done": SEPTEMBER, "evidence": True, "due": JUNE},
            ("on_track", ["awaiting_verification", "done_late"]),
        ),
        ({"state": "reported_done", "reported_done": SEPTEMBER}, ("at_risk", ["done_without_evidence"])),
        (
            {"state": "closed", "closed": NOVEMBER, "reported_done": SEPTEMBER, "evidence": True},
            ("on_track", ["closed_after_status_date", "awaiting_verification"]),
        ),
        ({"state": "closed", "closed": NOVEMBER, "evidence": True}, ("on_track", ["closed_after_status_date"])),
        ({"state": "returned"}, ("on_track", ["returned"])),
        ({"due": SEPTEMBER}, ("off_track", ["overdue"])),
        ({"state": "assigned", "due": SEPTEMBER, "original_due": SEPTEMBER}, ("off_track", ["overdue"])),
        ({"due": SEPTEMBER, "original_due": JUNE}, ("off_track", ["overdue", "overdue_on_original_date"])),
        ({"due": DECEMBER, "original_due": SEPTEMBER}, ("at_risk", ["overdue_on_original_date"])),
        ({"due": NOVEMBER}, ("on_track", ["due_soon"])),
        ({"due": None, "original_due": None}, ("on_track", ["on_schedule"])),
        ({"due": TODAY, "original_due": TODAY}, ("on_track", ["due_soon"])),
        ({"milestones": (step("1", JUNE, JUNE), step("1", DECEMBER))}, ("on_track", ["on_schedule"])),
        (
            {"milestones": (step("7", JUNE, JUNE), step("3", SEPTEMBER), step("1", DECEMBER))},
            ("at_risk", ["schedule_behind", "milestones_overdue"]),
        ),
        (
            {"milestones": (step("1", JUNE), step("1", SEPTEMBER, SEPTEMBER), step("1", DECEMBER))},
            ("off_track", ["schedule_behind", "milestones_overdue"]),
        ),
    ],
)
def test_rating_of_a_task(changes, expected):
    assert verdict(**changes) == expected


def test_the_days_of_waiting_are_told_but_not_held_against_the_zone():
    facts, found = rated(waiting_approval=True, due=SEPTEMBER)
    assert (found.reasons[0].params, facts.overdue) == ({"days": "25"}, 0)


def test_the_schedule_in_time_is_shown_where_it_can_be_computed():
    _, found = rated(start=date(2026, 1, 1), milestones=(step("1", JUNE), step("1", DECEMBER)))
    assert [each.code for each in found.reasons] == ["schedule_behind", "milestones_overdue", "schedule_time"]


def group(*members):
    """Rating of a group of tasks, each given by its changes."""
    return rate_group(RULE, [rated(**changes) for changes in members])


CLOSED = {"state": "closed", "closed": SEPTEMBER}
GOOD, LATE, RISK = {}, {"due": SEPTEMBER}, {"due": DECEMBER, "original_due": SEPTEMBER}
WAITING, DRAFT = {"waiting_approval": True}, {"state": "draft"}


@pytest.mark.parametrize(
    ("members", "rating"),
    [
        ([], "not_rated"),
        ([DRAFT], "not_rated"),
        ([WAITING], "not_rated"),
        ([CLOSED, CLOSED], "completed"),
        ([CLOSED, DRAFT], "completed"),
        ([CLOSED, WAITING], "on_track"),
        ([CLOSED, GOOD], "on_track"),
        ([GOOD, RISK], "at_risk"),
        ([GOOD, GOOD, GOOD, LATE], "at_risk"),
        ([GOOD, GOOD, LATE], "off_track"),
        ([LATE], "off_track"),
        ([{"weight": D(7)}, {**LATE, "weight": D(3)}], "off_track"),
        ([{"weight": D(8)}, {**LATE, "weight": D(3)}], "at_risk"),
    ],
)
def test_rating_of_a_group(members, rating):
    assert group(*members) == rating


def test_a_rule_that_tolerates_nothing_still_needs_a_late_task():
    strict = TaskRule(off_track_share=D(0))
    assert rate_group(strict, [rated(**GOOD)]) == "on_track"
    assert rate_group(strict, [rated(**LATE)]) == "off_track"
