"""Growth: change on a year or a period before, mean annual growth, and observed against required growth.

A change of a percentage is in percentage points (2.00 % to 2.48 % is +0.48 points, not +24 %).
"4.5 times" is a ratio of 4.5, that is +350 %. Source: EVALUATION methods 2a.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.evaluation.decimals import HUNDRED, ONE, exact

YEAR = Decimal(12)


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two values. `kind` is percent, points or not_computable (then `reason` says why)."""

    kind: str
    value: Decimal | None = None
    reason: str | None = None


@exact
def change(value: Decimal | None, base: Decimal | None, *, percentage: bool) -> Change:
    """Change of `value` on `base`, for a year before as for a period before.

    `percentage` says that both are percentages: the change is y - y0 in points. Else it is 100 (y / y0 - 1) in per
    cent, not computable (`no_value`, `no_base`, `zero_base`, `negative_base`) where that has no meaning.
    """
    if value is None:
        return Change("not_computable", reason="no_value")
    if base is None:
        return Change("not_computable", reason="no_base")
    if percentage:
        return Change("points", value - base)
    if base <= 0:
        return Change("not_computable", reason="zero_base" if base == 0 else "negative_base")
    return Change("percent", HUNDRED * (value / base - ONE))


@exact
def mean_annual_growth(first: Decimal, last: Decimal, months: int) -> Decimal | None:
    """Mean annual growth (CAGR) = (y1 / y0)^(1 / years) - 1, a plain ratio.

    `months` lie between the two values: 2018 to 2025 is 84, seven intervals and not eight points. None when a value
    is not above 0 or no time has passed.
    """
    if first <= 0 or last <= 0 or months <= 0:
        return None
    power: Decimal = (last / first) ** (YEAR / Decimal(months))
    return power - ONE


@exact
def growth_ratio(
    baseline: Decimal | None, value: Decimal, target: Decimal | None, *, months: int, months_in_all: int
) -> Decimal | None:
    """Observed growth against required growth, R = d CAGR_obs / |CAGR_req|, d the sign of the required growth.

    `months` have passed since the baseline, `months_in_all` lie between baseline and target. A plain ratio: 1 is
    exactly the required pace, below 0 moves away. None for values not above 0, for no time, or for a target equal to
    the baseline: callers fall back to the progress index and say so.
    Source: Eurostat's idea in the form of Statistics Canada, used by Open SDG; EVALUATION methods 2a.
    """
    if baseline is None or target is None:
        return None
    observed = mean_annual_growth(baseline, value, months)
    required = mean_annual_growth(baseline, target, months_in_all)
    if observed is None or not required:
        return None
    return observed / required


@exact
def contribution(now: Decimal, before: Decimal, total_before: Decimal) -> Decimal | None:
    """Contribution of a part to the growth of the whole, 100 (x_t - x_t-1) / X_t-1, in percentage points.

    None when the whole was not above 0.
    """
    return HUNDRED * (now - before) / total_before if total_before > 0 else None
