"""Targets of the form "every year more than 1,000": one test per year, and the years met are counted.

Years are never summed silently: 4,000 in one year and nothing in three others meets one year of four.
Source: EVALUATION methods 2a, yearly flow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.evaluation.attainment import NOT_ATTAINABLE, Attained
from reports.evaluation.decimals import ZERO, exact
from reports.evaluation.periods import Period, parse
from reports.evaluation.types import Target

YEAR = Decimal(12)


@dataclass(frozen=True, slots=True)
class Year:
    """The test of one complete year; `met` is None where the year has no complete figure."""

    year: int
    met: bool | None


def years_tested(target: Target, period: Period) -> range:
    """The complete years that are tested by the end of `period`.

    They begin after the year of the baseline period (without one, with the year of `period`) and end with the year
    of the target period.
    """
    first = parse(target.baseline_period).year + 1 if target.baseline_period else period.year
    newest = period.year if period.last_month % 12 == 11 else period.year - 1
    last = parse(target.target_period).year if target.target_period else newest
    return range(first, min(newest, last) + 1)


def count_tested(years: Sequence[Year]) -> tuple[int, int]:
    """Years met and years tested; a year without a complete figure is neither."""
    return sum(1 for year in years if year.met), sum(1 for year in years if year.met is not None)


def unknown(years: Sequence[Year]) -> list[int]:
    """The years that cannot be judged."""
    return [year.year for year in years if year.met is None]


@exact
def attained_in_year(target: Target, value: Decimal) -> Attained:
    """Total of the year so far / the year's target (`year`), for flows; None where the target is not above 0."""
    if target.target is None or target.target <= ZERO:
        return NOT_ATTAINABLE
    return Attained(value / target.target, "year")


@exact
def expected_in_year(target: Target, period: Period, *, flow: bool) -> Decimal | None:
    """What the year should hold by the end of `period`: for a flow T x months passed / 12, else T itself."""
    if target.target is None:
        return None
    return target.target * Decimal(period.last_month % 12 + 1) / YEAR if flow else target.target
