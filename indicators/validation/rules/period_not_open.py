"""The period has been opened."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "period_not_open", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Periods that nobody has opened, or that the programme does not have. A wrong frequency is told instead."""
    reference = grid.reference
    pairs = grid.indicator_period

    def refused(indicator: str, period: str) -> bool:
        fact, known = reference.indicators.get(indicator), reference.periods.get(period)
        return known is not None and known.state == "not_open" and (fact is None or fact.frequency == known.frequency)

    for row in pairs.rows([refused(*pair) for pair in pairs.values]):
        period = reference.periods[pairs.values[int(pairs.codes[row])][1]]
        yield Hit(row, "period", period.code, {"period": period.code})
