"""Screen of milestones: a list across tasks, and the page where one is completed, undone or moved."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs import clock
from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import change_link, column
from programs.admin.fields import PlainDateField
from programs.admin.filters import Narrow, choice_filter, scoped
from programs.admin.forms import REASON, VERSION
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.admin.task_parts import done_text, milestone_due_cell, milestone_save
from programs.models import Milestone
from programs.querysets import OPEN, SOON
from programs.services.tasks.milestones import milestone_complete, milestone_reschedule, milestone_undo


class DoneForm(forms.Form):
    """The day on which a milestone was reached."""

    done_on = PlainDateField(label=gettext_lazy("done on"))


class MoveForm(forms.Form):
    """A new due date."""

    due = PlainDateField(label=gettext_lazy("new due date"))


def _complete(milestone: Milestone, call: Call) -> str:
    milestone_complete(milestone=milestone, done_on=call.data["done_on"], by=call.by, expected_version=call.version)
    return _("The milestone is recorded as done.")


def _undo(milestone: Milestone, call: Call) -> str:
    milestone_undo(milestone=milestone, by=call.by, reason=call.reason, expected_version=call.version)
    return _("The milestone is open again.")


def _move(milestone: Milestone, call: Call) -> str:
    if call.data["due"] == milestone.due:
        return _("%(day)s is the due date already. Nothing was changed.") % {"day": milestone.due.isoformat()}
    milestone_reschedule(
        milestone=milestone, due=call.data["due"], by=call.by, reason=call.reason, expected_version=call.version
    )
    return _("The milestone has a new due date. The original one stays on record.")


def _open(milestone: Any) -> bool:
    return milestone.done_on is None


def _situations() -> Iterable[tuple[str, Any, Narrow]]:
    today = clock.today()
    yield "overdue", _("overdue"), lambda rows: rows.filter(done_on__isnull=True, due__lt=today, task__state__in=OPEN)
    yield (
        "soon",
        _("due in %(days)d days") % {"days": SOON},
        lambda rows: rows.filter(
            done_on__isnull=True, due__gte=today, due__lte=today + timedelta(days=SOON), task__state__in=OPEN
        ),
    )
    yield "open", _("open"), lambda rows: rows.filter(done_on__isnull=True)
    yield "done", _("done"), lambda rows: rows.filter(done_on__isnull=False)


@admin.register(Milestone)
class MilestoneAdmin(ServiceModelAdmin):
    """Dated, weighted steps of tasks. New ones are added on the task's page."""

    adds = False
    deletes = True
    list_display = ("named", "task_shown", "zone_shown", "lead_shown", "weight", "due_shown", "done_shown")
    list_filter = [
        choice_filter("when", gettext_lazy("situation"), _situations),
        *scoped("task__program", "task__zone", "task__lead"),
    ]
    search_fields = (
        "name_en",
        "name_zh",
        "task__code",
        "task__name_en",
        "task__name_zh",
        "task__lead__search_initials",
    )
    ordering = ("due", "pk")
    readonly_fields = ("task_shown", "original_due", "done_shown")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "task_shown",
                    ("name_en", "name_zh"),
                    ("position", "weight"),
                    ("due", "original_due"),
                    "done_shown",
                )
            },
        ),
    )
    steps = (
        Step(
            name="complete",
            label=gettext_lazy("record as done"),
            one=_complete,
            when=_open,
            reason="none",
            form=DoneForm,
        ),
        Step(name="due", label=gettext_lazy("change the due date"), one=_move, when=_open, form=MoveForm),
        Step(
            name="undo",
            label=gettext_lazy("open again"),
            one=_undo,
            when=lambda milestone: milestone.done_on is not None,
        ),
    )

    def describe(self, row: Milestone) -> str:
        """A milestone by its task and name."""
        return f"{row.task.code} · {row.name}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        """Milestones with their task."""
        return super().get_queryset(request).select_related("task__zone", "task__lead")

    @column(gettext_lazy("name"), "name_zh")
    def named(self, milestone: Milestone) -> str:
        """The name in the active language."""
        return milestone.name

    @column(gettext_lazy("task"), "task__code")
    def task_shown(self, milestone: Milestone) -> str:
        """The task, linked."""
        return change_link(milestone.task, f"{milestone.task.code} {milestone.task.name}")

    @column(gettext_lazy("zone"), "task__zone__sort_order")
    def zone_shown(self, milestone: Milestone) -> str:
        """The zone."""
        return milestone.task.zone.name

    @column(gettext_lazy("lead agency"), "task__lead__code")
    def lead_shown(self, milestone: Milestone) -> str:
        """The lead agency."""
        return milestone.task.lead.short

    @column(pgettext_lazy("task", "due"), "due")
    def due_shown(self, milestone: Milestone) -> str:
        """The due date."""
        return milestone_due_cell(milestone)

    @column(gettext_lazy("done"), "done_on")
    def done_shown(self, milestone: Milestone) -> str:
        """When and by whom."""
        return done_text(milestone)

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write names and weight, and hand a moved date to its service."""
        cleaned = form.cleaned_data
        milestone_save(
            row, by=actor_of_request(request), reason=cleaned.get(REASON, ""), expected_version=cleaned.get(VERSION)
        )
