"""Due dates of new tasks lie inside the programme, on working days, duties before explorations."""

from datetime import date
from decimal import Decimal
from statistics import mean

import pytest

from programs.services.tasks.schedule import DUE_RANGE, STEPS, at_share, milestone_dates, task_dates
from programs.working_days import is_working_day

START, END = date(2022, 11, 21), date(2027, 11, 20)


def dues(commitment: str, element: str = "initiative") -> list[date]:
    """Due dates of measures 1 to 96 of one kind."""
    return [
        task_dates(start=START, end=END, commitment=commitment, element=element, number=number)[1]
        for number in range(1, 97)
    ]


@pytest.mark.parametrize("commitment", DUE_RANGE)
@pytest.mark.parametrize("element", STEPS)
def test_every_date_is_a_working_day_inside_the_programme_and_in_order(commitment, element):
    for number in range(1, 97):
        start, due = task_dates(start=START, end=END, commitment=commitment, element=element, number=number)
        days = [day for _step, day in milestone_dates(element=element, start=start, due=due)]
        assert START <= start < days[0]
        assert days == sorted(days)
        assert days[-1] == due <= END
        assert all(is_working_day(day) for day in [start, due, *days])


def test_explorations_come_later_than_support_and_that_later_than_duties():
    averages = [mean(day.toordinal() for day in dues(commitment)) for commitment in ("shall", "support", "explore")]
    assert averages == sorted(averages)
    assert averages[2] - averages[0] > 180


def test_due_dates_of_one_kind_are_spread():
    assert len(set(dues("shall"))) >= 10


@pytest.mark.parametrize("element", STEPS)
def test_steps_weigh_a_hundred_and_are_three_or_four(element):
    assert sum(step.weight for step in STEPS[element]) == Decimal(100)
    assert len(STEPS[element]) in (3, 4)
    assert STEPS[element][-1].share == 1.0


def test_a_very_short_programme_still_gets_dates_inside_it():
    start, due = task_dates(
        start=date(2025, 10, 1), end=date(2025, 10, 3), commitment="shall", element="plan", number=3
    )
    assert date(2025, 10, 1) <= start <= due <= date(2025, 10, 3)


def test_at_share_is_linear():
    assert at_share(date(2025, 1, 1), date(2025, 1, 11), 0.5) == date(2025, 1, 6)
