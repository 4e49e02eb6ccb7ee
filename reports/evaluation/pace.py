"""Required pace: what must happen from now on to reach the target in time."""

from decimal import Decimal

from reports.evaluation.decimals import ONE, exact

YEAR = Decimal(12)


@exact
def required_change(value: Decimal | None, target: Decimal | None, months_left: int) -> Decimal | None:
    """Required change per year, (T - y) / years left, in the indicator's unit; negative for falling targets.

    None when a value is missing or no time is left. Source: EVALUATION methods 2a.
    """
    if value is None or target is None or months_left <= 0:
        return None
    return (target - value) * YEAR / Decimal(months_left)


@exact
def required_growth(value: Decimal | None, target: Decimal | None, months_left: int) -> Decimal | None:
    """Required growth per year, (T / y)^(1 / years left) - 1, a plain ratio (0.08 = 8 % a year).

    None when a value is missing or not above 0, or no time is left. Source: EVALUATION methods 2a.
    """
    if value is None or target is None or months_left <= 0 or value <= 0 or target <= 0:
        return None
    power: Decimal = (target / value) ** (YEAR / Decimal(months_left))
    return power - ONE
