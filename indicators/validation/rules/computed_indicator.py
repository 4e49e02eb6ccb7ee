"""Ratios are computed from their parts, so nobody hands them in."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "computed_indicator", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Indicators with a numerator and a denominator."""
    for row in grid.indicator.rows([fact is not None and fact.computed for fact in grid.facts]):
        yield Hit(row, "indicator", grid.indicator.values[int(grid.indicator.codes[row])])
