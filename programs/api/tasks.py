"""Tasks over REST: read, change with If-Match, take a step, report progress."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from programs.actors import Role
from programs.api import filtersets, serializers
from programs.api.idempotency import answer_once, json_body
from programs.api.input import read_body
from programs.api.views import ScopedDetailView, ScopedListView, ScopedRowView
from programs.etag import check_if_match, etag_of
from programs.exceptions import Problem
from programs.models import Task
from programs.services.idempotency import Answer, rendered
from programs.services.tasks import (
    EvidenceInput,
    evidence_check,
    progress_problems,
    progress_submit,
    task_transition,
    task_update,
)

IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag of the task as you last read it."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body give the same answer and one effect.",
)


class TaskList(ScopedListView[Task]):
    """Tasks that the caller leads, cooperates in, or oversees."""

    queryset = Task.objects.for_lists().order_by("program__code", "code")
    serializer_class = serializers.TaskSerializer
    filterset_class = filtersets.TaskFilter


class TaskView(ScopedRowView[Task]):
    """One task by its code."""

    queryset = (
        Task.objects.for_lists()
        .prefetch_related("milestones")
        .annotate(evidence_count=Count("evidence", distinct=True))
    )
    serializer_class = serializers.TaskDetailSerializer

    def task_answer(self, request: Request, *, status: int = 200) -> Response:
        """The task as it now stands, with its ETag."""
        task = self.get_object()
        return Response(self.get_serializer(task).data, status=status, headers={"ETag": etag_of(task)})


@extend_schema_view(
    get=extend_schema(description="The task with its milestones; the ETag header is what PATCH wants back.")
)
class TaskDetail(TaskView, ScopedDetailView[Task]):
    """Read and change one task."""

    write_roles = (Role.COORDINATOR,)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The task with its ETag."""
        return self.task_answer(request)

    @extend_schema(
        request=serializers.TaskChangeInput,
        responses=serializers.TaskDetailSerializer,
        parameters=[OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)],
    )
    def patch(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Change names, weight or due date. 428 without If-Match, 412 when somebody was faster, 422 with every fault."""
        task = self.get_object()
        version = check_if_match(request.headers.get("If-Match"), task)
        changes = read_body(serializers.TaskChangeInput, request)
        reason = changes.pop("reason")
        task_update(task=task, changes=changes, by=self.actor, reason=reason, expected_version=version)
        return self.task_answer(request)


class TaskTransitions(TaskView):
    """Steps of one task."""

    write_roles = (Role.COORDINATOR, Role.REPORTER, Role.APPROVER)

    @extend_schema(
        request=serializers.TransitionInput,
        responses=serializers.TaskDetailSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Take a step: acknowledge, start and report_done by the lead agency, the others by the coordination group."""
        body = json_body(request)

        def respond() -> Answer:
            task = self.get_object()
            version = check_if_match(request.headers.get("If-Match"), task, required=False)
            given = read_body(serializers.TransitionInput, request)
            task_transition(
                task=task,
                transition=given["transition"],
                by=self.actor,
                reason=given["reason"],
                expected_version=version,
            )
            return Answer(status.HTTP_200_OK, rendered(self.get_serializer(self.get_object()).data))

        return answer_once(request, body, respond)


class TaskProgress(ScopedRowView[Task]):
    """Progress reports of one task."""

    queryset = Task.objects.for_lists()
    serializer_class = serializers.ProgressInput
    write_roles = (Role.REPORTER, Role.APPROVER)

    @extend_schema(
        request=serializers.ProgressInput,
        responses={201: serializers.ProgressReportSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Hand in a progress report of the lead agency; it waits for review. 403 for cooperating agencies."""
        body = json_body(request)

        def respond() -> Answer:
            task = self.get_object()
            given = read_body(serializers.ProgressInput, request, also=_progress_problems)
            report = progress_submit(task=task, by=self.actor, **{**given, "evidence": _evidence(given)})
            return Answer(status.HTTP_201_CREATED, rendered(serializers.ProgressReportSerializer(report).data))

        return answer_once(request, body, respond)


def _progress_problems(given: dict[str, Any]) -> list[Problem]:
    texts = {name: value for name, value in given.items() if name != "evidence"}
    return progress_problems(**{"period": "", "text": "", **texts}) + evidence_check(_evidence(given))[0]


def _evidence(given: dict[str, Any]) -> list[EvidenceInput]:
    return [EvidenceInput(piece.get("title", ""), url=piece.get("url", "")) for piece in given.get("evidence", ())]
