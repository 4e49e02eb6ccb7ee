"""REST of `reports`: start and read evaluations, list reports, download files."""

from base64 import b64encode
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from programs.actors import Role
from programs.api.authentication import actor_of
from programs.api.input import read_body
from programs.api.permissions import DATA_ROLES, RolePermission
from programs.exceptions import Problem
from programs.models import Program
from programs.scoping import visible_to
from reports.api.serializers import (
    EvaluationLineSerializer,
    EvaluationRequestSerializer,
    EvaluationSerializer,
    ReportSerializer,
)
from reports.models import Evaluation, Report, ReportFile
from reports.renderers.registry import RENDERERS
from reports.selectors.published import evaluations_visible_to, reports_visible_to, require_downloadable
from reports.services.evaluations import evaluation_problems, evaluation_request
from reports.services.export import read_checked

EVALUATION_READERS = (Role.COORDINATOR, Role.AUDITOR, Role.LEADER, Role.EXPERT)


class EvaluationFilter(filters.FilterSet):
    """Filters of `GET evaluations/`."""

    program = filters.CharFilter(field_name="program__code")
    period = filters.CharFilter()
    kind = filters.CharFilter()

    class Meta:
        model = Evaluation
        fields: list[str] = []


class EvaluationList(generics.ListAPIView[Evaluation]):
    """List evaluations; start one as a job."""

    permission_classes = [RolePermission]
    read_roles = EVALUATION_READERS
    write_roles = (Role.COORDINATOR,)
    serializer_class = EvaluationSerializer
    filterset_class = EvaluationFilter
    queryset = Evaluation.objects.none()

    def get_queryset(self) -> QuerySet[Evaluation]:
        """What the actor may see, newest first."""
        return evaluations_visible_to(actor_of(self.request)).order_by("-computed_at", "pk")

    @extend_schema(request=EvaluationRequestSerializer, responses={202: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """202 with the job: the same question gives the same job. 422 with every fault."""
        actor = actor_of(request)

        def program_of(given: dict[str, Any]) -> Program | None:
            return visible_to(actor, Program.objects.filter(code=given.get("program", ""))).first()

        def problems(given: dict[str, Any]) -> list[Problem]:
            asked = {name: given.get(name) for name in ("period", "kind", "as_of")}
            return evaluation_problems(program=program_of(given), **asked)

        data = read_body(EvaluationRequestSerializer, request, also=problems)
        program = program_of(data)
        if program is None:
            raise NotFound()
        job = evaluation_request(
            program=program, period=data["period"], kind=data["kind"], as_of=data["as_of"], by=actor
        )
        address = f"/api/v1/jobs/{job.pk}/"
        return Response(
            {"job": job.pk, "state": job.state, "url": address},
            status=status.HTTP_202_ACCEPTED,
            headers={"Location": address},
        )


class EvaluationDetail(generics.RetrieveAPIView[Evaluation]):
    """One evaluation with its lines, each with its lineage."""

    permission_classes = [RolePermission]
    read_roles = EVALUATION_READERS
    serializer_class = EvaluationSerializer
    queryset = Evaluation.objects.none()

    def get_queryset(self) -> QuerySet[Evaluation]:
        """What the actor may see."""
        return evaluations_visible_to(actor_of(self.request))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Heading, summary and lines."""
        evaluation = self.get_object()
        lines = EvaluationLineSerializer(evaluation.lines.all(), many=True).data
        summaries = [{"kind": s.kind, "key": s.key, **s.data} for s in evaluation.summaries.all()]
        return Response({**EvaluationSerializer(evaluation).data, "summaries": summaries, "lines": lines})


class ReportFilter(filters.FilterSet):
    """Filters of `GET reports/`."""

    program = filters.CharFilter(field_name="evaluation__program__code")
    period = filters.CharFilter(field_name="evaluation__period")
    kind = filters.CharFilter(field_name="evaluation__kind")
    state = filters.CharFilter()

    class Meta:
        model = Report
        fields: list[str] = []


class ReportList(generics.ListAPIView[Report]):
    """Reports with the hashes and addresses of their files."""

    permission_classes = [RolePermission]
    read_roles = DATA_ROLES
    serializer_class = ReportSerializer
    filterset_class = ReportFilter
    queryset = Report.objects.none()

    def get_queryset(self) -> QuerySet[Report]:
        """What the actor may see, newest first."""
        return reports_visible_to(actor_of(self.request)).prefetch_related("files").order_by("-created_at", "pk")


class ReportFileDownload(APIView):
    """One file of a report, checked against its hash on the way out."""

    permission_classes = [RolePermission]
    read_roles = DATA_ROLES

    def get_format_suffix(self, **_kwargs: Any) -> None:
        """None: `format` in the address names the file, not the form of the answer."""

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("language", str, "path", enum=["en", "zh-hans"]),
            OpenApiParameter("format", str, "path", enum=sorted(RENDERERS)),
        ],
    )
    def get(self, request: Request, pk: int, language: str, format: str) -> HttpResponse:  # noqa: A002 - the contract's name
        """The bytes as an attachment; 410 with the reason where the report was withdrawn."""
        visible = reports_visible_to(actor_of(request)).filter(pk=pk)
        file = (
            ReportFile.objects.filter(report__in=visible, language=language, format=format)
            .select_related("report__evaluation")
            .defer("report__evaluation__inputs", "report__evaluation__result")
            .first()
        )
        if file is None:
            raise NotFound()
        require_downloadable(actor_of(request), file.report)
        return file_response(file)


def file_response(file: ReportFile) -> HttpResponse:
    """The download answer of a report file, with its hash as a header."""
    response = HttpResponse(read_checked(file), content_type=RENDERERS[file.format].media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.report.number}-{file.language}.{file.format}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{file.sha256}"'
    response["Content-Digest"] = f"sha-256=:{_base64(file.sha256)}:"
    return response


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()
