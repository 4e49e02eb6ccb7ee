"""A note is a sentence or two."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "note_too_long", ERROR
LONGEST = 2000


def check(grid: Grid) -> Iterator[Hit]:
    """More characters than a note may have."""
    if max(map(len, grid.notes)) <= LONGEST:
        return
    for row, note in enumerate(grid.notes):
        if len(note) > LONGEST:
            yield Hit(row, "note", note[:50], {"longest": LONGEST, "length": len(note)})
