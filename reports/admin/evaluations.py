"""Screen of evaluations: started as a job, read with their worst rows, never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import change_link, column, person
from programs.admin.filters import scoped
from programs.admin.forms import ServiceForm
from programs.admin.roles import actor_of_request
from programs.templatetags.display import moment, period
from reports.admin.worst import worst_of
from reports.models import Evaluation
from reports.selectors.published import evaluations_visible_to
from reports.services.evaluations import evaluation_request


class RequestForm(ServiceForm):
    """What to evaluate."""

    as_of = forms.SplitDateTimeField(
        label=gettext_lazy("as of"),
        required=False,
        widget=AdminSplitDateTime(attrs={"aria-label": gettext_lazy("as of")}),
        help_text=gettext_lazy("What was known at this moment. Empty = now."),
    )

    class Meta:
        model = Evaluation
        fields = ("program", "kind", "period")


@admin.register(Evaluation)
class EvaluationAdmin(ServiceModelAdmin):
    """Frozen computations. Adding one asks for a job; the same inputs give the same evaluation."""

    changes = False
    list_display = (
        "period_shown",
        "kind",
        "program",
        "as_of_shown",
        "computed",
        "method_version",
        "fingerprint_short",
        "report_shown",
    )
    list_filter = [*scoped("program"), "kind", "period"]
    search_fields = ("period", "fingerprint")
    ordering = ("-computed_at",)
    readonly_fields = (
        "program",
        "kind",
        "period_shown",
        "as_of_shown",
        "computed",
        "report_shown",
        "portal_shown",
        "method_version",
        "fingerprint_shown",
        "result_digest",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evaluation]:
        """Evaluations that the person may see, with their report, without the frozen inputs and result."""
        return evaluations_visible_to(actor_of_request(request)).order_by(*self.ordering)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The form that asks for an evaluation."""
        if obj is None:
            options.update(form=RequestForm, fields=("program", "kind", "period"))
        return super().get_form(request, obj, change, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Everything, once it is computed."""
        return self.readonly_fields if obj is not None else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What to ask for, or everything known."""
        return [(None, {"fields": ("program", "kind", "period", "as_of") if obj is None else self.readonly_fields})]

    def describe(self, row: Evaluation) -> str:
        """An evaluation by period, kind and the moment of its data: several of one period differ by that."""
        return " · ".join(
            (
                period(row.period),
                row.get_kind_display(),
                _("data as known on %(moment)s") % {"moment": moment(row.as_of)},
            )
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The page with the rows to look at; all rows are read in the portal."""
        evaluation = options.get("obj")
        context |= {"save_label": _("start the evaluation")} if evaluation is None else {"worst": worst_of(evaluation)}
        return super().render_change_form(request, context, *args, **options)

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Ask for the job."""
        cleaned = form.cleaned_data
        request.asked_job = evaluation_request(
            program=row.program,
            period=cleaned["period"].strip(),
            kind=cleaned["kind"],
            as_of=cleaned["as_of"],
            by=actor_of_request(request),
        )  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The page of the job, which shows how far it is."""
        self.message_user(
            request, _("The evaluation is asked for. This is its job; the report follows when it is done.")
        )
        return redirect("admin:programs_job_change", request.asked_job.pk)  # type: ignore[attr-defined]

    @column(gettext_lazy("period"), "period")
    def period_shown(self, evaluation: Evaluation) -> str:
        """The period in words."""
        return period(evaluation.period)

    @column(gettext_lazy("as of"), "as_of")
    def as_of_shown(self, evaluation: Evaluation) -> str:
        """The moment whose knowledge was used."""
        return moment(evaluation.as_of)

    @column(gettext_lazy("computed"), "computed_at")
    def computed(self, evaluation: Evaluation) -> str:
        """When and by whom."""
        return f"{moment(evaluation.computed_at)} · {person(evaluation.computed_by)}"

    @column(gettext_lazy("fingerprint of the inputs"))
    def fingerprint_short(self, evaluation: Evaluation) -> str:
        """The beginning of the fingerprint."""
        return format_html("<code>{}…</code>", evaluation.fingerprint[:12])

    @column(gettext_lazy("fingerprint of the inputs"))
    def fingerprint_shown(self, evaluation: Evaluation) -> str:
        """The fingerprint."""
        return format_html('<code class="digest">{}</code>', evaluation.fingerprint)

    @column(gettext_lazy("SHA-256 of the result"))
    def result_digest(self, evaluation: Evaluation) -> str:
        """The digest of the result."""
        return format_html('<code class="digest">{}</code>', evaluation.result_sha256)

    @column(gettext_lazy("report"))
    def report_shown(self, evaluation: Any) -> str:
        """The report made from it, linked."""
        return change_link(getattr(evaluation, "report", None))

    @column(gettext_lazy("in the portal"))
    def portal_shown(self, evaluation: Evaluation) -> str:
        """Links to the pages that leaders read, of this evaluation."""
        base, suffix = f"/programs/{evaluation.program.code}/", f"?evaluation={evaluation.pk}"
        pages = (
            (base, _("dashboard")),
            (f"{base}tasks/", _("task list")),
            (f"{base}coverage/", _("coverage of the plan")),
        )
        return format_html_join(" · ", '<a href="{}{}">{}</a>', ((page, suffix, word) for page, word in pages))
