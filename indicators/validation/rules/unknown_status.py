"""The status is one of A, P, E, M."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, STATUSES, Hit

CODE, SEVERITY = "unknown_status", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """Any other status; an empty one means A."""
    for row in grid.status.rows([status not in STATUSES for status in grid.status.values]):
        yield Hit(row, "status", grid.status.values[int(grid.status.codes[row])])
