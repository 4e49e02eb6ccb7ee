"""A delivery made ready for the rules: columns numbered, numbers read, facts looked up. Built once, read by every rule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from indicators.validation.columns import Factor, Flags, Floats, Ints, combinations, combined, crossed, factor
from indicators.validation.numbers import PLAIN, Reading, read
from indicators.validation.types import IndicatorFact, PeriodFact, Reference, Table

DimensionPairs = tuple[tuple[str, Any], ...]


@dataclass
class Grid:
    """`texts` are plain decimals ("" where there is no readable number), `numbers` the same as floats (nan likewise).

    Values have at most 15 digits (see the rule `too_long`), and such decimals and floats correspond one to one, so
    comparing the floats of two rows is exact; a stored value may be longer, see `Stored`. `odd` holds, per row, readings that were not plain; `strange` objects that are not
    text at all, by (column, row).
    """

    table: Table
    reference: Reference
    texts: list[str] = field(default_factory=list)
    numbers: Floats = field(default_factory=lambda: np.zeros(0))
    odd: dict[int, Reading] = field(default_factory=dict)
    strange: dict[tuple[str, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Clean the text columns and read the numbers."""
        self.indicator = factor(self._texts_of("indicator")).mapped(str.strip)
        self.zone = factor(self._texts_of("zone")).mapped(str.strip)
        self.period = factor(self._texts_of("period")).mapped(str.strip)
        self.status = factor(self._texts_of("status")).mapped(lambda text: text.strip() or "A")
        notes = self._texts_of("note")
        self.notes: list[str] = [note.strip() for note in notes] if any(notes) else notes
        self.dimensions = factor(self._dimension_pairs())
        self._read_values()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.table)

    def _texts_of(self, name: str) -> list[str]:
        """The column as text; what is neither text nor absent is put aside as strange."""
        column: list[Any] = getattr(self.table, name)
        if set(map(type, column)) <= {str}:
            return column
        cleaned = []
        for row, item in enumerate(column):
            if item is not None and not isinstance(item, str):
                self.strange[name, row] = item
            cleaned.append(item if isinstance(item, str) else "")
        return cleaned

    def _dimension_pairs(self) -> list[DimensionPairs]:
        """Each row's dimensions as sorted pairs; () for the total. What is no mapping of texts is put aside."""
        if set(map(type, self.table.dimensions)) <= {type(None)}:
            return [()] * len(self)
        pairs: list[DimensionPairs] = []
        for row, item in enumerate(self.table.dimensions):
            if not item:
                if item is not None and not isinstance(item, dict | str):
                    self.strange["dimensions", row] = item
                pairs.append(())
            elif not isinstance(item, dict) or not all(type(part) is str for part in item.values()):
                self.strange["dimensions", row] = item
                pairs.append(())
            else:
                pairs.append(tuple(item.items()) if len(item) == 1 else tuple(sorted(item.items())))
        return pairs

    def _read_values(self) -> None:
        column = self.table.value
        if set(map(type, column)) <= {str} and all(map(PLAIN.fullmatch, column)):
            self.texts = column
        else:
            self.texts = [self._read_value(row, item) for row, item in enumerate(column)]
        self.numbers = np.array([float(text) if text else np.nan for text in self.texts])

    def _read_value(self, row: int, item: Any) -> str:
        """The plain decimal of one value; "" with the reason put aside where there is none."""
        if not isinstance(item, str):
            if item is not None:
                self.strange["value", row] = item
            return ""
        if PLAIN.fullmatch(item):
            return item
        if not item.strip():
            return ""
        reading = self.odd[row] = read(item)
        return "" if reading.suffix else reading.text

    @cached_property
    def absent(self) -> Flags:
        """Rows whose value is empty: not even something unreadable."""
        flags = np.isnan(self.numbers)
        for row in self.odd:
            flags[row] = False
        for column, row in self.strange:
            if column == "value":
                flags[row] = False
        return flags

    @cached_property
    def has_note(self) -> Flags:
        """Rows with a note."""
        return np.fromiter(map(bool, self.notes), dtype=bool, count=len(self.notes))

    @cached_property
    def facts(self) -> list[IndicatorFact | None]:
        """Of each distinct indicator."""
        return [self.reference.indicators.get(code) for code in self.indicator.values]

    @cached_property
    def period_facts(self) -> list[PeriodFact | None]:
        """Of each distinct period text."""
        return [self.reference.periods.get(code) for code in self.period.values]

    @cached_property
    def indicator_zone(self) -> Factor:
        """Distinct (indicator, zone)."""
        return crossed(self.indicator, self.zone)

    @cached_property
    def indicator_period(self) -> Factor:
        """Distinct (indicator, period text)."""
        return crossed(self.indicator, self.period)

    @cached_property
    def indicator_dimensions(self) -> Factor:
        """Distinct (indicator, dimension pairs)."""
        return crossed(self.indicator, self.dimensions)

    @cached_property
    def series(self) -> Factor:
        """Distinct (indicator, zone, dimension key)."""
        return crossed(self.indicator, self.zone, self.dimensions.mapped(dimension_key))

    @cached_property
    def month(self) -> Factor:
        """First month of the period; -1 where the text is no period."""
        return self.period.mapped(lambda text: fact.month if (fact := self.reference.periods.get(text)) else -1)

    @cached_property
    def cell(self) -> tuple[Ints, int]:
        """One number per row for (series, period in its one spelling, or the text where it is no period), and their limit."""
        spelled = self.period.mapped(lambda text: fact.code if (fact := self.reference.periods.get(text)) else text)
        parts = (self.indicator, self.zone, self.dimensions.mapped(dimension_key), spelled)
        return combined(*parts), combinations(*parts)

    def per_indicator(self, value: Callable[[IndicatorFact], float | None], default: float) -> Floats:
        """A property of each row's indicator as a column; `value` takes the fact and returns a number or None."""
        found = [default if fact is None or (number := value(fact)) is None else float(number) for fact in self.facts]
        return np.array(found, dtype=np.float64)[self.indicator.codes] if found else np.zeros(0)

    def period_of(self, row: int) -> str:
        """The period of a row in its one spelling; the text where it is no period."""
        text = self.period.values[int(self.period.codes[row])]
        fact = self.reference.periods.get(text)
        return fact.code if fact else str(text)

    def fact(self, row: int) -> IndicatorFact | None:
        """The indicator of a row."""
        return self.facts[int(self.indicator.codes[row])]


def dimension_key(pairs: DimensionPairs) -> str:
    """The stored form of dimension pairs: `` for the total, else `size=small`, several joined by `;` in order of code."""
    return ";".join(f"{code}={value}" for code, value in pairs)
