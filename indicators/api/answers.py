"""What the API says of a submission: the answer of DESIGN's contract, and its documented shape."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.messages import words
from indicators.models import Submission
from indicators.services.outcome import COUNTED, PlacedFinding, SubmissionOutcome

STATUS = {"accepted": 201, "in_review": 201, "rejected": 422}


def outcome_status(outcome: SubmissionOutcome) -> int:
    """201 stored or waiting for review, 200 for a dry run without errors, 422 for errors (dry run or not)."""
    status = STATUS[outcome.state]
    return 200 if outcome.dry_run and status == 201 else status


def outcome_answer(outcome: SubmissionOutcome) -> dict[str, Any]:
    """The answer to a delivery."""
    return {
        "id": str(outcome.id) if outcome.id else None,
        "state": outcome.state,
        "dry_run": outcome.dry_run,
        "counts": dict(outcome.counts),
        "findings": findings_answer(outcome.findings),
    }


def findings_answer(findings: Iterable[PlacedFinding | Any]) -> list[dict[str, Any]]:
    """Findings with their sentences in the reader's language; rows of `Finding` are taken as well."""
    answer = []
    for finding in findings:
        said = words(finding.code, finding.value, finding.params)
        answer.append(
            {
                "index": finding.index,
                "pointer": finding.pointer,
                "cell": finding.cell or None,
                "code": finding.code,
                "severity": finding.severity,
                "message": said.message,
                "value": finding.value,
                "hint": said.hint,
            }
        )
    return answer


class CountsSerializer(serializers.Serializer[Any]):
    """How many rows met which fate; together they are `received`, except that waiting rows count nowhere else."""

    received = serializers.IntegerField()
    created = serializers.IntegerField()
    revised = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()


class FindingSerializer(serializers.Serializer[Any]):
    """One result of one rule. `code` is stable and never translated."""

    index = serializers.IntegerField(
        allow_null=True, help_text="Row, counted from 0; null for the head line of a file."
    )
    pointer = serializers.CharField(help_text="JSON pointer into the rows.")
    cell = serializers.CharField(allow_null=True, help_text="Cell of a CSV file or workbook, such as D3.")
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "review", "warning"])
    message = serializers.CharField()
    value = serializers.CharField()
    hint = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """The answer to a delivery."""

    id = serializers.UUIDField(allow_null=True, help_text="null after a dry run, which stores nothing.")
    state = serializers.ChoiceField(choices=["accepted", "rejected", "in_review"])
    dry_run = serializers.BooleanField()
    counts = CountsSerializer()
    findings = FindingSerializer(many=True)


class RowSerializer(serializers.Serializer[Any]):
    """One value. Values travel as decimal strings."""

    indicator = serializers.CharField()
    zone = serializers.CharField()
    period = serializers.CharField(help_text="2025, 2025-S1, 2025-Q3 or 2025-07.")
    value = serializers.CharField(allow_null=True, required=False)
    dimensions = serializers.DictField(child=serializers.CharField(), required=False)
    status = serializers.ChoiceField(choices=["A", "P", "E", "M"], required=False)
    note = serializers.CharField(required=False, allow_blank=True)


class DeliverySerializer(serializers.Serializer[Any]):
    """The JSON body of a delivery. Coordinators name the agency that they hand in for."""

    program = serializers.CharField()
    agency = serializers.CharField(required=False)
    rows = RowSerializer(many=True)


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """A submission in lists."""

    program = serializers.CharField(source="program.code", read_only=True)
    agency = serializers.CharField(source="agency.code", read_only=True)
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = (
            *(
                "id",
                "program",
                "agency",
                "state",
                "mode",
                "door",
                "format",
                "received_at",
                "received_by",
                "file_name",
                "sha256",
                "counts",
            ),
            *("reviewed_at", "reviewed_by", "review_reason"),
        )

    @extend_schema_field(CountsSerializer)
    def get_counts(self, submission: Submission) -> dict[str, int]:
        """The counts with every key."""
        return {name: submission.counts.get(name, 0) for name in COUNTED}


class SubmissionDetailSerializer(SubmissionSerializer):
    """A submission with all its findings."""

    dry_run = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    class Meta(SubmissionSerializer.Meta):
        fields = (*SubmissionSerializer.Meta.fields, "dry_run", "findings")

    def get_dry_run(self, _submission: Submission) -> bool:
        """Never: a dry run is not stored."""
        return False

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, submission: Submission) -> list[dict[str, Any]]:
        """Findings by row."""
        return findings_answer(submission.findings.all())
