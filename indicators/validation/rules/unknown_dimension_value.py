"""The part is one of its dimension's parts."""

from collections.abc import Iterator

from indicators.validation.grid import DimensionPairs, Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "unknown_dimension_value", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Value codes that the dimension does not have."""
    pairs = grid.indicator_dimensions
    verdicts = [_unknown(grid, indicator, dimensions) for indicator, dimensions in pairs.values]
    for row in pairs.rows([bool(found) for found in verdicts]):
        for name, value in verdicts[int(pairs.codes[row])]:
            yield Hit(
                row,
                f"dimensions/{name}",
                value,
                {"dimension": name, "values": list(grid.reference.values.get(name, ()))},
            )


def _unknown(grid: Grid, indicator: str, dimensions: DimensionPairs) -> list[tuple[str, str]]:
    fact = grid.reference.indicators.get(indicator)
    if fact is None:
        return []
    return [
        (name, value)
        for name, value in dimensions
        if name in fact.dimensions and value not in grid.reference.values.get(name, ())
    ]
