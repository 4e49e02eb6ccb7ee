"""Screen of measures: the numbered clauses of the plan, and what has come of each."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.base import ServiceModelAdmin, ViewOnlyInline
from programs.admin.cells import chip, column, list_link, state_chip, task_due_cell
from programs.admin.filters import scoped, yes_no_filter
from programs.admin.forms import ServiceForm
from programs.admin.lines import NamesField
from programs.models import Measure, Task
from programs.models.places import FUNCTIONS


class MeasureTasks(ViewOnlyInline):
    """The tasks under a measure."""

    model = Task
    fields = ("code", "zone", "lead", "state_shown", "due_shown")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = _("tasks under this measure")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        """Tasks with their zone and agency."""
        return super().get_queryset(request).select_related("zone", "lead")

    @column(_("state"))
    def state_shown(self, task: Task) -> str:
        """The state."""
        return state_chip(task)

    @column(pgettext_lazy("task", "due"))
    def due_shown(self, task: Task) -> str:
        """The due date."""
        return task_due_cell(task)


class MeasureForm(ServiceForm):
    """A measure with its lists as boxes and lines."""

    cooperating_functions = forms.MultipleChoiceField(
        choices=FUNCTIONS,
        required=False,
        label=_("cooperating functions"),
        widget=forms.CheckboxSelectMultiple,
    )
    institutions = NamesField(
        keys=("name_en", "name_zh"),
        required=False,
        label=_("institutions named"),
        help_text=_("One line per institution: English | Chinese"),
    )


@admin.register(Measure)
class MeasureAdmin(ServiceModelAdmin):
    """Clauses with their text, how binding they are, and whom and where they name."""

    list_display = ("code", "clause_shown", "named", "section", "commitment", "element", "lead_function", "tasks_shown")
    list_display_links = ("code", "named")
    list_select_related = ("section",)
    list_filter = [
        *scoped("program", "section"),
        "commitment",
        "element",
        "lead_function",
        *scoped("zones"),
        yes_no_filter(
            "task", _("has a task"), lambda rows: rows.filter(task_count__gt=0), lambda rows: rows.filter(task_count=0)
        ),
    ]
    search_fields = ("code", "name_en", "name_zh", "text_en", "text_zh")
    fieldsets = [
        (
            None,
            {
                "fields": (
                    ("program", "section"),
                    ("code", "number", "position"),
                    ("name_en", "name_zh"),
                    ("text_en", "text_zh"),
                )
            },
        ),
        (_("How it binds"), {"fields": (("commitment", "element"), ("lead_function", "cooperating_functions"))}),
        (_("What it names"), {"fields": ("zones", "institutions")}),
    ]
    form = MeasureForm
    autocomplete_fields = ("program", "section", "zones")
    inlines = [MeasureTasks]
    reason_required = True
    deletes = True

    def describe(self, row: Measure) -> str:
        """A measure by code and name."""
        return f"{row.code} {row.name}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        """Measures with the number of their tasks."""
        counted = (
            Task.objects.filter(measure=OuterRef("pk"))
            .order_by()
            .values("measure")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return super().get_queryset(request).annotate(task_count=Coalesce(Subquery(counted), 0))

    @column(_("clause"), "number")
    def clause_shown(self, measure: Measure) -> str:
        """Where the clause stands in the document."""
        return measure.clause

    @column(_("name"), "name_zh")
    def named(self, measure: Measure) -> str:
        """The name, with the text as a hint."""
        return format_html('<span title="{}">{}</span>', measure.text, measure.name)

    @column(_("tasks"), "task_count")
    def tasks_shown(self, measure: Any) -> str:
        """The number of tasks, linked to them; a measure without one shows."""
        if not measure.task_count:
            return chip("▲", _("no task"), "warn")
        return list_link(Task, f"measure__id__exact={measure.pk}", measure.task_count)
