"""The period is not closed."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "period_closed", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Periods that the coordination group has closed. A wrong frequency is told instead."""
    reference = grid.reference
    pairs = grid.indicator_period

    def refused(indicator: str, period: str) -> bool:
        fact, known = reference.indicators.get(indicator), reference.periods.get(period)
        return known is not None and known.state == "closed" and (fact is None or fact.frequency == known.frequency)

    for row in pairs.rows([refused(*pair) for pair in pairs.values]):
        period = reference.periods[pairs.values[int(pairs.codes[row])][1]]
        yield Hit(row, "period", period.code, {"period": period.code})
