"""What goes into validation and what comes out of it. Plain typed data only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

ERROR, REVIEW, WARNING = "error", "review", "warning"
COLUMNS = ("indicator", "zone", "period", "value", "dimensions", "status", "note")
STATUSES = ("A", "P", "E", "M")
MISSING = "M"


class Hit(NamedTuple):
    """One match of a rule: the row, the column it is about, what stood there, and parameters of the sentence."""

    row: int
    column: str
    value: Any = ""
    params: Mapping[str, Any] = {}
    severity: str = ""


class Finding(NamedTuple):
    """One result of one rule. `row` counts from 0; None concerns the whole delivery. `column` may name a part: `dimensions/size`."""

    row: int | None
    column: str
    code: str
    severity: str
    value: str = ""
    params: Mapping[str, Any] = {}


@dataclass(slots=True)
class Table:
    """A delivery by columns, as a reader found it: text where the delivery held text, other objects where it did not.

    `dimensions` holds mappings of dimension code to value code, or None. `unknown` lists (row, column) that nobody
    knows; row None concerns the head line of a file.
    """

    indicator: list[Any]
    zone: list[Any]
    period: list[Any]
    value: list[Any]
    dimensions: list[Any]
    status: list[Any]
    note: list[Any]
    unknown: Sequence[tuple[int | None, str]] = ()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.indicator)


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What the rules need to know of an indicator. `multiplier` is the power of ten of its unit; bounds are inclusive.

    `scaled` says that people write its amounts in several units (元, 万元, 亿元): money, or a unit with a power of ten.
    """

    code: str
    frequency: str
    computed: bool = False
    decimals: int = 0
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    additive: bool = False
    cumulative: bool = False
    dimensions: tuple[str, ...] = ()
    multiplier: int = 0
    percent: bool = False
    scaled: bool = False
    unit_en: str = ""
    unit_zh: str = ""


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """A period by its one spelling. `state` is open, closed, future (not begun) or not_open; `month` its first month's number."""

    code: str
    frequency: str
    month: int
    state: str
    end: date


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything a delivery is held against.

    `cells` are the (indicator, zone) that the agency reports; `periods` maps every readable period text of the
    delivery; `values` the codes of each dimension; `examples` an open period of each frequency and `known` all codes
    of indicators, for hints.
    """

    indicators: Mapping[str, IndicatorFact]
    zones: frozenset[str]
    cells: frozenset[tuple[str, str]]
    periods: Mapping[str, PeriodFact]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    known: Sequence[str] = ()
