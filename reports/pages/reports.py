"""Reports: the list, the preview of one, its files to download, and the start of the next."""

from collections.abc import Iterator
from typing import Any

from csp.decorators import csp_replace
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from programs import clock, periods
from programs.actors import Role
from programs.models import Program
from programs.pages.base import AGENCY, READERS, Page
from reports.models import Report, ReportFile
from reports.renderers.registry import RENDERERS
from reports.selectors.published import may_download, reports_visible_to, require_downloadable
from reports.services.evaluations import FREQUENCY_OF_KIND, evaluation_request
from reports.services.export import read_checked

LANGUAGES = {"en": "English", "zh-hans": "简体中文"}


class ReportsPage(Page):
    """Base of the report pages: published and withdrawn reports for every reader, drafts for those who may see them."""

    read_roles = (*READERS, *AGENCY)

    def reports(self) -> QuerySet[Report]:
        """The reports that the reader may open."""
        return reports_visible_to(self.actor)

    def report(self) -> Report:
        """The report of the address; 404 where the reader may not see it."""
        report: Report = self.one(self.reports(), number=self.kwargs["number"])
        return report


class ReportList(ReportsPage):
    """Published and withdrawn reports, the newest first; drafts for coordinators and auditors."""

    template_name = "reports/report_list.html"

    def context(self) -> dict[str, Any]:
        """The reports with their files, and what a coordinator may start."""
        may_start = self.actor.has_role(Role.COORDINATOR)
        programs = list(self.rows(Program.objects.all())) if may_start else []
        return {
            "rows": [
                {"report": report, "readable": may_download(self.actor, report)}
                for report in self.reports().order_by("-evaluation__as_of", "-created_at").prefetch_related("files")
            ],
            "start": [
                {"program": program, "choices": list(period_choices())}
                for program in programs
                if self.actor.has_role_in(program.pk, Role.COORDINATOR)
            ],
        }


def period_choices() -> Iterator[tuple[str, str]]:
    """(kind, period) of the newest ended and the running period of each kind."""
    today = clock.today()
    month = today.year * 12 + today.month - 1
    for kind in ("quarterly", "monthly", "annual"):
        running = periods.from_month(FREQUENCY_OF_KIND[kind], month)
        yield kind, periods.previous(running).code
        yield kind, running.code


class ReportStart(Page):
    """Asks for an evaluation with its report as a job, and leads to the page that shows how far it is."""

    read_roles = (Role.COORDINATOR,)
    write_roles = (Role.COORDINATOR,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the list, where the form stands: an address that was kept or reloaded is no error."""
        return redirect("reports")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start it. The same question twice gives the same job."""
        program = self.one(Program.objects.all(), code=request.POST.get("program", ""))
        kind, _mark, period = request.POST.get("wanted", "").partition(":")
        job = evaluation_request(program=program, period=period, kind=kind, by=self.actor)
        return redirect("job", job.pk)


class ReportPage(ReportsPage):
    """One report: its page inside a frame, its files with their hashes."""

    template_name = "reports/report.html"

    def context(self) -> dict[str, Any]:
        """The report with its files by language, in the order of the formats."""
        report = self.report()
        files = {(row.language, row.format): row for row in report.files.all()}
        language = "zh-hans" if self.request.LANGUAGE_CODE.startswith("zh") else "en"
        return {
            "report": report,
            "evaluation": report.evaluation,
            "program": report.evaluation.program,
            "language": language,
            "staff": self.actor.has_role_in(report.evaluation.program_id, Role.COORDINATOR),
            "readable": may_download(self.actor, report),
            "previewed": (language, "html") in files and may_download(self.actor, report),
            "languages": [
                {
                    "code": code,
                    "name": name,
                    "files": [files[code, form] for form in RENDERERS if (code, form) in files],
                }
                for code, name in LANGUAGES.items()
            ],
        }


class ReportFiles(ReportsPage):
    """Base of the views that give out a stored file."""

    def file(self) -> ReportFile:
        """The file of the address; 404 where the report has none in this language and format, 410 where it is withdrawn."""
        report = self.report()
        row = report.files.filter(language=self.kwargs["language"], format=self.kwargs["format"]).first()
        if row is None:
            raise Http404
        require_downloadable(self.actor, report)
        return row


@method_decorator(xframe_options_sameorigin, name="dispatch")
@method_decorator(
    csp_replace(
        {
            "default-src": ["'none'"],
            "style-src": ["'unsafe-inline'"],
            "img-src": ["data:"],
            "frame-ancestors": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
            "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
        }
    ),
    name="dispatch",
)
class ReportFrame(ReportFiles):
    """The stored HTML file, for the frame of the preview: no script runs, nothing is loaded, only this site may frame it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file as it was written, but its links to the portal leave the frame."""
        page = read_checked(self.file()).replace(b'<a href="http', b'<a target="_top" href="http')
        return HttpResponse(page, content_type="text/html; charset=utf-8")


class ReportDownload(ReportFiles):
    """One file of a report, checked against its stored hash, as an attachment."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The bytes that were stored; refused when they are not those whose hash was stored."""
        row = self.file()
        data = read_checked(row)
        name = f"{row.report.number}-{row.language}.{row.format}"
        response = HttpResponse(data, content_type=RENDERERS[row.format].media_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Content-Length"] = str(len(data))
        response["X-Content-Type-Options"] = "nosniff"
        response["ETag"] = f'"{row.sha256}"'
        return response
