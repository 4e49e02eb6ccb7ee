"""Progress index: are we where we should be today? Attainment alone makes every young programme red."""

from decimal import Decimal

from reports.evaluation.decimals import exact


@exact
def progress_index(baseline: Decimal | None, value: Decimal | None, expected: Decimal | None) -> Decimal | None:
    """PI = (y - b) / (e - b), a plain ratio; 1 means exactly on the path, below 0 moving away from the target.

    All three in the indicator's unit. None when one is missing or when nothing was expected yet (e = b): an index
    without denominator is not computable, never 0. Source: EVALUATION methods 2a.
    """
    if baseline is None or value is None or expected is None or expected == baseline:
        return None
    return (value - baseline) / (expected - baseline)
