"""The rows of a delivery that were not stored, in words: what waits, was returned, withdrawn or rejected.

Whoever handed it in finds there what it was about, and can take the rows up again.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from indicators.intake.delivery import table_of_mappings
from indicators.models import Indicator, Submission
from indicators.models.observations import STATUSES
from indicators.selectors.parts import part_names
from indicators.services.delivery_store import rows_unpacked, unpacked
from indicators.validation.types import Table
from programs import periods
from programs.models import Zone


class Place(NamedTuple):
    """Which value a row is about: codes of indicator and zone, the period's one spelling, and the dimension key."""

    indicator: str
    zone: str
    period: str
    key: str


def kept_table(submission: Submission) -> Table | None:
    """The rows as they were read: kept until they are stored, and for the web form in its body for ever."""
    if submission.waiting:
        return rows_unpacked(submission.waiting).table
    if submission.door == "form" and submission.format == "json" and submission.body:
        return table_of_mappings(json.loads(unpacked(submission.body))["rows"])
    return None


def place_of(table: Table, row: int) -> Place:
    """The place of a row; what cannot be read stays as it came."""
    return Place(str(table.indicator[row]), str(table.zone[row]), _period(table.period[row]), key_of(table, row))


def key_of(table: Table, row: int) -> str:
    """The dimension key of a row, empty for the total."""
    given = table.dimensions[row]
    pairs = given.items() if isinstance(given, dict) else ()
    return ";".join(f"{dimension}={value}" for dimension, value in sorted(pairs))


def periods_of(table: Table) -> list[str]:
    """The period codes that the rows name, sorted."""
    return sorted({code for code in map(_period, table.period) if _is_period(code)})


def chosen_rows(size: int, most: int, first: Collection[int] = ()) -> list[int]:
    """The numbers of up to `most` of `size` rows in their order, those in `first` before all others."""
    named = sorted(row for row in set(first) if row < size)[:most]
    others = (row for row in range(min(size, most)) if row not in set(named))
    return sorted([*named, *others][:most])


def rows_in_words(table: Table, rows: Sequence[int]) -> list[dict[str, Any]]:
    """Rows by column: indicator and zone as records (None where the code is unknown), the part in words with its `key`,
    period, value, status and note as they came, and the row's `index`; at most four queries.
    """
    places = {row: place_of(table, row) for row in rows}
    parts = part_names({place.key for place in places.values()})
    codes = _readable(place.indicator for place in places.values())
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=codes).select_related("unit")}
    zones = {row.code: row for row in Zone.objects.filter(code__in=_readable(place.zone for place in places.values()))}
    words = dict(STATUSES)
    return [
        {
            "index": row,
            "indicator": indicators.get(place.indicator),
            "zone": zones.get(place.zone),
            "part": parts[place.key],
            "key": place.key,
            "period": place.period,
            "value": table.value[row],
            "status": words.get(str(table.status[row]), table.status[row]),
            "note": table.note[row] or "",
        }
        for row, place in places.items()
    ]


def _readable(codes: Iterable[str]) -> set[str]:
    return {code for code in codes if code.isprintable()}


def _period(given: Any) -> str:
    text = str(given or "").strip()
    return periods.parse(text).code if _is_period(text) else text


def _is_period(text: str) -> bool:
    try:
        periods.parse(text)
    except periods.PeriodError:
        return False
    return True
