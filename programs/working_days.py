"""Working days of mainland China, with public holidays and make-up Saturdays where the calendar knows the year.

The State Council announces each year's holidays in the autumn before; for years not yet known Monday to Friday count.
"""

from datetime import date, timedelta

import chinese_calendar

DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices are open that day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= DAY
    return day


def on_or_after(day: date) -> date:
    """The day itself, or the next working day after it."""
    while not is_working_day(day):
        day += DAY
    return day


def within(day: date, first: date, last: date) -> date:
    """The working day nearest before `day` that lies in first..last; `day` clipped to them where there is none."""
    day = min(max(day, first), last)
    earlier = on_or_before(day)
    if earlier >= first:
        return earlier
    later = on_or_after(day)
    return later if later <= last else day


def added(day: date, days: int) -> date:
    """The date `days` working days after `day` (`days` ≥ 0)."""
    while days > 0:
        day += DAY
        days -= is_working_day(day)
    return day
