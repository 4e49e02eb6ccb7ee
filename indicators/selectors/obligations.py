"""What agencies owe, and how each obligation stands on a day."""

from datetime import date

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import TruncDate

from indicators.models import Obligation

STATES = ("open", "received", "late", "overdue")


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
