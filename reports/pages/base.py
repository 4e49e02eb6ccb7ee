"""Pages of one programme, read from one of its evaluations: the newest that the reader may see, or a chosen one."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

from programs.models import Program
from programs.pages.base import READERS, Page
from reports.models import Evaluation
from reports.pages.reading import Reading, chosen, newest_first, readable_evaluations


class ProgramPage(Page):
    """A page under `/programs/{code}/`. `reading` is None while no evaluation is there to read."""

    read_roles = READERS
    program: Program

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the programme within the reader's scope, then show the page."""
        self.program = self.one(Program.objects.all(), code=kwargs["code"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def evaluations(self) -> list[Evaluation]:
        """All that the reader may see, the newest first, without their results."""
        return newest_first(readable_evaluations(self.actor, self.program))

    @cached_property
    def reading(self) -> Reading | None:
        """The evaluation named by `?evaluation=`, else the newest published one."""
        return chosen(self.evaluations, self.request.GET.get("evaluation", ""))

    def coded(self, kind: str, code: str) -> Any:
        """The row of the result with this code; 404 where the evaluation does not list it."""
        row = self.reading.source.row(kind, code) if self.reading else None
        if not row:
            raise Http404
        return row

    def context(self) -> dict[str, Any]:
        """Programme and evaluation, which every page of the programme names."""
        return {
            "program": self.program,
            "reading": self.reading,
            "evaluation": self.reading.evaluation if self.reading else None,
            "evaluations": self.evaluations,
        }
