"""Planned and earned work, SPI and SPI in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.earned_schedule import Step, earned, performance, performance_in_time, planned
from tests.reports.evaluation.builders import D, steady

START = date(2026, 1, 1)


def day(number: int) -> date:
    """The day `number` days after the start."""
    return START + timedelta(days=number)


# Four equal steps due after 100, 200, 300 and 400 days; two are done.
PLAN = [Step(D(1), day(100 * number), D(1 if number <= 2 else 0)) for number in (1, 2, 3, 4)]
DONE = [Step(D(1), day(100 * number), D(1)) for number in (1, 2, 3, 4)]


def test_earned_and_planned_are_weighted_shares():
    steps = [Step(D(3), day(10), D(1)), Step(D(1), day(20), D("0.5"))]
    assert earned(steps) == D("0.875")
    assert planned(steps, day(15)) == D("0.75")


def test_what_is_due_today_may_still_be_done_today():
    assert planned(PLAN, day(100)) == 0
    assert planned(PLAN, day(101)) == D("0.25")


def test_a_step_without_due_date_is_never_planned():
    assert planned([Step(D(1), None, D(0))], day(9)) is None
    assert planned([Step(D(1), None, D(0)), Step(D(1), day(1), D(0))], day(9)) == D("0.5")


@pytest.mark.parametrize(
    ("done", "plan", "spi"),
    [(D("0.5"), D("0.5"), D(1)), (D(0), D("0.5"), D(0)), (D("0.5"), D(0), None), (D("0.5"), None, None)],
)
def test_performance_without_plan_is_not_computable(done, plan, spi):
    assert performance(done, plan) == spi


@pytest.mark.parametrize(
    ("steps", "start", "today", "finished", "value"),
    [
        (PLAN, START, day(200), None, D(1)),
        (PLAN, START, day(400), None, D("0.5")),
        ([*PLAN[:2], Step(D(1), day(300), D("0.5")), PLAN[3]], START, day(250), None, D(1)),
        ([Step(D(1), day(100), D(0))], START, day(50), None, D(0)),
        ([Step(D(1), day(100), D("0.5"))], START, day(50), None, D(1)),
        (DONE, START, day(900), day(800), D("0.5")),
        (DONE, START, day(900), day(400), D(1)),
        ([Step(D(1), day(-5), D(0)), Step(D(1), day(10), D(1))], START, day(10), None, D(0)),
        (PLAN, None, day(200), None, None),
        (PLAN, START, START, None, None),
        (PLAN, START, day(-1), None, None),
        ([Step(D(1), None, D(0))], START, day(9), None, None),
    ],
)
def test_performance_in_time(steps, start, today, finished, value):
    assert performance_in_time(steps, start, today, finished) == value


def test_spi_forgives_late_work_and_spi_in_time_does_not():
    finished = day(800)
    assert performance(earned(DONE), planned(DONE, finished)) == 1
    assert performance_in_time(DONE, START, finished, finished) == D("0.5")


@steady
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 500)), min_size=1, max_size=6), st.integers(1, 600))
def test_work_done_exactly_as_planned_is_on_schedule(rows, today):
    steps = [Step(D(weight), day(due), D(1 if due < today else 0)) for weight, due in rows]
    plan = planned(steps, day(today))
    assert earned(steps) == plan
    assert performance(earned(steps), plan) in (None, 1)
