"""What a submission in review holds beside what is in force, so that whoever decides sees what would change."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.models import Indicator, Observation, Submission
from indicators.models.observations import STATUSES
from indicators.selectors.parts import part_names
from indicators.services.delivery_store import rows_unpacked
from indicators.validation.types import Table
from programs import periods
from programs.actors import Actor
from programs.models import Zone
from programs.scoping import visible_to

Place = tuple[str, str, str, int]


def waiting_rows(submission: Submission, most: int, *, by: Actor) -> list[dict[str, Any]]:
    """The first `most` rows that wait, by column: indicator and zone as records (None where the code is unknown),
    the part in words, period, value, status and note as they came. Empty unless in review; at most five queries.

    `current` is the observation in force that the actor may see, None where there is none; `newer` says that it was
    handed in after this submission, so that accepting leaves the row out.
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
    stored = _in_force(submission, indicators, zones, table.period[: len(rows)], by)
    found = [stored.get(place) if (place := _place(table, row, keys[row], indicators)) else None for row in rows]
    return [
        {
            "indicator": indicators.get(str(table.indicator[row])),
            "zone": zones.get(str(table.zone[row])),
            "part": parts[keys[row]],
            "period": str(table.period[row] or ""),
            "value": table.value[row],
            "status": words.get(str(table.status[row]), table.status[row]),
            "note": table.note[row] or "",
            "current": found[row],
            "newer": _is_newer(found[row], submission),
        }
        for row in rows
    ]


def _is_newer(current: Observation | None, submission: Submission) -> bool:
    return current is not None and current.submission.received_at > submission.received_at


def _in_force(
    submission: Submission,
    indicators: Mapping[str, Indicator],
    zones: Mapping[str, Zone],
    texts: Sequence[Any],
    by: Actor,
) -> dict[Place, Observation]:
    """The observations in force around the rows by indicator, zone, dimension key and month; one query."""
    months = {period.first_month for period in map(_period, texts) if period}
    rows = visible_to(by, Observation.objects.filter(
        series__program=submission.program_id, series__indicator__in=[row.pk for row in indicators.values()],
        series__zone__in=[row.pk for row in zones.values()], period__in=months,
    ))  # fmt: skip
    rows = rows.select_related("series__indicator", "series__zone", "submission").defer(
        "submission__body", "submission__waiting"
    )
    return {
        (row.series.indicator.code, row.series.zone.code, row.series.dimension_key, row.period): row for row in rows
    }


def _place(table: Table, row: int, key: str, indicators: Mapping[str, Indicator]) -> Place | None:
    """The cell of a row; None where its indicator or period cannot be read or they do not fit."""
    indicator, period = indicators.get(str(table.indicator[row])), _period(table.period[row])
    if indicator is None or period is None or period.frequency != indicator.frequency:
        return None
    return indicator.code, str(table.zone[row]), key, period.first_month


def _period(text: Any) -> periods.Period | None:
    try:
        return periods.parse(str(text).strip())
    except periods.PeriodError:
        return None


def _codes(column: Sequence[Any], rows: range) -> set[str]:
    return {code for code in (str(column[row]) for row in rows) if code.isprintable()}


def _key(dimensions: Any) -> str:
    pairs = dimensions.items() if isinstance(dimensions, dict) else ()
    return ";".join(f"{dimension}={value}" for dimension, value in sorted(pairs))
