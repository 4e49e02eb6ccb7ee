"""Screen of reporting periods: opened, closed and opened again by steps."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from indicators.models import Obligation, ReportingPeriod
from indicators.selectors.openings import opening_of
from indicators.services.periods import opening_problems, period_close, period_open, period_reopen, period_take_back
from programs import periods
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import chip, column, list_link, person
from programs.admin.filters import choice_filter, scoped
from programs.admin.forms import ServiceForm
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.templatetags.display import day, moment, period

LIST = "admin:indicators_reportingperiod_changelist"
CONFIRMED = "confirmed"


class OpenForm(ServiceForm):
    """The programme and the code of a period to open."""

    code = forms.CharField(
        label=gettext_lazy("period"),
        max_length=9,
        help_text=gettext_lazy(
            "Write 2025, 2025-S1, 2025-Q3 or 2025-07. Opening makes an obligation for every reporting duty; the next page says how many before anything is done."
        ),
    )

    class Meta:
        model = ReportingPeriod
        fields = ("program",)


def _close(row: ReportingPeriod, call: Call) -> str:
    period_close(period=row, by=call.by, reason=call.reason)
    return _("The period %(period)s is closed.") % {"period": row.code}


def _reopen(row: ReportingPeriod, call: Call) -> str:
    period_reopen(period=row, by=call.by, reason=call.reason)
    return _("The period %(period)s is open again.") % {"period": row.code}


def _renew(row: ReportingPeriod, call: Call) -> str:
    period_open(program=row.program, code=row.code, by=call.by)
    return _("The period %(period)s is open, with an obligation for every duty.") % {"period": row.code}


def _take_back(row: ReportingPeriod, call: Call) -> HttpResponse:
    period_take_back(period=row, by=call.by, reason=call.reason)
    messages.success(
        call.request, _("The period %(period)s and its obligations are taken back.") % {"period": period(row.code)}
    )
    return redirect(LIST)


def _untouched(row: Any) -> bool:
    """Whether nothing has been received, by the numbers with which the list and the page read a row."""
    return row.closed_at is None and getattr(row, "received", None) == 0


OPEN = Step(
    name="open",
    label=gettext_lazy("open the period"),
    reason="none",
    explains=gettext_lazy("Opening tells every agency at once what it owes."),
)
STATE_CHOICES = [
    (
        "open",
        pgettext_lazy("reporting period", "open"),
        lambda rows: rows.filter(opened_at__isnull=False, closed_at__isnull=True),
    ),
    ("closed", pgettext_lazy("reporting period", "closed"), lambda rows: rows.filter(closed_at__isnull=False)),
]


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ServiceModelAdmin):
    """Periods. Adding one opens it and makes what every agency owes."""

    changes = False
    list_display = (
        "code",
        "period_shown",
        "program",
        "state_shown",
        "received_shown",
        "overdue_shown",
        "opened",
        "closed",
    )
    list_display_links = ("code", "period_shown")
    list_select_related = ("program",)
    list_filter = [*scoped("program"), choice_filter("state", gettext_lazy("state"), lambda: STATE_CHOICES)]
    search_fields = ("code",)
    ordering = ("-start", "code")
    readonly_fields = (
        "code",
        "period_shown",
        "program",
        "start",
        "end",
        "state_shown",
        "received_shown",
        "opened",
        "closed",
    )
    steps = (
        Step(
            name="close",
            label=gettext_lazy("close the period"),
            one=_close,
            when=lambda row: row.is_open,
            explains=gettext_lazy("Nothing more is accepted for a closed period."),
            danger=True,
        ),
        Step(
            name="reopen",
            label=pgettext_lazy("reporting period", "open again"),
            one=_reopen,
            when=lambda row: row.closed_at is not None,
            explains=gettext_lazy("Late values and corrections are accepted again."),
        ),
        Step(
            name="renew",
            label=gettext_lazy("open, and add missing obligations"),
            one=_renew,
            when=lambda row: row.closed_at is None,
            reason="none",
        ),
        Step(
            name="take-back",
            label=gettext_lazy("take back"),
            one=_take_back,
            when=_untouched,
            explains=gettext_lazy(
                "The period was opened by mistake: it goes with all its obligations. Possible while nothing has been received."
            ),
            danger=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportingPeriod]:
        """Periods with the numbers of what is owed and received."""
        owed = (
            Obligation.objects.filter(program=OuterRef("program"), period=OuterRef("code")).order_by().values("program")
        )
        return (
            super()
            .get_queryset(request)
            .select_related("program")
            .annotate(
                owed=Coalesce(Subquery(owed.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
                received=Coalesce(
                    Subquery(
                        owed.annotate(n=Count("pk", filter=Q(received_at__isnull=False))).values("n"),
                        output_field=IntegerField(),
                    ),
                    0,
                ),
            )
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The opening form for a new period."""
        if obj is None:
            options.update(form=OpenForm, fields=("program",))
        return super().get_form(request, obj, change, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything, once the period is there."""
        return self.readonly_fields if obj is not None else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What to fill in for a new period; everything known of an old one."""
        return [(None, {"fields": ("program", "code") if obj is None else self.readonly_fields})]

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Open the period."""
        opened = period_open(program=row.program, code=form.cleaned_data["code"].strip(), by=actor_of_request(request))
        row.pk, row.code = opened.pk, opened.code

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form; then a page that says what opening makes; then the period. One that is there opens no second time."""
        if request.method == "POST" and self.has_add_permission(request) and CONFIRMED not in request.POST:
            form = self.get_form(request)(request.POST)
            if form.is_valid():
                answer = self._before_opening(request, form.cleaned_data["program"], form.cleaned_data["code"].strip())
                if answer is not None:
                    return answer
        context = {"title": _("Open a reporting period"), "show_save_and_add_another": False}
        return super().add_view(
            request, form_url, {**context, "show_save_and_continue": False, **(extra_context or {})}
        )

    def _before_opening(self, request: HttpRequest, program: Any, code: str) -> HttpResponse | None:
        """Where the period is open already, or what opening would make; None where the service will refuse."""
        if any(problem.code == "bad_period" for problem in opening_problems(program=program, code=code)):
            return None
        parsed = periods.parse(code)
        known = ReportingPeriod.objects.filter(program=program, code=parsed.code).first()
        if known is not None and known.is_open:
            messages.info(request, _("The period %(period)s was open already.") % {"period": period(known.code)})
            return redirect("admin:indicators_reportingperiod_change", known.pk)
        if known is not None or opening_problems(program=program, code=code):
            return None
        opening = opening_of(program, parsed)
        words = {"period": period(parsed.code), "count": opening.count, "due": day(opening.first_due)}
        row = (
            _("%(period)s. Obligations that this makes: %(count)s. First due date: %(due)s.")
            if opening.count
            else _("%(period)s. This makes no obligations: no reporting duty has this frequency.")
        ) % words
        hidden = [("program", program.pk), ("code", parsed.code), (CONFIRMED, "1")]
        extra = {"rows": [row, str(program)], "count": 1, "back": reverse(LIST), "hidden": hidden}
        return self._page(request, OPEN, forms.Form(), extra)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The period's page, with what was made."""
        count = Obligation.objects.filter(program=obj.program, period=obj.code).count()
        messages.success(
            request,
            _("The period %(period)s is open. Obligations: %(count)s.") % {"period": period(obj.code), "count": count},
        )
        return redirect("admin:indicators_reportingperiod_change", obj.pk)

    @column(gettext_lazy("period"), "start")
    def period_shown(self, row: ReportingPeriod) -> str:
        """The period in words."""
        return period(row.code)

    @column(gettext_lazy("state"))
    def state_shown(self, row: ReportingPeriod) -> str:
        """Open, closed or not yet opened."""
        if row.is_open:
            return chip("●", pgettext("reporting period", "open"), "good")
        return (
            chip("◇", pgettext("reporting period", "closed"), "info")
            if row.closed_at
            else chip("○", _("not opened"), "quiet")
        )

    @column(gettext_lazy("received"))
    def received_shown(self, row: Any) -> str:
        """How much of what is owed has come in."""
        if not row.owed:
            return "—"
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress> <span class="nowrap">{}/{}</span>',
            row.owed,
            row.received,
            _("received"),
            row.received,
            row.owed,
        )

    @column(pgettext_lazy("reporting period", "missing"))
    def overdue_shown(self, row: Any) -> str:
        """What has not come in, linked to it."""
        missing = row.owed - row.received
        return (
            list_link(Obligation, f"period={row.code}&program__id__exact={row.program_id}&when=open", missing)
            if missing
            else "0"
        )

    @column(gettext_lazy("opened"), "opened_at")
    def opened(self, row: ReportingPeriod) -> str:
        """When and by whom."""
        return f"{moment(row.opened_at)} · {person(row.opened_by)}" if row.opened_at else "—"

    @column(pgettext_lazy("reporting period", "closed"), "closed_at")
    def closed(self, row: ReportingPeriod) -> str:
        """When and by whom."""
        return f"{moment(row.closed_at)} · {person(row.closed_by)}" if row.closed_at else "—"
