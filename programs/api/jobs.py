"""Progress of a job over REST: for the one who asked, its coordination group, administrators and auditors."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api.permissions import ALL_ROLES
from programs.api.views import Scoped
from programs.job_words import ENDED, error_sentence, result_address, step_sentence
from programs.models import Job, JobState

POLL_SECONDS = 2


class JobProgressSerializer(serializers.Serializer[Job]):
    """Steps done of all, and what is being done."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="0 until the work has begun and its size is known.")
    message = serializers.SerializerMethodField()

    def get_message(self, job: Job) -> str:
        """What is being done, in the reader's language."""
        return step_sentence(job)


class JobErrorSerializer(serializers.Serializer[Job]):
    """Why the job failed."""

    code = serializers.CharField(source="error_code")
    message = serializers.SerializerMethodField()

    def get_message(self, job: Job) -> str:
        """The sentence in the reader's language."""
        return error_sentence(job)


class JobSerializer(serializers.Serializer[Job]):
    """One job as its row stands now."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    state_label = serializers.CharField(source="get_state_display")
    ended = serializers.SerializerMethodField()
    progress = JobProgressSerializer(source="*")
    attempts = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    requested_by = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    result = serializers.JSONField(allow_null=True)
    result_url = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()

    def get_ended(self, job: Job) -> bool:
        """Whether nothing more will change by itself."""
        return job.state in ENDED

    def get_result_url(self, job: Job) -> str:
        """The page of the result, empty where there is none."""
        return result_address(job)

    @extend_schema(responses=JobErrorSerializer)
    def get_error(self, job: Job) -> dict[str, Any] | None:
        """Code and sentence of a failed job, else null."""
        return JobErrorSerializer(job).data if job.state == JobState.FAILED else None


class JobDetail(Scoped[Job], generics.RetrieveAPIView[Job]):
    """One job. A foreign and a missing one are answered alike (404)."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    read_roles = ALL_ROLES
    filter_backends: list[Any] = []

    @extend_schema(description="Progress of a job. While it is at work, Retry-After says when to ask again.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The row as it stands now."""
        job = self.get_object()
        headers = {"Cache-Control": "no-store"}
        if job.state not in ENDED:
            headers["Retry-After"] = str(POLL_SECONDS)
        return Response(self.get_serializer(job).data, headers=headers)
