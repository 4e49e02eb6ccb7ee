"""Schedule performance of a task from its dated, weighted steps.

Planned and earned work are shares of the task's weight. The index SPI tends to 1 for work that is finished late; the
index in time, SPI_t, does not. Source: EVALUATION methods 2h.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.evaluation.decimals import ONE, ZERO, exact, total


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work: its weight (> 0), its due date, and the share of it (0..1) that is credited."""

    weight: Decimal
    due: date | None
    credit: Decimal


@exact
def earned(steps: Sequence[Step]) -> Decimal:
    """P = sum(w c) / sum(w), a plain ratio. Steps must not be empty."""
    return total(step.weight * step.credit for step in steps) / total(step.weight for step in steps)


@exact
def planned(steps: Sequence[Step], today: date) -> Decimal | None:
    """P* = weight of the steps due before `today` / sum(w), a plain ratio; None when no step has a due date.

    What is due today may still be done today: it is neither planned work missed nor overdue.
    """
    if all(step.due is None for step in steps):
        return None
    due = total(step.weight for step in steps if step.due is not None and step.due < today)
    return due / total(step.weight for step in steps)


@exact
def performance(done: Decimal, plan: Decimal | None) -> Decimal | None:
    """SPI = P / P*, a plain ratio; None when nothing was planned yet (P* = 0): not computable, never 0."""
    return done / plan if plan else None


@exact
def performance_in_time(
    steps: Sequence[Step], start: date | None, today: date, finished: date | None
) -> Decimal | None:
    """SPI_t = earned schedule / actual time, a plain ratio, both in days since `start`.

    ES = t_k + (P - P*_k) / (P*_k+1 - P*_k) (t_k+1 - t_k), where k is the last planned date with P*_k <= P. Actual time
    runs to `finished`, else to `today`. None without start, without due dates, or before any day has passed.
    """
    until = finished or today
    if start is None or until <= start or any(step.due is None for step in steps):
        return None
    done = earned(steps)
    curve = _planned_curve(steps, start)
    before = max(point for point in curve if point[1] <= done)
    after = next((point for point in curve if point[1] > done), None)
    days = Decimal(before[0])
    if after is not None:
        days += (done - before[1]) / (after[1] - before[1]) * Decimal(after[0] - before[0])
    return days / Decimal((until - start).days)


def _planned_curve(steps: Sequence[Step], start: date) -> list[tuple[int, Decimal]]:
    """(days since start, planned share) at the start and at each due date, in order; a step due earlier counts at once."""
    whole = total(step.weight for step in steps)
    curve: list[tuple[int, Decimal]] = [(0, ZERO)]
    reached = ZERO
    by_due = sorted((max(0, (step.due - start).days), step.weight) for step in steps if step.due is not None)
    for days, weight in by_due:
        reached += weight
        curve.append((days, min(ONE, reached / whole)))
    return curve
