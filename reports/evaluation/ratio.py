"""Derived ratios: numerator and denominator are kept, and a ratio without denominator is not computable, never 0."""

from decimal import Decimal

from reports.evaluation.decimals import ONE, exact


@exact
def ratio(
    numerator: Decimal | None, denominator: Decimal | None, factor: Decimal = ONE
) -> tuple[Decimal | None, str | None]:
    """`factor` x numerator / denominator and None, or None and the reason why it cannot be computed.

    `factor` is 100 for a percentage. Reasons: `no_numerator`, `no_denominator`, `zero_denominator`. A numerator of 0
    is a value: 0 / 5 is 0. Source: EVALUATION methods 2b.
    """
    if numerator is None:
        return None, "no_numerator"
    if denominator is None:
        return None, "no_denominator"
    if denominator == 0:
        return None, "zero_denominator"
    return factor * numerator / denominator, None
