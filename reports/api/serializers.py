"""What the API takes and shows of evaluations and reports. Explicit fields; unknown ones are refused."""

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from rest_framework import serializers

from programs import clock
from programs.api.input import StrictSerializer
from reports.models import Evaluation, EvaluationLine, Report, ReportFile
from reports.services.evaluations import FREQUENCY_OF_KIND


class MomentField(serializers.DateTimeField):
    """A moment that exists in UTC too: the first and the last day of the calendar may not. A bare day means its end."""

    def to_internal_value(self, value: Any) -> Any:
        """The moment; ValidationError for what is none."""
        try:
            moment = super().to_internal_value(value)
            day = parse_date(value) if isinstance(value, str) else None
            return moment if day is None else clock.end_of(day)
        except OverflowError:
            self.fail("overflow")


class EvaluationRequestSerializer(StrictSerializer):
    """The body of `POST evaluations/`."""

    program = serializers.SlugField(max_length=60)
    period = serializers.CharField(max_length=8)
    kind = serializers.ChoiceField(choices=sorted(FREQUENCY_OF_KIND))
    as_of = MomentField(required=False, allow_null=True, default=None)


class EvaluationSerializer(serializers.ModelSerializer[Evaluation]):
    """An evaluation's heading."""

    program = serializers.CharField(source="program.code", read_only=True)
    report = serializers.SerializerMethodField()

    class Meta:
        model = Evaluation
        fields = [
            "id",
            "program",
            "kind",
            "period",
            "as_of",
            "method_version",
            "fingerprint",
            "result_sha256",
            "computed_at",
            "report",
        ]
        read_only_fields = fields

    def get_report(self, row: Evaluation) -> str | None:
        """The number of the report, where there is one."""
        return row.report.number if hasattr(row, "report") else None


class EvaluationLineSerializer(serializers.ModelSerializer[EvaluationLine]):
    """One figure with the link to where it comes from."""

    lineage = serializers.SerializerMethodField()

    class Meta:
        model = EvaluationLine
        fields = ["indicator", "zone", "rating", "data", "lineage"]
        read_only_fields = fields

    def get_lineage(self, row: EvaluationLine) -> str:
        """The page of the figure."""
        return f"/lineage/{row.evaluation_id}/{row.indicator}/{row.zone or 'all'}"


class ReportFileSerializer(serializers.ModelSerializer[ReportFile]):
    """One file with its hash and address."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = ReportFile
        fields = ["language", "format", "sha256", "size", "url"]
        read_only_fields = fields

    def get_url(self, row: ReportFile) -> str:
        """Where to download it."""
        return reverse("reports-api:report-file", args=[row.report_id, row.language, row.format])


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A report with its files."""

    program = serializers.CharField(source="evaluation.program.code", read_only=True)
    kind = serializers.CharField(source="evaluation.kind", read_only=True)
    period = serializers.CharField(source="evaluation.period", read_only=True)
    evaluation = serializers.CharField(source="evaluation_id", read_only=True)
    demonstration = serializers.BooleanField(source="evaluation.program.demonstration", read_only=True)
    files = ReportFileSerializer(many=True, read_only=True)

    class Meta:
        model = Report
        fields = [
            "id",
            "number",
            "issue",
            "program",
            "kind",
            "period",
            "state",
            "published_at",
            "withdrawn_at",
            "withdrawn_reason",
            "evaluation",
            "demonstration",
            "version",
            "files",
        ]
        read_only_fields = fields
