"""The course of a line as it is drawn: its history, and the path that was agreed, in segments.

A drawing joins neighbours of one segment only: a total that starts again each January must not be drawn as a fall.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from reports.evaluation import periods
from reports.evaluation.decimals import ZERO, to_text
from reports.evaluation.figures import Figure
from reports.evaluation.periods import Period
from reports.evaluation.types import Target
from reports.evaluation.yearly import expected_in_year

UNBROKEN = 0


def history_points(shown: Sequence[tuple[Period, Figure]], *, restarts: bool) -> list[dict[str, Any]]:
    """The history, given oldest first, from the first period with a value; gaps inside stay visible as null.

    A point is partial when zones or periods did not contribute, so that a gap is not taken for a fall.
    """
    first = next((place for place, (_, figure) in enumerate(shown) if figure.value is not None), len(shown))
    return [
        {
            "period": moment.code,
            "value": to_text(figure.value),
            "partial": figure.is_partial,
            "segment": moment.year if restarts else UNBROKEN,
        }
        for moment, figure in shown[first:]
    ]


def path_point(moment: Period, expected: Decimal | None, segment: int = UNBROKEN) -> dict[str, Any]:
    """A point of a path: the value expected at the end of a period."""
    return {"period": moment.code, "expected": to_text(expected), "segment": segment}


@lru_cache(maxsize=4096)
def path_periods(shown: tuple[Period, ...], begin: str | None, finish: str | None) -> tuple[Period, ...]:
    """Where an unbroken path is drawn: at its ends, and at the periods shown between; one period per month end."""
    ends = [periods.parse(code) for code in (begin, finish) if code]
    first = ends[0].last_month if begin else 0
    moments = {moment.last_month: moment for moment in (*ends, *shown)}
    return tuple(moments[month] for month in sorted(moments) if month >= first)


def yearly_path(target: Target, shown: Sequence[Period]) -> list[dict[str, Any]]:
    """The path of a total that starts again each January: a segment per year, from 0 to the year's target.

    Each segment begins with 0 at the end of the year before and has a point for each period of the frequency shown. The
    segments reach from the first year shown that is tested to the target period, without one to the newest year shown.
    """
    frequency, newest = shown[-1].frequency, shown[-1].year
    finish = periods.parse(target.target_period).last_month if target.target_period else newest * 12 + 11
    opening = periods.parse(target.baseline_period).year + 1 if target.baseline_period else shown[0].year
    found = []
    for year in range(max(opening, shown[0].year), finish // 12 + 1):
        january, last = year * 12, min(finish, year * 12 + 11)
        inside = periods.until(periods.from_month(frequency, january), periods.latest_ended(frequency, last))
        found.append(path_point(periods.from_month(frequency, january - 1), ZERO, year))
        moments = list(inside)
        if last == finish and target.target_period and (not inside or inside[-1].last_month < finish):
            moments.append(periods.parse(target.target_period))
        found += [path_point(moment, expected_in_year(target, moment, flow=True), year) for moment in moments]
    return found
