"""The period has the frequency of the indicator."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "wrong_frequency", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """A quarterly indicator is handed in for quarters, and so on."""
    reference = grid.reference
    pairs = grid.indicator_period

    def wrong(indicator: str, period: str) -> bool:
        fact, known = reference.indicators.get(indicator), reference.periods.get(period)
        return fact is not None and known is not None and fact.frequency != known.frequency

    for row in pairs.rows([wrong(*pair) for pair in pairs.values]):
        indicator, period = pairs.values[int(pairs.codes[row])]
        frequency = reference.indicators[indicator].frequency
        yield Hit(
            row,
            "period",
            period,
            {"indicator": indicator, "frequency": frequency, "example": reference.examples.get(frequency, "")},
        )
