"""The value stands without its unit: 亿, 万 and % belong to the definition, not to the number."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.numbers import Reading, is_percent, scaled
from indicators.validation.types import ERROR, Hit, IndicatorFact

CODE, SEVERITY = "unit_suffix", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """A number followed by a unit. The suggestion is the same amount in the indicator's own unit, where that is certain."""
    for row, reading in grid.odd.items():
        if reading.suffix and reading.text:
            fact = grid.fact(row)
            params = {"suffix": reading.suffix, "suggestion": _suggestion(fact, reading)}
            if fact is not None:
                params |= {"indicator": fact.code, "unit_en": fact.unit_en, "unit_zh": fact.unit_zh}
            yield Hit(row, "value", grid.table.value[row], params)


def _suggestion(fact: IndicatorFact | None, reading: Reading) -> str:
    if fact is None or is_percent(reading.suffix) != fact.percent:
        return ""
    return scaled(reading.text, reading.scale - fact.multiplier)
