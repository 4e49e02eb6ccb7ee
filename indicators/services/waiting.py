"""What a submission in review holds beside what is in force, so that whoever decides sees what would change."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.models import Observation, Submission
from programs import periods
from programs.actors import Actor
from programs.scoping import visible_to

Place = tuple[str, str, str, int]


def beside_in_force(submission: Submission, rows: Sequence[dict[str, Any]], by: Actor) -> list[dict[str, Any]]:
    """Rows in words (`rows_in_words`), each beside what is in force; one query.

    `current` is the observation in force that the actor may see, None where there is none; `newer` says that it was
    handed in after this submission, so that accepting leaves the row out.
    """
    stored = _in_force(submission, rows, by)
    found = [stored.get(place) if (place := _place(row)) else None for row in rows]
    return [
        {**row, "current": current, "newer": _is_newer(current, submission)}
        for row, current in zip(rows, found, strict=True)
    ]


def _is_newer(current: Observation | None, submission: Submission) -> bool:
    return current is not None and current.submission.received_at > submission.received_at


def _in_force(submission: Submission, rows: Sequence[Mapping[str, Any]], by: Actor) -> dict[Place, Observation]:
    """The observations in force around the rows by indicator, zone, dimension key and month; one query."""
    found = visible_to(by, Observation.objects.filter(
        series__program=submission.program_id,
        series__indicator__in={row["indicator"].pk for row in rows if row["indicator"]},
        series__zone__in={row["zone"].pk for row in rows if row["zone"]},
        period__in={place[-1] for place in map(_place, rows) if place},
    ))  # fmt: skip
    found = found.select_related("series__indicator", "series__zone", "submission").defer(
        "submission__body", "submission__waiting"
    )
    return {
        (row.series.indicator.code, row.series.zone.code, row.series.dimension_key, row.period): row for row in found
    }


def _place(row: Mapping[str, Any]) -> Place | None:
    """The cell of a row; None where its indicator, zone or period cannot be read or they do not fit."""
    indicator, zone, period = row["indicator"], row["zone"], _period(row["period"])
    if indicator is None or zone is None or period is None or period.frequency != indicator.frequency:
        return None
    return indicator.code, zone.code, row["key"], period.first_month


def _period(text: str) -> periods.Period | None:
    try:
        return periods.parse(text)
    except periods.PeriodError:
        return None
