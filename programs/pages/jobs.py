"""The page of one job: how far it is, and where its result lies. A small script keeps it current."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from programs.actors import Role
from programs.job_words import ENDED, error_sentence, job_title, result_address, step_sentence
from programs.models import Job
from programs.pages.base import Page


class JobPage(Page):
    """Shown to the one who asked, its coordination group, administrators and auditors; 404 for others."""

    read_roles: ClassVar[tuple[Role, ...]] = tuple(Role)
    template_name: ClassVar[str] = "programs/job.html"
    job: Job

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The job as it stands now."""
        self.job = self.one(Job.objects.all(), pk=kwargs["pk"])
        return self.show()

    def context(self) -> dict[str, Any]:
        """The row, whether it has ended, and its words."""
        return {
            "job": self.job,
            "title": job_title(self.job),
            "ended": self.job.state in ENDED,
            "step": step_sentence(self.job),
            "error": error_sentence(self.job),
            "result_url": result_address(self.job),
        }
