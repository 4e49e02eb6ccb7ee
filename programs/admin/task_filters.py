"""Filters of the task list, and the situations that the dashboard counts by the same words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import clock
from programs.admin.filters import Narrow, choice_filter, yes_no_filter
from programs.models import TaskState
from programs.querysets import AT_WORK, SOON


def situations() -> list[tuple[str, str, Q]]:
    """Key, word and condition of each situation; every task is in exactly one."""
    today = clock.today()
    near, at_work = today + timedelta(days=SOON), Q(state__in=AT_WORK)
    return [
        ("overdue", _("overdue"), at_work & Q(due__lt=today)),
        ("soon", _("due in %(days)d days") % {"days": SOON}, at_work & Q(due__gte=today, due__lte=near)),
        ("later", _("due later"), at_work & Q(due__gt=near)),
        ("reported", _("reported done"), Q(state=TaskState.REPORTED_DONE)),
        ("closed", _("closed"), Q(state=TaskState.CLOSED)),
        (
            "resting",
            _("draft, suspended or cancelled"),
            Q(state__in=[TaskState.DRAFT, TaskState.SUSPENDED, TaskState.CANCELLED]),
        ),
    ]


def _narrowed_by(condition: Q) -> Narrow:
    return lambda rows: rows.filter(condition)


def _when() -> Iterable[tuple[str, Any, Narrow]]:
    yield from ((key, word, _narrowed_by(condition)) for key, word, condition in situations())
    yield "unacknowledged", _("never acknowledged"), lambda rows: rows.never_acknowledged()
    yield "stale", _("no progress report for 90 days"), lambda rows: rows.stale(clock.today())


def _with_indicator(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(pk__in=rows.model._default_manager.without_indicator().values("pk"))


WhenFilter = choice_filter("when", gettext_lazy("situation"), _when)
EvidenceFilter = yes_no_filter(
    "evidence", gettext_lazy("evidence"), lambda rows: rows.with_evidence(), lambda rows: rows.without_evidence()
)
IndicatorFilter = yes_no_filter(
    "indicator", gettext_lazy("indicator"), _with_indicator, lambda rows: rows.without_indicator()
)
