"""Screen of tasks: the office's main list, and the page of one task with all that belongs to it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import change_link, column, person, state_chip, task_due_cell
from programs.admin.filters import scoped
from programs.admin.forms import REASON, VERSION
from programs.admin.roles import actor_of_request
from programs.admin.task_filters import EvidenceFilter, IndicatorFilter, WhenFilter
from programs.admin.task_parts import EvidenceInline, MilestoneInline, ProgressInline, milestone_save
from programs.admin.task_steps import TASK_STEPS
from programs.models import AuditEvent, Milestone, Task, TaskState
from programs.services.records import record_save
from programs.services.tasks.changes import CHANGEABLE, FINISHED, task_update
from programs.templatetags.display import moment

Annotate = Callable[[HttpRequest, QuerySet[Any]], QuerySet[Any]]
LOOKED_AT = 50
FIXED = (
    "program",
    "measure_shown",
    "zone",
    "code",
    "state_shown",
    "original_due_shown",
    "assigned_shown",
    "acknowledged_shown",
    "reported_done_shown",
    "closed_shown",
    "decision_shown",
    "portal_shown",
)


@admin.register(Task)
class TaskAdmin(ServiceModelAdmin):
    """Tasks. State and due date change by steps; apps to the right add columns and filters by `extend`."""

    list_display: ClassVar[list[Any]] = ["code", "named", "zone", "lead_shown", "state_shown", "progress", "due_shown"]
    list_display_links = ("code", "named")
    list_filter: ClassVar[list[Any]] = [
        WhenFilter,
        *scoped("program", "zone", "measure__section", "lead", "cooperating"),
        "state",
        IndicatorFilter,
        EvidenceFilter,
    ]
    search_fields = (
        "code",
        "name_en",
        "name_zh",
        "measure__code",
        "lead__code",
        "lead__short_en",
        "lead__short_zh",
        "lead__name_en",
        "lead__name_zh",
        "lead__search_initials",
        "zone__name_en",
        "zone__name_zh",
    )
    search_help_text = gettext_lazy("Code, name, zone, or lead agency by name or pinyin initials. Press / to get here.")
    ordering = ("program_id", "code")
    date_hierarchy = None
    autocomplete_fields = ("measure", "zone", "lead", "cooperating")
    inlines = (MilestoneInline, ProgressInline, EvidenceInline)
    steps = TASK_STEPS
    history_relations = ("cooperating", "milestones", "progress_reports", "evidence")
    annotations: ClassVar[list[Annotate]] = []
    facts: ClassVar[tuple[Any, ...]] = ()

    @classmethod
    def extend(
        cls,
        *,
        columns: tuple[Any, ...] = (),
        filters: tuple[Any, ...] = (),
        annotate: Annotate | None = None,
        facts: tuple[Any, ...] = (),
    ) -> None:
        """Let an app to the right add columns before the due date, filters, what they read from, and facts of a task."""
        cls.facts = (*cls.facts, *facts)
        cls.list_display = [*cls.list_display[:-1], *columns, cls.list_display[-1]]
        cls.list_filter = [*cls.list_filter, *filters]
        if annotate is not None:
            cls.annotations = [*cls.annotations, annotate]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        """Tasks with everything that a row shows."""
        rows = super().get_queryset(request).select_related("program", "measure__section", "zone", "lead")
        steps = Milestone.objects.filter(task=OuterRef("pk")).order_by().values("task")
        rows = rows.annotate(
            weight_done=Subquery(steps.annotate(sum=Sum("weight", filter=Q(done_on__isnull=False))).values("sum")),
            weight_all=Subquery(steps.annotate(sum=Sum("weight")).values("sum")),
        )
        for annotate in self.annotations:
            rows = annotate(request, rows)
        return rows

    def describe(self, row: Task) -> str:
        """A task by code, name and zone: tasks of one measure share their name."""
        return f"{row.code} {row.name} · {row.zone.name}"

    # --- columns ---

    @column(gettext_lazy("name"), "name_zh")
    def named(self, task: Task) -> str:
        """The name, with the measure as a hint."""
        return format_html('<span title="{} {}">{}</span>', task.measure.code, task.measure.name, task.name)

    @column(gettext_lazy("lead agency"), "lead__code")
    def lead_shown(self, task: Task) -> str:
        """The lead agency by its short name."""
        return task.lead.short

    @column(gettext_lazy("state"), "state")
    def state_shown(self, task: Task) -> str:
        """The state."""
        return state_chip(task)

    @column(gettext_lazy("milestones"))
    def progress(self, task: Any) -> str:
        """The weight of milestones done; a dash where the task has none."""
        if not task.weight_all:
            return "—"
        share = round(100 * (task.weight_done or 0) / task.weight_all)
        return format_html(
            '<progress max="100" value="{}" aria-label="{}"></progress> <span class="nowrap">{}%</span>',
            share,
            _("weight of milestones done"),
            share,
        )

    @column(pgettext_lazy("task", "due"), "due")
    def due_shown(self, task: Task) -> str:
        """The due date."""
        return task_due_cell(task)

    # --- the page ---

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Finished tasks are read; they can be reopened by a step."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state not in FINISHED)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """What belongs to a task that is there; a new one gets its milestones after it is saved."""
        return self.inlines if obj is not None else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What never changes, and what only steps change."""
        return (*FIXED, "due_shown", *self.facts) if obj is not None else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A short form for a new task; the whole ledger of an old one."""
        if obj is None:
            fields = (
                "measure",
                ("zone", "code"),
                ("name_en", "name_zh"),
                ("lead", "cooperating"),
                ("start", "due", "weight"),
            )
            return [(None, {"fields": fields})]
        fieldsets = [
            (
                None,
                {
                    "fields": (
                        ("code", "state_shown"),
                        "measure_shown",
                        ("name_en", "name_zh"),
                        ("zone", "program"),
                        ("lead", "cooperating"),
                    )
                },
            ),
            (gettext_lazy("Dates and weight"), {"fields": (("due_shown", "original_due_shown"), ("start", "weight"))}),
            (
                gettext_lazy("Course of the task"),
                {
                    "fields": (
                        ("assigned_shown", "acknowledged_shown"),
                        ("reported_done_shown", "closed_shown"),
                        "decision_shown",
                        *self.facts,
                        "portal_shown",
                    )
                },
            ),
        ]
        if self.has_change_permission(request, obj):
            fieldsets.append(
                (gettext_lazy("Reason for the change"), {"fields": (REASON, VERSION), "classes": ("reason",)})
            )  # type: ignore[dict-item]
        return fieldsets

    @column(gettext_lazy("measure"))
    def measure_shown(self, task: Task) -> str:
        """The measure, linked, with its clause and text."""
        measure = task.measure
        return format_html(
            "{} · {} {}<br>{}",
            change_link(measure, f"{measure.code} {measure.name}"),
            _("clause"),
            measure.clause,
            measure.text,
        )

    @column(gettext_lazy("original due date"))
    def original_due_shown(self, task: Task) -> str:
        """The first due date, which never changes."""
        return task.original_due.isoformat()

    @column(pgettext_lazy("moment of a task", "assigned"))
    def assigned_shown(self, task: Task) -> str:
        """When and by whom."""
        return _moment_and_person(task.assigned_at, task.assigned_by)

    @column(pgettext_lazy("moment of a task", "acknowledged"))
    def acknowledged_shown(self, task: Task) -> str:
        """When and by whom."""
        return _moment_and_person(task.acknowledged_at, task.acknowledged_by)

    @column(pgettext_lazy("moment of a task", "reported done"))
    def reported_done_shown(self, task: Task) -> str:
        """When and by whom."""
        return _moment_and_person(task.reported_done_at, task.reported_done_by)

    @column(pgettext_lazy("moment of a task", "closed"))
    def closed_shown(self, task: Task) -> str:
        """When and by whom."""
        return _moment_and_person(task.closed_at, task.closed_by)

    @column(gettext_lazy("last decision"))
    def decision_shown(self, task: Task) -> str:
        """The newest change of state that was given a reason, with it: why a task was returned, suspended or reopened."""
        event = last_decision(task)
        if event is None or event.after is None:
            return "—"
        state = dict(TaskState.choices).get(event.after["state"], event.after["state"])
        return f"{state} · {moment(event.at)} · {person(event.actor)}\n{event.reason}"

    @column(gettext_lazy("in the portal"))
    def portal_shown(self, task: Task) -> str:
        """The page with clause, indicators, evidence and history in one."""
        return format_html('<a href="{}">{}</a>', reverse("task", args=[task.code]), _("page of the task"))

    # --- saving ---

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new task belongs to the programme of its measure and keeps its first due date for ever."""
        if not change:
            obj.program, obj.original_due, obj.state = obj.measure.program, obj.due, TaskState.DRAFT
        super().save_model(request, obj, form, change)

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Hand what differs to the service of task changes."""
        cleaned, by = form.cleaned_data, actor_of_request(request)
        if not change:
            record_save(row=row, by=by, related={"cooperating": cleaned["cooperating"]})
            return
        changes = {name: cleaned[name] for name in form.changed_data if name in CHANGEABLE}
        task_update(task=row, changes=changes, by=by, reason=cleaned[REASON], expected_version=cleaned.get(VERSION))

    def save_inline_row(self, row: Any, *, by: Any, reason: str, expected_version: int | None) -> None:
        """Milestones go to their services."""
        milestone_save(row, by=by, reason=reason, expected_version=expected_version)


def last_decision(task: Task) -> AuditEvent | None:
    """The newest event that changed the task's state and has a reason. One query."""
    events = AuditEvent.objects.filter(table_name=task._meta.db_table, row_key=str(task.pk), operation="update")
    newest = events.exclude(reason="").order_by("-id")[:LOOKED_AT]
    return next(
        (event for event in newest if (event.before or {}).get("state") != (event.after or {}).get("state")), None
    )


def _moment_and_person(at: Any, label: str) -> str:
    return f"{moment(at)} · {person(label)}" if at else "—"
