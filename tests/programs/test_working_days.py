"""Working days follow the Chinese calendar where it is known, and Monday to Friday elsewhere."""

from datetime import date

import pytest

from programs import working_days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 10, 1), False),  # National Day, a Wednesday
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # a make-up Saturday
        (date(2025, 10, 12), False),
        (date(2040, 1, 2), True),  # beyond the known years: a Monday
        (date(2040, 1, 7), False),  # and a Saturday
    ],
)
def test_holidays_make_up_days_and_unknown_years(day, expected):
    assert working_days.is_working_day(day) is expected


def test_stepping_to_the_nearest_working_day():
    assert working_days.on_or_before(date(2025, 10, 5)) == date(2025, 9, 30)
    assert working_days.on_or_after(date(2025, 10, 5)) == date(2025, 10, 9)
    assert working_days.on_or_after(date(2025, 10, 9)) == date(2025, 10, 9)


def test_within_stays_between_its_bounds():
    assert working_days.within(date(2025, 10, 5), date(2025, 10, 1), date(2025, 10, 31)) == date(2025, 10, 9)
    assert working_days.within(date(2025, 10, 5), date(2025, 10, 2), date(2025, 10, 6)) == date(2025, 10, 5)
    assert working_days.within(date(2030, 1, 1), date(2025, 9, 1), date(2025, 9, 5)) == date(2025, 9, 5)


def test_adding_working_days_passes_over_holidays():
    assert working_days.added(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert working_days.added(date(2025, 10, 9), 2) == date(2025, 10, 11)
    assert working_days.added(date(2025, 10, 9), 0) == date(2025, 10, 9)
