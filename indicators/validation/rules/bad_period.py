"""The period is a period."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "bad_period", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Texts that are no year, half-year, quarter or month; an empty text counts."""
    for row in grid.period.rows([fact is None for fact in grid.period_facts]):
        if ("period", row) not in grid.strange:
            fact = grid.fact(row)
            example = grid.reference.examples.get(fact.frequency if fact else "Q", "")
            yield Hit(row, "period", grid.period.values[int(grid.period.codes[row])], {"example": example})
