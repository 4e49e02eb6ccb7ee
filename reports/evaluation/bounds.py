"""Whether a figure lies within the bounds that its indicator declares for the value of one zone and period."""

from decimal import Decimal

from reports.evaluation.reasons import Reason, reason
from reports.evaluation.types import Indicator


def bound_broken(indicator: Indicator, value: Decimal, *, summed: bool) -> Reason | None:
    """The bound that `value` breaks, or None.

    A sum over zones or periods is only held to the bounds that follow for it from those of its summands: a smallest
    value of 0 or more, a largest of 0 or less. Otherwise every total would break the bound of one zone.
    """
    low, high = indicator.minimum, indicator.maximum
    if low is not None and value < low and (low >= 0 or not summed):
        return reason("below_minimum", value=value, limit=low)
    if high is not None and value > high and (high <= 0 or not summed):
        return reason("above_maximum", value=value, limit=high)
    return None
