"""What belongs to a task, as inlines of its page: milestones, progress reports and evidence."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.actors import Actor
from programs.admin.base import ServiceInline, ViewOnlyInline
from programs.admin.cells import column, due_cell, person, review_chip
from programs.admin.evidence import source_link
from programs.models import Evidence, Milestone, ProgressReport
from programs.querysets import OPEN
from programs.services.records import record_save
from programs.services.tasks.milestones import milestone_reschedule
from programs.templatetags.display import day, moment, period


class MilestoneInline(ServiceInline):
    """Steps of the task. Completing one is a step on its own page."""

    model = Milestone
    fields = ("position", "name_en", "name_zh", "weight", "due", "situation")
    readonly_fields = ("situation",)
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        """Milestones with their task, whose state says whether lateness counts."""
        return super().get_queryset(request).select_related("task")

    @column(_("situation"))
    def situation(self, milestone: Milestone) -> str:
        """Done when and by whom, or how late or near it is."""
        return done_text(milestone) if milestone.done_on else milestone_due_cell(milestone)


def milestone_due_cell(milestone: Milestone) -> str:
    """The due date of a milestone; late only while it and its task are open."""
    return (
        due_cell(milestone.due, is_open=milestone.done_on is None and milestone.task.state in OPEN)
        if milestone.pk
        else "—"
    )


def done_text(milestone: Milestone) -> str:
    """When a milestone was reached and who said so."""
    return f"{day(milestone.done_on)} · {person(milestone.done_by)}" if milestone.done_on else "—"


def milestone_save(row: Milestone, *, by: Actor, reason: str, expected_version: int | None) -> None:
    """Write a milestone from a form: a new one keeps its due date as the original, a moved date goes to its service."""
    if row._state.adding:
        row.original_due = row.due
        record_save(row=row, by=by, reason=reason)
        return
    wanted, row.due = row.due, Milestone.objects.values_list("due", flat=True).get(pk=row.pk)
    saved = record_save(row=row, by=by, reason=reason, expected_version=expected_version)
    if wanted != row.due:
        milestone_reschedule(milestone=saved, due=wanted, by=by, reason=reason)


class ProgressInline(ViewOnlyInline):
    """What the lead agency reported."""

    model = ProgressReport
    fields = ("period_shown", "text", "problems", "self_rating", "state_shown", "submitted")
    readonly_fields = fields
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressReport]:
        """Reports with their task, newest first."""
        return super().get_queryset(request).select_related("task")

    @column(_("period"))
    def period_shown(self, report: ProgressReport) -> str:
        """The period in words."""
        return period(report.period)

    @column(_("state"))
    def state_shown(self, report: ProgressReport) -> str:
        """The state."""
        return review_chip(report)

    @column(_("submitted"))
    def submitted(self, report: ProgressReport) -> str:
        """When and by whom."""
        return f"{moment(report.submitted_at)} · {person(report.submitted_by)}"


class EvidenceInline(ViewOnlyInline):
    """Files and addresses. New ones are added by a step."""

    model = Evidence
    fields = ("title", "source", "added")
    readonly_fields = fields

    @column(_("source"))
    def source(self, evidence: Any) -> str:
        """The address or the file to download."""
        return source_link(evidence)

    @column(pgettext_lazy("moment of a piece of evidence", "added"))
    def added(self, evidence: Evidence) -> str:
        """When and by whom."""
        return f"{moment(evidence.added_at)} · {person(evidence.added_by)}"
