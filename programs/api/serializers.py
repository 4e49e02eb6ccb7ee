"""What the API tells of plans and tasks, and what it takes for tasks. Codes name other records; nothing else does."""

from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework import serializers

from programs import acknowledgement, clock
from programs.api.input import StrictSerializer
from programs.models import Agency, Measure, Milestone, Program, ProgressReport, Section, Task, TaskState, Zone
from programs.models.tasks import TRANSITIONS
from programs.querysets import AT_WORK

NAMES = ("name_en", "name_zh")


class ProgramSerializer(serializers.ModelSerializer[Program]):
    """A programme with its pilot zones."""

    zones = serializers.SlugRelatedField[Zone]("code", many=True, read_only=True)

    class Meta:
        model = Program
        fields = (
            "code",
            *NAMES,
            "start",
            "end",
            "summary_en",
            "summary_zh",
            "source_en",
            "source_zh",
            "issuing_bodies",
            "zones",
            "demonstration",
        )


class ZoneSerializer(serializers.ModelSerializer[Zone]):
    """A zone; `parent` is the code of the zone above."""

    parent = serializers.SlugRelatedField[Zone]("code", read_only=True, allow_null=True)

    class Meta:
        model = Zone
        fields = ("code", *NAMES, "level", "parent", "sort_order")


class AgencySerializer(serializers.ModelSerializer[Agency]):
    """An agency with its zone."""

    zone = serializers.SlugRelatedField[Zone]("code", read_only=True)

    class Meta:
        model = Agency
        fields = ("code", *NAMES, "short_en", "short_zh", "function", "zone")


class SectionSerializer(serializers.ModelSerializer[Section]):
    """A numbered section of a plan."""

    program = serializers.SlugRelatedField[Program]("code", read_only=True)

    class Meta:
        model = Section
        fields = ("program", "code", "number", *NAMES)


class MeasureSerializer(serializers.ModelSerializer[Measure]):
    """One clause of a plan; `zones` are those that it names, none meaning all."""

    program = serializers.SlugRelatedField[Program]("code", read_only=True)
    section = serializers.SlugRelatedField[Section]("code", read_only=True)
    clause = serializers.CharField(read_only=True)
    zones = serializers.SlugRelatedField[Zone]("code", many=True, read_only=True)

    class Meta:
        model = Measure
        fields = (
            "program",
            "section",
            "code",
            "number",
            "position",
            "clause",
            *NAMES,
            "text_en",
            "text_zh",
            "commitment",
            "element",
            "zones",
            "institutions",
            "lead_function",
            "cooperating_functions",
        )


class TaskSerializer(serializers.ModelSerializer[Task]):
    """A task as lists show it. `version` is the number in its ETag."""

    program = serializers.SlugRelatedField[Program]("code", read_only=True)
    section = serializers.CharField(source="measure.section.code", read_only=True)
    measure = serializers.SlugRelatedField[Measure]("code", read_only=True)
    clause = serializers.CharField(source="measure.clause", read_only=True)
    zone = serializers.SlugRelatedField[Zone]("code", read_only=True)
    lead = serializers.SlugRelatedField[Agency]("code", read_only=True)
    cooperating = serializers.SlugRelatedField[Agency]("code", many=True, read_only=True)
    state = serializers.ChoiceField(choices=TaskState.choices, read_only=True)
    overdue = serializers.SerializerMethodField()
    acknowledged_late = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = (
            *(
                "code",
                "program",
                "section",
                "measure",
                "clause",
                "zone",
                "lead",
                "cooperating",
                *NAMES,
                "state",
                "weight",
                "start",
                "due",
            ),
            *(
                "original_due",
                "overdue",
                "assigned_at",
                "acknowledged_at",
                "acknowledged_late",
                "reported_done_at",
                "closed_at",
                "updated_at",
                "version",
            ),
        )

    @cached_property
    def today(self) -> date:
        """The day on which all rows of one answer are judged."""
        return clock.today()

    def get_overdue(self, task: Task) -> bool:
        """Past the due date while the lead agency has still to act."""
        return task.state in AT_WORK and task.due < self.today

    def get_acknowledged_late(self, task: Task) -> bool:
        """Acknowledged, or still waiting, more than five working days after the assignment."""
        return acknowledgement.is_late(task, self.today)


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A dated, weighted step of a task."""

    class Meta:
        model = Milestone
        fields = ("position", *NAMES, "weight", "due", "original_due", "done_on")


class TaskDetailSerializer(TaskSerializer):
    """A task with its milestones and the number of its pieces of evidence."""

    milestones = MilestoneSerializer(many=True, read_only=True)
    evidence_count = serializers.IntegerField(read_only=True)

    class Meta(TaskSerializer.Meta):
        fields = (*TaskSerializer.Meta.fields, "milestones", "evidence_count")  # type: ignore[assignment]


class ProgressReportSerializer(serializers.ModelSerializer[ProgressReport]):
    """A progress report and what became of it."""

    task = serializers.SlugRelatedField[Task]("code", read_only=True)

    class Meta:
        model = ProgressReport
        fields = (
            "id",
            "task",
            "period",
            "text",
            "problems",
            "next_steps",
            "self_rating",
            "state",
            "submitted_at",
            "review_reason",
        )


class TaskChangeInput(StrictSerializer):
    """Body of PATCH tasks/{code}/: any of these; `due` needs a `reason`."""

    name_en = serializers.CharField(required=False, allow_blank=True, max_length=300)
    name_zh = serializers.CharField(required=False, allow_blank=True, max_length=300)
    weight = serializers.DecimalField(required=False, max_digits=6, decimal_places=2)
    due = serializers.DateField(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class TransitionInput(StrictSerializer):
    """Body of POST tasks/{code}/transitions/."""

    transition = serializers.ChoiceField(choices=list(TRANSITIONS))
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class EvidenceAddressInput(StrictSerializer):
    """A web address as evidence; files go through the portal."""

    title = serializers.CharField(max_length=200)
    url = serializers.CharField(max_length=500)


class ProgressInput(StrictSerializer):
    """Body of POST tasks/{code}/progress/."""

    period = serializers.CharField(max_length=8)
    text = serializers.CharField(max_length=20_000)
    problems = serializers.CharField(required=False, allow_blank=True, max_length=20_000, default="")
    next_steps = serializers.CharField(required=False, allow_blank=True, max_length=20_000, default="")
    self_rating = serializers.ChoiceField(
        required=False, allow_blank=True, default="", choices=["on_track", "at_risk", "off_track"]
    )
    evidence = EvidenceAddressInput(many=True, required=False, default=list)

    def validate_evidence(self, value: list[Any]) -> list[Any]:
        """At most 20 addresses."""
        if len(value) > 20:
            raise serializers.ValidationError(_("At most 20 pieces of evidence."), code="too_many")
        return value
