"""The indicator is one that the programme uses."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.similar import nearest
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "unknown_indicator", ERROR
MOST_GUESSES = 20


def check(grid: Grid) -> Iterator[Hit]:
    """Codes that the programme does not use; an empty code counts. The first few hints name codes that look alike."""
    known = grid.reference.known
    guesses: dict[str, list[str]] = {}
    for row in grid.indicator.rows([fact is None for fact in grid.facts]):
        if ("indicator", row) in grid.strange:
            continue
        given = grid.indicator.values[int(grid.indicator.codes[row])]
        if given and given not in guesses and len(guesses) < MOST_GUESSES:
            guesses[given] = nearest(given, known)
        yield Hit(row, "indicator", given, {"near": guesses.get(given, [])})
