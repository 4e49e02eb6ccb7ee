"""Aggregation over time, a rule apart from the one over zones: stock = last, flow = sum, rate = recompute.

Source: EVALUATION methods 2b. A rate is never averaged: its numerator and denominator are aggregated by their own
rules and divided again (see `figures`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.evaluation.decimals import exact, total
from reports.evaluation.types import Indicator


@dataclass(frozen=True, slots=True)
class Span:
    """A figure of several periods. `missing` lists the places (from 0) without a value; `reason` explains a None."""

    value: Decimal | None
    missing: tuple[int, ...] = ()
    reason: str | None = None


def adds_periods(indicator: Indicator) -> bool:
    """Whether a longer period shows the sum of the shorter ones, so that its figure depends on its length."""
    return indicator.numerator is None and not indicator.cumulative and indicator.time_rule == "sum"


@exact
def over_time(rule: str, values: Sequence[Decimal | None]) -> Span:
    """Combine the values of consecutive periods, oldest first, in the indicator's unit.

    * last: the value of the last period, and of no earlier one when that is missing (nothing is carried forward);
    * sum: of the values that exist, with the places of the missing ones, so that a partial sum is seen;
    * recompute: `not_recomputable`, because a reported rate without its parts cannot be combined;
    * none: `no_time_rule`.

    No value at all gives None with reason `no_value`.
    """
    if rule == "recompute":
        return Span(None, (), "not_recomputable")
    if rule == "none":
        return Span(None, (), "no_time_rule")
    if rule == "last":
        last = values[-1] if values else None
        return Span(last, (), None if last is not None else "no_value")
    missing = tuple(place for place, value in enumerate(values) if value is None)
    known = [value for value in values if value is not None]
    return Span(total(known), missing) if known else Span(None, missing, "no_value")
