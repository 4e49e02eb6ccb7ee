"""Filters of one model that staff and doors need, so that `overdue` means the same everywhere.

A day is given by the caller; nothing here asks the clock.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

AT_WORK = ("assigned", "acknowledged", "in_progress", "returned")
WORKING = ("acknowledged", "in_progress", "returned")
OPEN = (*AT_WORK, "reported_done")
SOON = 14
STALE = 90

if TYPE_CHECKING:
    from programs.models import Task  # noqa: F401 - named in a base class below


class TaskQuerySet(QuerySet["Task"]):
    """Tasks as staff sort them."""

    def for_lists(self) -> Self:
        """With everything that a list row shows, in two queries."""
        return self.select_related("program", "measure__section", "zone", "lead__zone").prefetch_related("cooperating")

    def open(self) -> Self:
        """Assigned and not yet closed, suspended or cancelled."""
        return self.filter(state__in=OPEN)

    def overdue(self, day: date) -> Self:
        """Past their due date on `day` while their lead agency has still to act. Reported done is not overdue."""
        return self.filter(state__in=AT_WORK, due__lt=day)

    def due_soon(self, day: date, days: int = SOON) -> Self:
        """Due on `day` or within `days` days after it, and still to be done."""
        return self.filter(state__in=AT_WORK, due__gte=day, due__lte=day + timedelta(days=days))

    def never_acknowledged(self) -> Self:
        """Assigned, but their lead agency has not acknowledged them."""
        return self.filter(state="assigned", acknowledged_at__isnull=True)

    def without_evidence(self) -> Self:
        """Without any file or address that proves progress."""
        return self.filter(~Exists(_evidence().filter(task=OuterRef("pk"))))

    def with_evidence(self) -> Self:
        """With at least one file or address."""
        return self.filter(Exists(_evidence().filter(task=OuterRef("pk"))))

    def without_indicator(self) -> Self:
        """Whose measure no indicator monitors. `indicator_uses` is the name under which indicators point at measures."""
        return self.filter(measure__indicator_uses__isnull=True)

    def stale(self, day: date, days: int = STALE) -> Self:
        """At work, acknowledged more than `days` days ago, and without a progress report in those days."""
        since = timezone.make_aware(datetime.combine(day - timedelta(days=days), time.min))
        fresh = _progress().filter(task=OuterRef("pk"), submitted_at__gte=since)
        return self.filter(~Exists(fresh), state__in=WORKING, acknowledged_at__lt=since)


class MeasureQuerySet(QuerySet[Any]):
    """Measures by what hangs on them."""

    def without_task(self) -> Self:
        """Measures that nobody was given as a task (cancelled tasks do not count)."""
        from programs.models import Task

        return self.filter(~Exists(Task.objects.filter(~Q(state="cancelled"), measure=OuterRef("pk"))))

    def without_indicator(self) -> Self:
        """Measures that no indicator monitors."""
        return self.filter(indicator_uses__isnull=True)


def _evidence() -> QuerySet[Any]:
    from programs.models import Evidence

    return Evidence.objects.all()


def _progress() -> QuerySet[Any]:
    from programs.models import ProgressReport

    return ProgressReport.objects.all()
