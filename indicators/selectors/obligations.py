"""What agencies owe, and how each obligation stands on a day."""

from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import TruncDate

from indicators.models import Obligation, ReportingPeriod

STATES = ("open", "received", "late", "overdue")


def obligations_overdue(rows: QuerySet[Obligation], today: date) -> QuerySet[Obligation]:
    """What is still owed after its due day and can still be handed in, because the period is not closed."""
    return rows.filter(~_in_closed_period(), received_at__isnull=True, due__lt=today)


def obligations_missed(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """What never came in and can no longer come, because the period is closed."""
    return rows.filter(_in_closed_period(), received_at__isnull=True)


def _in_closed_period() -> Exists:
    closed = ReportingPeriod.objects.filter(closed_at__isnull=False)
    return Exists(closed.filter(program=OuterRef("program"), code=OuterRef("period")))


def obligations_with_state(rows: QuerySet[Obligation], today: date) -> QuerySet[Obligation]:
    """The rows with `state`: open (not due yet), received (in time), late (received after the due day), overdue (still owed).

    Late is judged by when the agency handed in, however long the review took. Days are those of the office's time zone.
    """
    return rows.alias(received_on=TruncDate("received_at")).annotate(
        state=Case(
            When(received_at__isnull=True, due__gte=today, then=Value("open")),
            When(received_at__isnull=True, then=Value("overdue")),
            When(received_on__gt=F("due"), then=Value("late")),
            default=Value("received"),
            output_field=CharField(),
        )
    )
