"""The agency reports this indicator for this zone: nobody writes into another agency's cells."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "foreign_cell", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Known indicator and zone, but not a duty of the agency. Whether another agency holds it is not told."""
    reference = grid.reference

    def foreign(indicator: str, zone: str) -> bool:
        fact = reference.indicators.get(indicator)
        return (
            fact is not None
            and not fact.computed
            and zone in reference.zones
            and (indicator, zone) not in reference.cells
        )

    pairs = grid.indicator_zone
    for row in pairs.rows([foreign(*pair) for pair in pairs.values]):
        indicator, zone = pairs.values[int(pairs.codes[row])]
        yield Hit(row, "zone", zone, {"indicator": indicator, "zone": zone})
