"""Periods as text codes: years `2025`, half-years `2025-S1`, quarters `2025-Q3`, months `2025-07`.

`2025-M07` is accepted on input and becomes `2025-07`. All periods end with a calendar month; time between two
periods is counted in months between their ends, so that quarters and years have equal length.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

MONTHS = {"A": 12, "S": 6, "Q": 3, "M": 1}
PER_YEAR = {"A": 1, "S": 2, "Q": 4, "M": 12}
KIND_FREQUENCY = {"monthly": "M", "quarterly": "Q", "annual": "A"}
PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<mark>[SQM])(?P<part>\d{1,2})|(?P<month>\d{2})))?", re.ASCII)
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
CHINESE_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


class PeriodError(ValueError):
    """Text that is no period, or arithmetic that leaves the years 1 to 9999."""

    code = "bad_period"


class Period(NamedTuple):
    """A year, half-year, quarter or month. `frequency` is A, S, Q or M; `number` counts from 1 within the year."""

    frequency: str
    year: int
    number: int

    @property
    def code(self) -> str:
        """The stable text code."""
        return _code(self)

    @property
    def last_month(self) -> int:
        """Number of the last month, counted from the year 0: the clock of all trajectories."""
        return self.year * 12 + self.number * MONTHS[self.frequency] - 1

    @property
    def first_month(self) -> int:
        """Number of the first month."""
        return self.last_month - MONTHS[self.frequency] + 1

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.first_month % 12 + 1, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return _end(self)


@lru_cache(maxsize=4096)
def _end(period: Period) -> date:
    month = period.last_month % 12 + 1
    return date(period.year, month, monthrange(period.year, month)[1])


@lru_cache(maxsize=4096)
def _code(period: Period) -> str:
    if period.frequency == "A":
        return f"{period.year:04d}"
    if period.frequency == "M":
        return f"{period.year:04d}-{period.number:02d}"
    return f"{period.year:04d}-{period.frequency}{period.number}"


@lru_cache(maxsize=4096)
def window(period: Period, length: int) -> tuple[Period, ...]:
    """The `length` periods before `period`, newest first."""
    return tuple(shift(period, -step) for step in range(1, length + 1))


@lru_cache(maxsize=4096)
def parse(code: str) -> Period:
    """Read a period code. Raises `PeriodError` for anything else, with the accepted forms."""
    match = PATTERN.fullmatch(code)
    if match and int(match["year"]) > 0:
        frequency = "A" if not (match["mark"] or match["month"]) else match["mark"] or "M"
        digits = match["part"] or match["month"] or "1"
        number = int(digits)
        well_written = frequency == "A" or len(digits) == (2 if frequency == "M" else 1)
        if well_written and 1 <= number <= 12 // MONTHS[frequency]:
            return Period(frequency, int(match["year"]), number)
    raise PeriodError(f"'{code}' is not a period. Write 2025, 2025-S1, 2025-Q3, 2025-07 or 2025-M07.")


def normal(code: str) -> str:
    """The one spelling of a period code: `2025-M07` becomes `2025-07`. Raises as `parse`."""
    return parse(code).code


def from_month(frequency: str, month: int) -> Period:
    """The period of `frequency` that contains month number `month` (see `Period.last_month`)."""
    year, position = divmod(month, 12)
    if not 1 <= year <= 9999:
        raise PeriodError("The period lies outside the years 1 to 9999.")
    return Period(frequency, year, position // MONTHS[frequency] + 1)


@lru_cache(maxsize=65536)
def shift(period: Period, steps: int) -> Period:
    """The period `steps` periods later (earlier when negative). Raises outside the years 1 to 9999."""
    return from_month(period.frequency, period.last_month + steps * MONTHS[period.frequency])


def previous(period: Period) -> Period:
    """The period just before: `2025-Q1` gives `2024-Q4`."""
    return shift(period, -1)


def year_ago(period: Period) -> Period:
    """The same period of last year: `2025-Q3` gives `2024-Q3`."""
    return Period(period.frequency, period.year - 1, period.number)


def compare(left: Period, right: Period) -> int:
    """-1, 0 or 1 by last day; of two that end together the longer one comes later."""
    one, two = sort_key(left), sort_key(right)
    return (one > two) - (one < two)


def sort_key(period: Period) -> tuple[int, int]:
    """Key for sorting periods of any frequency: by last day, then by length."""
    return period.last_month, MONTHS[period.frequency]


@lru_cache(maxsize=65536)
def children(period: Period, frequency: str) -> tuple[Period, ...]:
    """The periods of a finer or equal `frequency` inside `period`, in order; empty where none fits."""
    length = MONTHS[frequency]
    if length > MONTHS[period.frequency]:
        return ()
    return tuple(from_month(frequency, month) for month in range(period.first_month, period.last_month + 1, length))


def latest_ended(frequency: str, last_month: int) -> Period:
    """The newest period of `frequency` that has ended by the end of month number `last_month`."""
    holding = from_month(frequency, last_month)
    return holding if holding.last_month == last_month else previous(holding)


def first_after(frequency: str, last_month: int) -> Period:
    """The first period of `frequency` that begins after the end of month number `last_month`."""
    holding = from_month(frequency, last_month + 1)
    return holding if holding.first_month == last_month + 1 else shift(holding, 1)


def until(first: Period, last: Period) -> tuple[Period, ...]:
    """All periods from `first` to `last`, both included, of one frequency; empty when `last` is earlier."""
    length = MONTHS[first.frequency]
    return tuple(from_month(first.frequency, month) for month in range(first.first_month, last.last_month + 1, length))


def label(code: str, language: str) -> str:
    """The period as people write it: `en` "Q3 2025", `zh` "2025年第三季度". Raises as `parse`; other languages get English."""
    period = parse(code)
    if language.startswith("zh"):
        tail = {
            "A": "",
            "S": "上半年" if period.number == 1 else "下半年",
            "Q": CHINESE_QUARTERS[min(period.number, 4) - 1],
            "M": f"{period.number}月",
        }
        return f"{period.year}年{tail[period.frequency]}"
    head = {
        "A": "",
        "S": "First half of " if period.number == 1 else "Second half of ",
        "Q": f"Q{period.number} ",
        "M": f"{MONTH_NAMES[period.number - 1]} ",
    }
    return f"{head[period.frequency]}{period.year}"
