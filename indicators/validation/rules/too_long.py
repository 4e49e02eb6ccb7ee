"""The value has at most 15 digits, which both engines and every spreadsheet keep exactly."""

from collections.abc import Iterator

from indicators.validation.grid import Grid
from indicators.validation.numbers import MAX_DIGITS, shortest
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "too_long", ERROR


def check(grid: Grid) -> Iterator[Hit]:
    """More than 15 significant digits."""
    if max(map(len, grid.texts)) <= MAX_DIGITS:
        return
    for row, text in enumerate(grid.texts):
        if len(text) > MAX_DIGITS and len(shortest(text).lstrip("-0.").replace(".", "")) > MAX_DIGITS:
            yield Hit(row, "value", grid.table.value[row], {"digits": MAX_DIGITS})
