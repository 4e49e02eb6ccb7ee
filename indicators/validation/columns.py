"""Columns as numbers: each distinct text is judged once, and its verdict reaches all rows at once."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DENSE = 1 << 22  # up to so many possible combinations a table of all is faster than sorting


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


def factor(column: Collection[Hashable]) -> Factor:
    """Number the distinct values of a column in order of appearance."""
    known = {value: number for number, value in enumerate(dict.fromkeys(column))}
    return Factor(np.fromiter(map(known.__getitem__, column), dtype=np.int64, count=len(column)), list(known))


def combined(*factors: Factor) -> Ints:
    """One number per row for the combination of several columns, below `combinations(*factors)`."""
    codes = factors[0].codes
    for other in factors[1:]:
        codes = codes * len(other.values) + other.codes
    return codes


def combinations(*factors: Factor) -> int:
    """How many combinations of the columns' values there could be."""
    return prod(len(each.values) for each in factors)


def crossed(*factors: Factor) -> Factor:
    """Several columns as one: the values are tuples of the combinations that occur."""
    numbers = combined(*factors)
    distinct, codes = _distinct(numbers, combinations(*factors))
    values = []
    for number in distinct.tolist():
        parts = []
        rest = number
        for other in reversed(factors[1:]):
            rest, code = divmod(rest, len(other.values))
            parts.append(other.values[code])
        values.append((factors[0].values[rest], *reversed(parts)))
    return Factor(codes, values)


def _distinct(numbers: Ints, limit: int) -> tuple[Ints, Ints]:
    """The distinct numbers in order, and for each number its place among them. Linear where the limit is small."""
    if limit > DENSE:
        distinct, places = np.unique(numbers, return_inverse=True)
        return distinct, places.astype(np.int64).reshape(-1)
    there = np.zeros(limit, dtype=bool)
    there[numbers] = True
    return np.flatnonzero(there).astype(np.int64), (np.cumsum(there) - 1)[numbers].astype(np.int64)


def present(codes: Ints, limit: int) -> list[int]:
    """The distinct codes in order; all are below the limit."""
    return [int(code) for code in _distinct(codes, limit)[0]]


def repeated(numbers: Ints, limit: int) -> list[tuple[int, int]]:
    """(row, first row of the same number) for every row that is not the first of its number."""
    if limit <= DENSE and (not len(numbers) or np.bincount(numbers, minlength=1).max() == 1):
        return []
    _, first, places = np.unique(numbers, return_index=True, return_inverse=True)
    first_of_row = first[places.reshape(-1)]
    return [(row, int(first_of_row[row])) for row in np.flatnonzero(first_of_row != np.arange(len(numbers))).tolist()]
