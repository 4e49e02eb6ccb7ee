"""Texts hold no control characters and no halves of characters, which would poison files and databases."""

import re
from collections.abc import Iterator

import numpy as np

from indicators.validation.grid import Grid
from indicators.validation.types import ERROR, Hit

CODE, SEVERITY = "control_character", ERROR
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def check(grid: Grid) -> Iterator[Hit]:
    """Notes only: codes with such characters are unknown codes. Line breaks and tabs are allowed."""
    for row in np.flatnonzero(grid.has_note).tolist():
        found = REFUSED.search(grid.notes[row])
        if found:
            yield Hit(row, "note", grid.notes[row][:50], {"character": f"U+{ord(found[0]):04X}"})
