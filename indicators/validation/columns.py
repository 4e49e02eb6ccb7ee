"""Columns as numbers: each distinct text is judged once, and its verdict reaches all rows at once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Factor:
    """A column as codes into its distinct values."""

    codes: Ints
    values: list[Any]

    def rows(self, verdicts: Sequence[bool]) -> list[int]:
        """Rows whose value has a true verdict (one verdict per distinct value)."""
        if not any(verdicts):
            return []
        return [int(row) for row in np.flatnonzero(np.asarray(verdicts, dtype=bool)[self.codes])]

    def mapped(self, function: Callable[[Any], Hashable]) -> "Factor":
        """The column of `function(value)`: values that give the same result become one."""
        merged = factor([function(value) for value in self.values])
        return Factor(merged.codes[self.codes], merged.values)


def factor(column: Iterable[Hashable]) -> Factor:
    """Number the distinct values of a column in order of appearance."""
    known: dict[Hashable, int] = {}
    number = known.setdefault
    codes = [number(value, len(known)) for value in column]
    return Factor(np.array(codes, dtype=np.int64), list(known))


def combined(*factors: Factor) -> Ints:
    """One number per row for the combination of several columns."""
    codes = factors[0].codes
    for other in factors[1:]:
        codes = codes * len(other.values) + other.codes
    return codes


def crossed(*factors: Factor) -> Factor:
    """Several columns as one: the values are tuples of the combinations that occur."""
    distinct, inverse = np.unique(combined(*factors), return_inverse=True)
    values = []
    for number in distinct.tolist():
        parts = []
        rest = number
        for other in reversed(factors[1:]):
            rest, code = divmod(rest, len(other.values))
            parts.append(other.values[code])
        values.append((factors[0].values[rest], *reversed(parts)))
    return Factor(inverse.astype(np.int64).reshape(-1), values)
