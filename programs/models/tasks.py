"""Tasks and what belongs to them: milestones, progress reports and evidence.

The table of allowed transitions stands here, beside the model; each transition is one function in `services/tasks`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models.base import Named, Versioned, named_constraint, pair_constraint, plain_code
from programs.models.places import Agency, Zone
from programs.models.plans import Measure, Program
from programs.querysets import TaskQuerySet


class TaskState(models.TextChoices):
    """Where a task stands. `reported_done` is the lead agency's word; `closed` is the verifier's."""

    DRAFT = "draft", _("draft")
    ASSIGNED = "assigned", _("assigned")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED_DONE = "reported_done", _("reported done")
    CLOSED = "closed", _("closed")
    RETURNED = "returned", _("returned")
    SUSPENDED = "suspended", _("suspended")
    CANCELLED = "cancelled", _("cancelled")


S = TaskState
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "assign": (frozenset({S.DRAFT}), S.ASSIGNED),
    "acknowledge": (frozenset({S.ASSIGNED}), S.ACKNOWLEDGED),
    "start": (frozenset({S.ACKNOWLEDGED, S.RETURNED}), S.IN_PROGRESS),
    "report_done": (frozenset({S.IN_PROGRESS, S.RETURNED}), S.REPORTED_DONE),
    "return": (frozenset({S.REPORTED_DONE}), S.RETURNED),
    "close": (frozenset({S.REPORTED_DONE}), S.CLOSED),
    "reopen": (frozenset({S.CLOSED, S.CANCELLED}), S.IN_PROGRESS),
    "suspend": (frozenset({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED}), S.SUSPENDED),
    "resume": (frozenset({S.SUSPENDED}), S.IN_PROGRESS),
    "cancel": (frozenset({S.DRAFT, S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED, S.SUSPENDED}), S.CANCELLED),
}
NEEDS_REASON = frozenset({"return", "reopen", "suspend", "resume", "cancel"})
RETURNS_TO_WORK = frozenset({"reopen", "resume"})  # the target is what the task had reached
OPEN_STATES = frozenset({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED, S.REPORTED_DONE})


class Task(Named, Versioned):
    """A duty of a lead agency in a zone, under a measure, with a due date. The original due date never changes."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("programme"))
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("measure"))
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("zone"))
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[plain_code],
        error_messages={"unique": _("Another task has this code. Search for it in the list of tasks.")},
        help_text=_("Such as T-M015-340100: T, the measure, the zone. It cannot be changed later."),
    )
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="led_tasks", verbose_name=_("lead agency"))
    cooperating = models.ManyToManyField(
        Agency, blank=True, related_name="cooperating_tasks", verbose_name=_("cooperating agencies")
    )
    state = models.CharField(_("state"), max_length=20, choices=TaskState.choices, default=TaskState.DRAFT)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    start = models.DateField(_("start"))
    due = models.DateField(pgettext_lazy("task", "due"))
    original_due = models.DateField(_("original due date"))
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    assigned_by = models.CharField(_("assigned by"), max_length=100, blank=True, default="")
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    acknowledged_by = models.CharField(_("acknowledged by"), max_length=100, blank=True, default="")
    reported_done_at = models.DateTimeField(_("reported done at"), null=True, blank=True)
    reported_done_by = models.CharField(_("reported done by"), max_length=100, blank=True, default="")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=100, blank=True, default="")
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = TaskQuerySet.as_manager()

    scope_program = "program_id"
    scope_agencies = ("lead_id", "cooperating")

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["program_id", "code"]
        indexes = [
            models.Index(fields=["program", "state", "due"], name="task_state_due"),
            models.Index(fields=["lead", "state"], name="task_lead_state"),
            models.Index(fields=["updated_at"], name="task_updated"),
        ]
        constraints = [
            named_constraint("task"),
            models.UniqueConstraint(
                fields=["measure", "zone", "lead"],
                name="task_once_per_lead",
                violation_error_message=_("This lead agency already has a task for this measure and zone."),
                violation_error_code="task_exists",
            ),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="task_weight_positive",
                violation_error_message=_("The weight is greater than zero."),
                violation_error_code="weight_not_positive",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="task_due_after_start",
                violation_error_message=_("The due date is not before the start."),
                violation_error_code="due_before_start",
            ),
            pair_constraint("task", "assigned_at", "assigned_by"),
            pair_constraint("task", "acknowledged_at", "acknowledged_by"),
            pair_constraint("task", "reported_done_at", "reported_done_by"),
            pair_constraint("task", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=~Q(state=TaskState.CLOSED)
                | (Q(closed_at__isnull=False) & ~Q(closed_by=F("reported_done_by"))),
                name="task_closed_by_another",
                violation_error_message=_("Whoever reports a task done cannot close it."),
                violation_error_code="verifier_is_submitter",
            ),
        ]


class Milestone(Named, Versioned):
    """A dated, weighted step of a task. Its completion counts 0 or its weight, never a free-hand share."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("task"))
    position = models.PositiveSmallIntegerField(_("position"))
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    due = models.DateField(pgettext_lazy("task", "due"))
    original_due = models.DateField(_("original due date"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.CharField(_("done by"), max_length=100, blank=True, default="")

    scope_program = "task__program_id"
    scope_agencies = ("task__lead_id", "task__cooperating")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["task_id", "position"]
        constraints = [
            named_constraint("milestone"),
            models.UniqueConstraint(
                fields=["task", "position"],
                name="milestone_position_once",
                violation_error_message=_("Another milestone of the task has this position."),
                violation_error_code="position_taken",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="milestone_weight_positive",
                violation_error_message=_("The weight is greater than zero."),
                violation_error_code="weight_not_positive",
            ),
            pair_constraint("milestone", "done_on", "done_by"),
        ]


class ProgressReport(Versioned):
    """What the lead agency says of a task for a period; accepted or returned by the coordination group."""

    STATES = [("submitted", _("submitted")), ("accepted", _("accepted")), ("returned", _("returned"))]

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress_reports", verbose_name=_("task"))
    period = models.CharField(_("period"), max_length=8)
    text = models.TextField(_("progress"))
    problems = models.TextField(_("problems and requests"), blank=True, default="")
    next_steps = models.TextField(_("next steps"), blank=True, default="")
    self_rating = models.CharField(
        _("agency's own rating"),
        max_length=12,
        blank=True,
        default="",
        choices=[("on_track", _("on track")), ("at_risk", _("at risk")), ("off_track", _("off track"))],
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="submitted")
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.CharField(_("submitted by"), max_length=100)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=100, blank=True, default="")
    review_reason = models.TextField(_("reason of the review"), blank=True, default="")

    scope_program = "task__program_id"
    scope_agencies = ("task__lead_id", "task__cooperating")

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["task_id", "-submitted_at"]
        constraints = [pair_constraint("progress", "reviewed_at", "reviewed_by")]

    def __str__(self) -> str:
        return f"{self.task.code} · {self.period}"


class Evidence(Versioned):
    """A file or web address that proves progress. Files are kept with their SHA-256; addresses are never fetched."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("task"))
    progress_report = models.ForeignKey(
        ProgressReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("progress report"),
    )
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("web address"), max_length=500, blank=True, default="")
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m", blank=True, default="")
    file_name = models.CharField(_("file name"), max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.CharField(_("added by"), max_length=100)

    scope_program = "task__program_id"
    scope_agencies = ("task__lead_id", "task__cooperating")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["task_id", "added_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file=""),
                name="evidence_has_source",
                violation_error_message=_("Give a file or a web address."),
                violation_error_code="evidence_without_source",
            ),
        ]

    def __str__(self) -> str:
        return self.title


__all__ = [
    "NEEDS_REASON",
    "OPEN_STATES",
    "RETURNS_TO_WORK",
    "TRANSITIONS",
    "Evidence",
    "Milestone",
    "ProgressReport",
    "Task",
    "TaskState",
]
