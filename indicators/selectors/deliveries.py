"""What deliveries brought, in short, so that people find the one they look for in a list."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from indicators.models import Observation, ObservationHistory, Submission
from programs.periods import from_month


def contents_of(submissions: Collection[Submission]) -> dict[UUID, dict[str, list[str]]]:
    """For each delivery whose values were stored: its `periods` and `indicators` as sorted codes; two queries."""
    chosen = [submission.pk for submission in submissions]
    columns = ("submission_id", "period", "series__indicator__code", "series__indicator__frequency")
    found: set[tuple[Any, ...]] = set()
    for versions in (Observation.objects, ObservationHistory.objects):
        found |= set(versions.filter(submission__in=chosen).values_list(*columns).distinct())
    contents: dict[UUID, dict[str, set[str]]] = {}
    for submission, month, code, frequency in found:
        row = contents.setdefault(submission, {"periods": set(), "indicators": set()})
        row["periods"].add(from_month(frequency, month).code)
        row["indicators"].add(code)
    return {submission: {name: sorted(codes) for name, codes in row.items()} for submission, row in contents.items()}
