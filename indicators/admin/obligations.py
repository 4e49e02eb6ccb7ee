"""Screen of obligations: what agencies owe, and what has come in."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.admin.submission_rows import submission_name
from indicators.models import Obligation
from indicators.selectors.obligations import obligations_missed, obligations_overdue
from programs import clock
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import change_link, chip, column, due_cell
from programs.admin.filters import Narrow, choice_filter, scoped
from programs.templatetags.display import moment, period


def _situations() -> Iterable[tuple[str, Any, Narrow]]:
    today = clock.today()
    yield "overdue", _("overdue"), lambda rows: obligations_overdue(rows, today)
    yield "missed", _("missed, period closed"), obligations_missed
    yield "open", _("not received"), lambda rows: rows.filter(received_at__isnull=True)
    yield "received", _("received"), lambda rows: rows.filter(received_at__isnull=False)


@admin.register(Obligation)
class ObligationAdmin(ViewOnlyAdmin):
    """Made when a period opens; received by submissions."""

    list_display = ("indicator_shown", "zone", "period_shown", "agency_shown", "due_shown", "received")
    list_select_related = ("indicator", "zone", "agency", "program")
    list_filter = [
        choice_filter("when", gettext_lazy("situation"), _situations),
        *scoped("program", "agency", "zone", "indicator"),
        "period",
    ]
    search_fields = (
        "indicator__code",
        "indicator__name_en",
        "indicator__name_zh",
        "agency__code",
        "agency__name_en",
        "agency__name_zh",
        "agency__search_initials",
        "period",
    )
    ordering = ("due", "agency_id", "indicator_id", "zone_id")
    fields = ("program", "indicator", "zone", "period_shown", "agency", "due_shown", "received", "submission_shown")
    readonly_fields = fields

    @column(gettext_lazy("indicator"), "indicator__code")
    def indicator_shown(self, row: Obligation) -> str:
        """Code and name."""
        return f"{row.indicator.code} {row.indicator.name}"

    @column(gettext_lazy("period"), "period")
    def period_shown(self, row: Obligation) -> str:
        """The period in words."""
        return period(row.period)

    @column(gettext_lazy("agency"), "agency__code")
    def agency_shown(self, row: Obligation) -> str:
        """The agency's short name."""
        return row.agency.short

    @column(pgettext_lazy("obligation", "due"), "due")
    def due_shown(self, row: Obligation) -> str:
        """The due date; late while nothing has come in."""
        return due_cell(row.due, is_open=row.received_at is None)

    @column(gettext_lazy("received"), "received_at")
    def received(self, row: Obligation) -> str:
        """When it first came in."""
        return chip("●", moment(row.received_at), "good") if row.received_at else "—"

    @column(gettext_lazy("submission"))
    def submission_shown(self, row: Obligation) -> str:
        """The submission that brought it, linked."""
        return change_link(row.submission, submission_name(row.submission)) if row.submission is not None else "—"
