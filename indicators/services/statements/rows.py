"""Rows on their way into the database, by columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ObservationRows:
    """Values to store. `value` holds plain decimals, None where missing; all get one submission and one moment."""

    series: Sequence[int]
    month: Sequence[int]
    value: Sequence[str | None]
    status: Sequence[str]
    note: Sequence[str]
    submission: UUID
    recorded_at: datetime

    def __len__(self) -> int:
        """Number of values."""
        return len(self.series)

    def tuples(self) -> Iterator[tuple[int, int, str | None, str, str]]:
        """The columns turned to rows."""
        return zip(self.series, self.month, self.value, self.status, self.note, strict=True)


FINDING_COLUMNS = ("index", "pointer", "cell", "code", "severity", "value", "params")
FindingRow = dict[str, Any]
