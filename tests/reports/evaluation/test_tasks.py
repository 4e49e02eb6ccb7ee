"""Facts of a task on a day."""

from datetime import date

import pytest

from reports.evaluation.tasks import facts_of
from tests.reports.evaluation.builders import D, step, task

TODAY = date(2026, 10, 25)
JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def test_a_task_without_milestones_is_nothing_or_all():
    assert facts_of(task(), TODAY).completion == 0
    assert facts_of(task(state="closed", closed=SEPTEMBER), TODAY).completion == 1


def test_milestones_count_by_weight_and_only_when_done():
    steps = (step("3", JUNE, JUNE), step("1", SEPTEMBER), step("4", DECEMBER, date(2026, 11, 1)))
    facts = facts_of(task(milestones=steps), TODAY)
    assert (facts.completion, facts.planned, facts.spi, facts.late_steps) == (D("0.375"), D("0.5"), D("0.75"), 1)


def test_a_milestone_that_was_done_later_was_late_on_the_day():
    assert facts_of(task(milestones=(step("1", SEPTEMBER, date(2026, 11, 1)),)), TODAY).late_steps == 1


@pytest.mark.parametrize(
    ("rule", "started", "completion"),
    [("50/50", JUNE, "0.5"), ("50/50", None, "0"), ("50/50", date(2026, 11, 1), "0"), ("0/100", JUNE, "0")],
)
def test_the_credit_rule_decides_on_started_work(rule, started, completion):
    facts = facts_of(task(credit_rule=rule, milestones=(step("1", DECEMBER, started=started),)), TODAY)
    assert facts.completion == D(completion)


@pytest.mark.parametrize(
    ("state", "reported", "evidence", "done"),
    [
        ("reported_done", SEPTEMBER, True, True),
        ("reported_done", SEPTEMBER, False, False),
        ("reported_done", date(2026, 11, 1), True, False),
        ("reported_done", None, True, False),
        ("returned", SEPTEMBER, True, False),
        ("in_progress", SEPTEMBER, True, False),
    ],
)
def test_reported_done_counts_only_with_evidence(state, reported, evidence, done):
    facts = facts_of(task(state=state, reported_done=reported, evidence=evidence), TODAY)
    assert (facts.is_done, facts.is_closed, facts.completion) == (done, False, D(int(done)))


def test_closing_completes_also_open_milestones_from_its_date_on():
    closed = task(state="closed", closed=SEPTEMBER, milestones=(step("1", JUNE),))
    assert (facts_of(closed, TODAY).completion, facts_of(closed, TODAY).late_steps) == (1, 0)
    assert (facts_of(closed, JUNE).is_closed, facts_of(closed, JUNE).completion) == (False, 0)


@pytest.mark.parametrize(
    ("changes", "late", "late_original", "overdue", "overdue_original"),
    [
        ({"due": DECEMBER, "original_due": DECEMBER}, 0, 0, 0, 0),
        ({"due": TODAY, "original_due": TODAY}, 0, 0, 0, 0),
        ({"due": SEPTEMBER, "original_due": SEPTEMBER}, 25, 25, 25, 25),
        ({"due": DECEMBER, "original_due": SEPTEMBER}, 0, 25, 0, 25),
        ({"due": SEPTEMBER, "original_due": None}, 25, 25, 25, 25),
        ({"due": None, "original_due": None}, 0, 0, 0, 0),
        (
            {
                "due": SEPTEMBER,
                "original_due": JUNE,
                "state": "closed",
                "reported_done": date(2026, 10, 5),
                "closed": date(2026, 10, 20),
            },
            5,
            97,
            0,
            0,
        ),
        ({"due": SEPTEMBER, "state": "closed"}, 0, 0, 0, 0),
        ({"due": SEPTEMBER, "original_due": SEPTEMBER, "state": "cancelled"}, 0, 0, 0, 0),
        ({"due": SEPTEMBER, "original_due": SEPTEMBER, "state": "draft"}, 0, 0, 0, 0),
        ({"due": SEPTEMBER, "original_due": JUNE, "waiting_approval": True}, 25, 117, 0, 0),
        ({"due": SEPTEMBER, "original_due": JUNE, "suspended": True}, 25, 117, 0, 0),
        ({"due": SEPTEMBER, "original_due": JUNE, "state": "suspended"}, 25, 117, 0, 0),
    ],
)
def test_lateness_by_both_dates(changes, late, late_original, overdue, overdue_original):
    facts = facts_of(task(**changes), TODAY)
    assert (facts.late, facts.late_original, facts.overdue, facts.overdue_original) == (
        late,
        late_original,
        overdue,
        overdue_original,
    )


def test_a_new_due_date_does_not_erase_lateness():
    facts = facts_of(task(due=DECEMBER, original_due=JUNE), TODAY)
    assert (facts.overdue, facts.overdue_original) == (0, 117)


@pytest.mark.parametrize(
    ("changes", "waiting"),
    [({"waiting_approval": True}, True), ({"waiting_approval": True, "state": "closed"}, False), ({}, False)],
)
def test_a_done_task_waits_for_nobody(changes, waiting):
    assert facts_of(task(**changes), TODAY).waiting is waiting


@pytest.mark.parametrize(
    ("state", "counts"), [("draft", False), ("cancelled", False), ("assigned", True), ("suspended", True)]
)
def test_drafts_and_cancelled_tasks_do_not_count(state, counts):
    assert facts_of(task(state=state), TODAY).counts is counts


def test_performance_in_time_ends_with_the_work():
    facts = facts_of(task(state="closed", due=date(2026, 4, 11), reported_done=date(2026, 7, 20), closed=TODAY), TODAY)
    assert (facts.spi, facts.spi_t) == (1, D("0.5"))
