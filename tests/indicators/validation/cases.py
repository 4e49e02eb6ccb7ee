"""A reference and tables for the rules, without any database."""

from datetime import date
from typing import Any

from indicators.validation.runner import check_rows, check_stored, in_order
from indicators.validation.stored import Stored
from indicators.validation.types import Finding, IndicatorFact, PeriodFact, Reference, Table

SIZES = ("micro", "small", "medium", "large")
FACTS = {
    "LOANS": IndicatorFact(
        "LOANS",
        "Q",
        decimals=2,
        minimum=0.0,
        additive=True,
        dimensions=("size",),
        multiplier=8,
        scaled=True,
        unit_en="CNY 100 million",
        unit_zh="亿元",
    ),
    "SHARE": IndicatorFact(
        "SHARE", "Q", decimals=2, minimum=0.0, maximum=100.0, percent=True, unit_en="per cent", unit_zh="%"
    ),
    "COUNT": IndicatorFact("COUNT", "A", whole=True, minimum=0.0, unit_en="enterprises", unit_zh="家"),
    "STAFF": IndicatorFact("STAFF", "Q", whole=True, minimum=0.0, unit_en="people", unit_zh="人"),
    "FLOW": IndicatorFact(
        "FLOW", "M", decimals=1, multiplier=4, scaled=True, unit_en="CNY 10 thousand", unit_zh="万元"
    ),
    "YEARLY": IndicatorFact("YEARLY", "Q", decimals=1, minimum=0.0, cumulative=True),
    "CROSSED": IndicatorFact("CROSSED", "Q", decimals=1, minimum=0.0, dimensions=("sector", "size")),
    "RATIO": IndicatorFact("RATIO", "Q", computed=True),
}


def _period(code: str, frequency: str, year: int, month: int, state: str = "open") -> PeriodFact:
    return PeriodFact(code, frequency, year * 12 + month - 1, state, date(year, month, 28))


PERIODS = {
    "2026-Q2": _period("2026-Q2", "Q", 2026, 4),
    "2026-Q3": _period("2026-Q3", "Q", 2026, 7),
    "2025-Q3": _period("2025-Q3", "Q", 2025, 7),
    "2026-07": _period("2026-07", "M", 2026, 7),
    "2026-M07": _period("2026-07", "M", 2026, 7),
    "2026-08": _period("2026-08", "M", 2026, 8),
    "2025": _period("2025", "A", 2025, 1),
    "2026-Q1": _period("2026-Q1", "Q", 2026, 1, "closed"),
    "2026-Q4": _period("2026-Q4", "Q", 2026, 10, "not_open"),
    "2031-Q1": _period("2031-Q1", "Q", 2031, 1, "future"),
}
REFERENCE = Reference(
    FACTS,
    frozenset({"310000", "320100"}),
    frozenset((code, "310000") for code in FACTS),
    PERIODS,
    {"size": SIZES, "sector": ("ai", "bio")},
    {"Q": "2026-Q3", "A": "2025", "M": "2026-07"},
    tuple(FACTS),
)


def line(value: Any = "100", **others: Any) -> dict[str, Any]:
    """One row: LOANS of 310000 for 2026-Q3 unless told otherwise."""
    return {
        "indicator": "LOANS",
        "zone": "310000",
        "period": "2026-Q3",
        "value": value,
        "dimensions": None,
        "status": "A",
        "note": "",
        **others,
    }


def table(*rows: dict[str, Any], unknown: Any = ()) -> Table:
    """Rows as columns."""
    return Table(**{name: [row[name] for row in rows] for name in line()}, unknown=unknown)


def findings(
    *rows: dict[str, Any], stored: tuple[tuple[Any, ...], ...] = (), unknown: Any = (), newer: Any = ()
) -> list[Finding]:
    """Every finding of the rows; `stored` holds (indicator, zone, key, period code, value, status, note).

    `newer` names the stored values that a later delivery gave: position to moment.
    """
    grid, found = check_rows(table(*rows, unknown=unknown), REFERENCE)
    keys = list({(indicator, zone, key): None for indicator, zone, key, *_ in stored})
    beside = Stored(
        keys,
        [keys.index((indicator, zone, key)) for indicator, zone, key, *_ in stored],
        [PERIODS[code].month for _i, _z, _k, code, *_ in stored],
        [value for *_, value, _status, _note in stored],
        [status for *_, status, _note in stored],
        [note for *_, note in stored],
        [None] * len(stored),
        dict(newer),
    )
    _comparison, more = check_stored(grid, beside, found)
    return in_order(found + more)


def codes(*rows: dict[str, Any], **others: Any) -> list[str]:
    """Codes of the findings in order."""
    return [finding.code for finding in findings(*rows, **others)]
