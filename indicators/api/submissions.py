"""Submissions over REST: hand in, look up, withdraw, and the coordination group's decision on those in review."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.api.answers import (
    DeliverySerializer,
    OutcomeSerializer,
    SubmissionDetailSerializer,
    SubmissionSerializer,
    outcome_answer,
    outcome_status,
)
from indicators.api.bodies import CSV, XLSX, CsvBody, JsonBody, XlsxBody
from indicators.api.reading import flag, received
from indicators.models import Submission
from indicators.services.submissions import (
    submission_accept,
    submission_receive,
    submission_return,
    submission_withdraw,
)
from programs.actors import Role
from programs.api.filters import ALWAYS_KNOWN, MomentFilter, refuse_unknown_keys
from programs.api.idempotency import answer_once, json_body
from programs.api.input import StrictSerializer, read_body
from programs.api.views import Scoped, ScopedListView
from programs.services.idempotency import Answer, rendered

QUERY_KEYS = frozenset({"dry_run", "mode", "program", "agency", "file_name"})
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body give the same answer and one effect.",
)
PARAMETERS = [
    IDEMPOTENCY_KEY,
    OpenApiParameter("dry_run", bool, description="Check everything, store nothing."),
    OpenApiParameter(
        "mode", str, enum=["all_or_nothing", "partial"], description="What an error does to the good rows."
    ),
    OpenApiParameter("program", str, description="For files, where the caller sees several programmes."),
    OpenApiParameter("agency", str, description="For those who hand in for several agencies."),
    OpenApiParameter("file_name", str, description="For files: kept with the submission."),
]


class SubmissionFilter(filters.FilterSet):
    """Submissions by whose they are, how they stand and when they came."""

    program = filters.CharFilter(field_name="program__code")
    agency = filters.CharFilter(field_name="agency__code")
    state = filters.ChoiceFilter(choices=Submission.STATES)
    updated_since = MomentFilter(field_name="received_at", lookup_expr="gte")

    class Meta:
        model = Submission
        fields: list[str] = []


class SubmissionList(ScopedListView[Submission]):
    """Hand in values, and list what was handed in."""

    queryset = (
        Submission.objects.select_related("program", "agency").defer("body", "waiting").order_by("-received_at", "pk")
    )
    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilter
    parser_classes = [JsonBody, CsvBody, XlsxBody]
    write_roles = (Role.REPORTER, Role.APPROVER, Role.COORDINATOR)

    @extend_schema(
        request={"application/json": DeliverySerializer, CSV: OpenApiTypes.STR, XLSX: OpenApiTypes.BINARY},
        responses={200: OutcomeSerializer, 201: OutcomeSerializer, 422: OutcomeSerializer},
        parameters=PARAMETERS,
    )
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Hand in values as JSON, CSV or XLSX. Every problem is told in one answer; with an error nothing is stored.

        201 stored (or `in_review`: waiting for the coordination group), 200 for a dry run, 422 with errors,
        409 when every row concerns a closed period.
        """
        refuse_unknown_keys(request, ALWAYS_KNOWN | QUERY_KEYS)
        dry_run = flag(request, "dry_run")
        body = request.data if isinstance(request.data, bytes) else b""  # an empty body reaches no parser

        def respond() -> Answer:
            found = received(request, body, self.actor)
            outcome = submission_receive(
                program=found.program,
                agency=found.agency,
                rows=found.delivery,
                mode=request.query_params.get("mode", "all_or_nothing"),
                dry_run=dry_run,
                door="api",
                format=found.format,
                body=body,
                by=self.actor,
                file_name=request.query_params.get("file_name", ""),
            )
            return Answer(outcome_status(outcome), rendered(outcome_answer(outcome)))

        return answer_once(request, body, respond)


class SubmissionRow(Scoped[Submission]):
    """One submission. A foreign and a missing one are answered alike."""

    queryset = (
        Submission.objects.select_related("program", "agency").prefetch_related("findings").defer("body", "waiting")
    )
    serializer_class = SubmissionDetailSerializer
    filter_backends: list[Any] = []
    lookup_field = "id"

    def answer(self) -> dict[str, Any]:
        """The submission as it now stands."""
        return dict(self.get_serializer(self.get_object()).data)


class SubmissionDetail(SubmissionRow):
    """What became of a submission."""

    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """State, counts and all findings."""
        return Response(self.answer())


class DecisionInput(StrictSerializer):
    """The reason of a decision."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class SubmissionDecision(SubmissionRow):
    """What is decided on a submission in review, once for each Idempotency-Key."""

    write_roles = (Role.COORDINATOR,)

    def decide(self, request: Request, service: Callable[..., object]) -> HttpResponse:
        """Call the service with the reason that the body gives; the submission as it then stands."""
        body = json_body(request)

        def respond() -> Answer:
            given = read_body(DecisionInput, request)
            service(submission=self.get_object(), by=self.actor, reason=given["reason"])
            return Answer(200, rendered(self.answer()))

        return answer_once(request, body, respond)


class SubmissionAccept(SubmissionDecision):
    """Accepting a submission in review."""

    @extend_schema(request=DecisionInput, responses=SubmissionDetailSerializer, parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Store the waiting rows after all, except those that a later delivery gave again (`superseded_since`).

        409 when it is not in review, no longer fits, or nothing of it is left to store.
        """
        return self.decide(request, submission_accept)


class SubmissionReturn(SubmissionDecision):
    """Returning a submission in review."""

    @extend_schema(request=DecisionInput, responses=SubmissionDetailSerializer, parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Send it back to its agency with a reason; nothing is stored. 409 when it is not in review."""
        return self.decide(request, submission_return)


class SubmissionWithdraw(SubmissionDecision):
    """Withdrawing one's own submission while it is in review."""

    write_roles = (Role.REPORTER, Role.APPROVER)

    @extend_schema(request=DecisionInput, responses=SubmissionDetailSerializer, parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Take it back; nothing is stored. The reason is optional. 409 when it is not in review."""
        return self.decide(request, submission_withdraw)
