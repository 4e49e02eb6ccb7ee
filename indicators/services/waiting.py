"""What a submission in review holds, so that whoever accepts or returns it sees the values they decide about."""

from collections.abc import Sequence
from typing import Any

from indicators.models import Indicator, Submission
from indicators.models.observations import STATUSES
from indicators.selectors.parts import part_names
from indicators.services.delivery_store import rows_unpacked
from programs.models import Zone


def waiting_rows(submission: Submission, most: int) -> list[dict[str, Any]]:
    """The first `most` rows that wait, by column: indicator and zone as records (None where the code is unknown),
    the part in words, period, value, status and note as they came. Empty unless in review; at most four queries.
    """
    if submission.state != "in_review" or not submission.waiting:
        return []
    table = rows_unpacked(submission.waiting).table
    rows = range(min(most, len(table.indicator)))
    keys = [_key(table.dimensions[row]) for row in rows]
    parts = part_names(set(keys))
    indicators = {
        row.code: row for row in Indicator.objects.filter(code__in=_codes(table.indicator, rows)).select_related("unit")
    }
    zones = {row.code: row for row in Zone.objects.filter(code__in=_codes(table.zone, rows))}
    words = dict(STATUSES)
    return [
        {
            "indicator": indicators.get(str(table.indicator[row])),
            "zone": zones.get(str(table.zone[row])),
            "part": parts[keys[row]],
            "period": str(table.period[row] or ""),
            "value": table.value[row],
            "status": words.get(str(table.status[row]), table.status[row]),
            "note": table.note[row] or "",
        }
        for row in rows
    ]


def _codes(column: Sequence[Any], rows: range) -> set[str]:
    return {code for code in (str(column[row]) for row in rows) if code.isprintable()}


def _key(dimensions: Any) -> str:
    pairs = dimensions.items() if isinstance(dimensions, dict) else ()
    return ";".join(f"{dimension}={value}" for dimension, value in sorted(pairs))
