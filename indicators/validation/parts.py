"""Totals and their parts: the cells of an additive indicator for one zone and period, delivered and stored together."""

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from indicators.validation.types import ERROR, WARNING, IndicatorFact

if TYPE_CHECKING:
    from indicators.validation.stored import Comparison

SHARE = 0.001


@dataclass(slots=True)
class Breakdown:
    """One total with its parts. `rows` are the delivered rows by dimension key; `values` all values, None = missing."""

    fact: IndicatorFact
    expected: int
    values: dict[str, float | None] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def parts(self) -> list[float]:
        """The parts that have a value."""
        return [value for key, value in self.values.items() if key and value is not None]

    @property
    def complete(self) -> bool:
        """Whether every part is there."""
        return 0 < len(self.parts) == self.expected

    def tolerance(self, total: float) -> float:
        """The larger of what rounding explains (half a last decimal per value) and 0.1 % of the total."""
        return max(0.5 * 10.0**-self.fact.decimals * (len(self.parts) + 1), SHARE * abs(total)) * (1 + 1e-9)

    def place(self) -> tuple[int, str]:
        """Where to show a finding, and how grave it is: a contradiction inside one delivery is an error.

        Against values delivered earlier it is a warning, because their correction may follow.
        """
        row = self.rows.get("", max(self.rows.values()))
        inside = all(key in self.rows for key, value in self.values.items() if value is not None)
        return row, ERROR if inside else WARNING


def find_breakdowns(comparison: "Comparison") -> list[Breakdown]:
    """Every total with parts that the delivery touches."""
    grid = comparison.grid
    additive = grid.per_indicator(lambda fact: fact.additive and bool(fact.dimensions), 0)[comparison.rows] > 0
    groups: dict[tuple[str, str, int], Breakdown] = {}
    for position in np.flatnonzero(additive).tolist():
        indicator, zone, key = comparison.keys[int(comparison.series[position])]
        place = (indicator, zone, int(comparison.month[position]))
        group = groups.get(place)
        if group is None:
            fact = grid.reference.indicators[indicator]
            group = groups[place] = Breakdown(
                fact, prod(len(grid.reference.values.get(name, ())) for name in fact.dimensions)
            )
        number = comparison.numbers[position]
        group.values[key] = None if np.isnan(number) else float(number)
        group.rows[key] = int(comparison.rows[position])
    if groups:
        _add_stored(groups, comparison)
    return list(groups.values())


def _add_stored(groups: dict[tuple[str, str, int], Breakdown], comparison: "Comparison") -> None:
    """Put stored values where the delivery has none."""
    touched = {place[:2] for place in groups}
    wanted = np.array([key[:2] in touched for key in comparison.keys], dtype=bool)
    for old in np.flatnonzero(wanted[comparison.old_series]).tolist():
        indicator, zone, key = comparison.keys[int(comparison.old_series[old])]
        group = groups.get((indicator, zone, int(comparison.old_month[old])))
        if group is not None and key not in group.values:
            number = comparison.old_numbers[old]
            group.values[key] = None if np.isnan(number) else float(number)
