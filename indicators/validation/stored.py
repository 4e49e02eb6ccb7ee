"""The values that are stored already, laid beside a delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import numpy as np

from indicators.validation.columns import Flags, Floats, Ints
from indicators.validation.grid import Grid
from indicators.validation.numbers import shortest
from indicators.validation.parts import Breakdown, find_breakdowns
from indicators.validation.positions import MONTHS, positions
from indicators.validation.previous import find_previous

SeriesKey = tuple[str, str, str]


@dataclass(slots=True)
class Stored:
    """Current values by columns: `series` indexes `keys` (indicator, zone, dimension key); `value` is None where missing.

    `long` has the exact text of values that may have more digits than a float tells apart, None elsewhere. `newer`
    names the positions of values that were handed in after the delivery, with the moment; empty for one that comes now.
    """

    keys: Sequence[SeriesKey]
    series: Sequence[int]
    month: Sequence[int]
    value: Sequence[float | None]
    status: Sequence[str]
    note: Sequence[str]
    long: Sequence[str | None]
    newer: Mapping[int, str] = field(default_factory=dict)

    def text(self, position: int) -> str:
        """The value at a position as a plain decimal, "" where it is missing."""
        value = self.value[position]
        return shortest(self.long[position] or f"{value:.6f}") if value is not None else ""


class Comparison:
    """A delivery's usable rows and the stored values on one numbering of series.

    `rows` are the delivery's rows without error; `series`, `month`, `numbers` belong to them. The stored columns have
    the prefix `old_`. `match` is, per usable row, the position of its cell among the stored ones, or -1.
    """

    def __init__(self, grid: Grid, usable: Flags, stored: Stored):
        self.grid = grid
        self.stored = stored
        self.rows: Ints = np.flatnonzero(usable).astype(np.int64)
        numbers = {key: number for number, key in enumerate(grid.series.values)}
        self.keys: list[SeriesKey] = list(grid.series.values)
        renumber = []
        for key in stored.keys:
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(self.keys)
                self.keys.append(key)
            renumber.append(number)
        self.series: Ints = grid.series.codes[self.rows]
        self.month: Ints = np.array(grid.month.values or [-1], dtype=np.int64)[grid.month.codes[self.rows]]
        self.numbers = grid.numbers[self.rows]
        self.old_series: Ints = np.array(renumber or [0], dtype=np.int64)[np.array(stored.series, dtype=np.int64)]
        self.old_month: Ints = np.array(stored.month, dtype=np.int64)
        self.old_numbers = np.array([np.nan if value is None else value for value in stored.value], dtype=np.float64)
        self.cells: Ints = self.series * MONTHS + self.month
        self.old_cells: Ints = self.old_series * MONTHS + self.old_month
        self.match: Ints = positions(self.old_cells, self.cells)

    def changes(self) -> tuple[Ints, Ints, Ints]:
        """The usable rows that are new, that differ from the stored value, and that are equal to it."""
        new = self.match < 0
        same = np.zeros(len(self.rows), dtype=bool)
        known = np.flatnonzero(~new)
        if len(known):
            before, now = self.old_numbers[self.match[known]], self.numbers[known]
            same[known] = (before == now) | (np.isnan(before) & np.isnan(now))
            for position in known[same[known]].tolist():
                same[position] = self._is_same(int(self.rows[position]), int(self.match[position]))
        return self.rows[new], self.rows[~new & ~same], self.rows[same]

    def _is_same(self, row: int, old: int) -> bool:
        """Whether a row whose number equals the stored one as a float is equal in all else, and exactly."""
        grid, stored = self.grid, self.stored
        exact = stored.long[old]
        return (
            grid.status.values[int(grid.status.codes[row])] == stored.status[old]
            and grid.notes[row] == stored.note[old]
            and (exact is None or Decimal(exact) == Decimal(grid.texts[row]))
        )

    @cached_property
    def previous(self) -> Floats:
        """For each usable row the value before, see `previous`."""
        return find_previous(self)

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """Every total with parts that the delivery touches."""
        return find_breakdowns(self)
