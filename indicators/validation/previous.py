"""The value before: what a delivered value is compared with to notice jumps and mistaken units."""

from typing import TYPE_CHECKING

import numpy as np

from indicators.validation.columns import Flags, Floats
from indicators.validation.positions import MONTHS, positions

if TYPE_CHECKING:
    from indicators.validation.stored import Comparison

YEAR = 12


def find_previous(comparison: "Comparison") -> Floats:
    """For each usable row the newest earlier value of its series, delivered or stored; nan where there is none.

    A cumulative indicator starts again each January, so its value is compared with that of the same period last year.
    """
    replaced = np.zeros(len(comparison.old_cells), dtype=bool)
    replaced[comparison.match[comparison.match >= 0]] = True
    keep = ~replaced & ~np.isnan(comparison.old_numbers)
    present = ~np.isnan(comparison.numbers)
    cells = np.concatenate([comparison.old_cells[keep], comparison.cells[present]])
    numbers = np.concatenate([comparison.old_numbers[keep], comparison.numbers[present]])
    if not len(cells):
        return np.full(len(comparison.rows), np.nan)
    order = np.argsort(cells)
    cells, numbers = cells[order], numbers[order]
    place = np.searchsorted(cells, comparison.cells) - 1
    before = np.maximum(place, 0)
    same_series = (place >= 0) & (cells[before] // MONTHS == comparison.series)
    earlier = np.where(same_series, numbers[before], np.nan)
    cumulative = _cumulative(comparison)
    if cumulative.any():
        year_ago = positions(cells, comparison.cells - YEAR)
        earlier = np.where(cumulative, np.where(year_ago >= 0, numbers[np.maximum(year_ago, 0)], np.nan), earlier)
    return earlier


def _cumulative(comparison: "Comparison") -> Flags:
    return comparison.grid.per_indicator(lambda fact: fact.cumulative, 0)[comparison.rows] > 0
