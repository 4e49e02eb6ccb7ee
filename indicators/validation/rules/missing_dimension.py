"""A broken-down value names a part of every dimension; the total names none."""

from collections.abc import Iterator

from indicators.validation.grid import DimensionPairs, Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "missing_dimension", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Rows that name some of the indicator's dimensions but not all."""
    pairs = grid.indicator_dimensions
    verdicts = [_missing(grid, indicator, dimensions) for indicator, dimensions in pairs.values]
    for row in pairs.rows([bool(names) for names in verdicts]):
        for name in verdicts[int(pairs.codes[row])]:
            yield Hit(
                row, f"dimensions/{name}", "", {"dimension": name, "values": list(grid.reference.values.get(name, ()))}
            )


def _missing(grid: Grid, indicator: str, dimensions: DimensionPairs) -> list[str]:
    fact = grid.reference.indicators.get(indicator)
    if fact is None:
        return []
    missing = [name for name in fact.dimensions if name not in dict(dimensions)]
    return missing if len(missing) < len(fact.dimensions) else []
