"""The indicator is broken down by this dimension."""

from collections.abc import Iterator

from indicators.validation.grid import DimensionPairs, Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "unknown_dimension", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Dimensions that the indicator does not have."""
    pairs = grid.indicator_dimensions
    verdicts = [_unknown(grid, indicator, dimensions) for indicator, dimensions in pairs.values]
    for row in pairs.rows([bool(names) for names in verdicts]):
        code = int(pairs.codes[row])
        fact = grid.reference.indicators[pairs.values[code][0]]
        for name in verdicts[code]:
            yield Hit(row, f"dimensions/{name}", name, {"indicator": fact.code, "dimensions": list(fact.dimensions)})


def _unknown(grid: Grid, indicator: str, dimensions: DimensionPairs) -> list[str]:
    fact = grid.reference.indicators.get(indicator)
    return [] if fact is None else [name for name, _ in dimensions if name not in fact.dimensions]
