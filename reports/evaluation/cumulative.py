"""Running totals over years, of single-period series and of series that hold the total since January."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.evaluation.decimals import ZERO, exact, total
from reports.evaluation.periods import Period, first_after, from_month, previous, until


@dataclass(frozen=True, slots=True)
class Running:
    """A total since a start. `value` is None when nothing is known; `missing` lists the periods without a value."""

    value: Decimal | None
    missing: tuple[Period, ...] = ()


@exact
def running_total(
    series: Mapping[Period, Decimal | None], start_month: int, last: Period, *, cumulative: bool
) -> Running:
    """Total flow after the end of month `start_month` up to the end of `last`, in the indicator's unit.

    `series` has the frequency of `last`. With `cumulative` its values restart each January, so the total is built
    from the last value of each year and the latest one, less what the first year held at the start: the totals 100
    and then 120 of one year make 120, never 220. A period that straddles the
    start is left out. Where that opening value is missing nothing is known.
    """
    first = first_after(last.frequency, start_month)
    if first.last_month > last.last_month:
        return Running(None)
    if not cumulative:
        return _added(series, until(first, last), ZERO)
    opening = ZERO if first.number == 1 else series.get(previous(first))
    if opening is None:
        return Running(None, (previous(first),))
    ends = [from_month(last.frequency, year * 12 + 11) for year in range(first.year, last.year)]
    return _added(series, [*ends, last], opening)


def _added(series: Mapping[Period, Decimal | None], span: Sequence[Period], opening: Decimal) -> Running:
    values = [(period, series.get(period)) for period in span]
    missing = tuple(period for period, value in values if value is None)
    known = [value for _, value in values if value is not None]
    return Running(total(known) - opening if known else None, missing)
