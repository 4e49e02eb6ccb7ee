"""Deliveries in a list: when, what became of them, and which periods and indicators they are about."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from indicators.models import Indicator, Observation, ReportingPeriod, Submission
from indicators.selectors.deliveries import contents_of
from indicators.services.kept_rows import Place, kept_table, place_of
from programs import clock, periods

LARGEST_READ = 200_000  # packed bytes of rows that a list unpacks to say what they are about
RETURNED_FOR = timedelta(days=90)
MOST_RETURNED = 20
MOST_READ = 50


class Waiting(NamedTuple):
    """A value that waits for review: as it was written, and the delivery that holds it."""

    value: Any
    submission: Submission


def waiting_places(visible: QuerySet[Submission], agencies: Collection[int]) -> dict[tuple[int, Place], Waiting]:
    """The values of the agencies that wait, by programme and place; the newest of several. One query.

    Deliveries too large to read in a list are left out.
    """
    newest = visible.filter(agency__in=agencies, state="in_review").defer("body").order_by("-received_at")
    found: dict[tuple[int, Place], Waiting] = {}
    for submission in newest[:MOST_READ]:
        if len(submission.waiting) <= LARGEST_READ and (table := kept_table(submission)):
            for row in range(len(table)):
                found.setdefault((submission.program_id, place_of(table, row)), Waiting(table.value[row], submission))
    return found


def places_of(submission: Submission) -> set[Place]:
    """The values that the rows not stored are about; empty for a delivery too large to read in a list."""
    if submission.state == "accepted" or len(submission.waiting) > LARGEST_READ:
        return set()
    table = kept_table(submission)
    return {place_of(table, row) for row in range(len(table))} if table else set()


def in_words(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """Each delivery with its `periods` and `indicators`, stored or not; three queries and the rows of each one not stored."""
    stored = contents_of([submission for submission in submissions if submission.state == "accepted"])
    about: dict[Any, Mapping[str, Collection[str]]] = dict(stored)
    for submission in submissions:
        if places := places_of(submission):
            about[submission.pk] = {
                "periods": sorted({place.period for place in places}),
                "indicators": sorted({place.indicator for place in places}),
            }
    codes = {code for content in about.values() for code in content["indicators"] if code.isprintable()}
    names = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    return [
        {
            "submission": submission,
            "periods": list(about.get(submission.pk, {}).get("periods", ())),
            "indicators": [names[code] for code in about.get(submission.pk, {}).get("indicators", ()) if code in names],
        }
        for submission in submissions
    ]


def returned_unanswered(
    visible: QuerySet[Submission], agencies: Collection[int], waiting: Mapping[tuple[int, Place], Waiting]
) -> list[Submission]:
    """Returned deliveries of the last months, newest first, of which no value came again since; three queries.

    One whose periods are all closed is left out: its agency can do nothing about it.
    """
    mine = visible.filter(agency__in=agencies)
    returned = list(
        mine.filter(state="returned", reviewed_at__gte=clock.now() - RETURNED_FOR)
        .select_related("agency", "program")
        .order_by("-reviewed_at")[:MOST_RETURNED]
    )
    if not returned:
        return []
    about = {submission.pk: places_of(submission) for submission in returned}
    opened = set(
        ReportingPeriod.objects.filter(opened_at__isnull=False, closed_at__isnull=True).values_list(
            "program_id", "code"
        )
    )
    later = _came_later(mine, returned, {place for places in about.values() for place in places}, waiting)
    return [
        submission
        for submission in returned
        if any((submission.program_id, place.period) in opened for place in about[submission.pk])
        and not any(
            later.get((submission.program_id, place), submission.received_at) > submission.received_at
            for place in about[submission.pk]
        )
    ]


def _came_later(
    mine: QuerySet[Submission],
    returned: Sequence[Submission],
    wanted: Collection[Place],
    waiting: Mapping[tuple[int, Place], Waiting],
) -> dict[tuple[int, Place], datetime]:
    """When each wanted value was last handed in by deliveries that were accepted or wait."""
    found = {place: waits.submission.received_at for place, waits in waiting.items()}
    columns = ("series__program_id", "series__indicator__code", "series__zone__code", "series__dimension_key")
    stored = Observation.objects.filter(
        series__program__in={submission.program_id for submission in returned},
        series__indicator__code__in={place.indicator for place in wanted if place.indicator.isprintable()},
        submission__received_at__gt=min(submission.received_at for submission in returned),
        submission__in=mine.filter(state="accepted").values("pk"),
    ).values_list(*columns, "series__indicator__frequency", "period", "submission__received_at")
    for program, indicator, zone, key, frequency, month, at in stored:
        place = Place(indicator, zone, periods.from_month(frequency, month).code, key)
        found[program, place] = max(at, found.get((program, place), at))
    return found
