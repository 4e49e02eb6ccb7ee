"""Upload of a CSV file or a workbook: read, checked without storing, then handed in from the same page."""

import base64
import binascii
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.intake.csv_rows import read_csv
from indicators.intake.delivery import Delivery
from indicators.intake.xlsx_rows import read_xlsx, sheet_names
from indicators.models import Dimension, Submission
from indicators.pages.owed_rows import filled_in
from indicators.pages.submissions import counts_in_words, grouped, rows_told, with_findings
from indicators.pages.submit import MODE, AgencyDelivery
from indicators.services.outcome import SubmissionOutcome
from indicators.services.submissions import submission_receive
from indicators.services.waiting import beside_in_force
from programs import clock
from programs.exceptions import DomainError, InvalidInput

KINDS = {"csv": "form", "xlsx": "workbook"}


class Upload(AgencyDelivery):
    """Takes a file, shows every finding, and keeps the file in the page until it is handed in."""

    template_name = "indicators/upload.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form that takes the file."""
        self.choice = self.chosen()
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check a new file, or hand in the checked one. Everything is judged again when it is handed in."""
        self.choice = self.chosen()
        if self.choice is None:
            raise Http404
        send = request.POST.get("action") == "send"
        try:
            name, body = self.kept_file() if send else self.new_file()
            kind = name.rpartition(".")[2].lower()
            delivery, skipped = filled_in(read_file(kind, body))
            outcome = submission_receive(
                program=self.choice["program"], agency=self.choice["agency"], rows=delivery, mode=MODE, dry_run=not send,
                door=KINDS[kind], format=kind, body=body, by=self.actor, file_name=name,
            )  # fmt: skip
        except DomainError as error:
            return self.show(status=error.status, problems=error.problems)
        if send:
            return self.done(
                _("The delivery is recorded. This page is your receipt."), reverse("submission", args=[outcome.id])
            )
        kept = base64.b64encode(body).decode()
        return self.show(
            status=422 if outcome.state == "rejected" else 200, **verdict(outcome), file_name=name, body_kept=kept,
            skipped=skipped, sheets=sheet_names(body)[1:] if kind == "xlsx" else [], **self.rows_read(self.choice, delivery, outcome),
        )  # fmt: skip

    def rows_read(self, choice: dict[str, Any], delivery: Delivery, outcome: SubmissionOutcome) -> dict[str, Any]:
        """What was read, in words, beside what is in force and with its findings; those that do not fit apart."""
        rows = rows_told(delivery.table, outcome.findings, everything=True)
        arriving = Submission(program=choice["program"], agency=choice["agency"], received_at=clock.now())
        return {
            "kept": beside_in_force(arriving, with_findings(rows, outcome.findings), self.actor),
            "kept_title": _("Values read from the file"),
            "waits": True,
            "groups": grouped([finding for finding in outcome.findings if finding.index not in rows], rows),
        }

    def new_file(self) -> tuple[str, bytes]:
        """Name and bytes of the uploaded file. Raises InvalidInput where there is none, or it is too large or of another kind."""
        file = self.request.FILES.get("file")
        if file is None:
            raise InvalidInput(
                _("No file was chosen."),
                code="file_missing",
                pointer="/file",
                hint=_("Choose a CSV file or an Excel workbook."),
            )
        return checked_file(
            file.name or "", file.read() if (file.size or 0) <= settings.UPLOAD_MAX_BYTES else b"", file.size or 0
        )

    def kept_file(self) -> tuple[str, bytes]:
        """Name and bytes of the file that the check page kept. Raises InvalidInput where they cannot be read."""
        try:
            body = base64.b64decode(self.request.POST.get("kept", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidInput(
                _("The file was lost on the way. Choose it again."), code="file_missing", pointer="/file"
            ) from error
        return checked_file(self.request.POST.get("file_name", ""), body, len(body))

    def context(self) -> dict[str, Any]:
        """The choices of the form."""
        return {
            "choices": self.choices,
            "choice": self.choice,
            "most_megabytes": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        }


def checked_file(name: str, body: bytes, size: int) -> tuple[str, bytes]:
    """The file when its kind and size are accepted. Raises InvalidInput."""
    if name.rpartition(".")[2].lower() not in KINDS:
        raise InvalidInput(
            _("Files of this kind are not read here."),
            code="file_kind",
            pointer="/file",
            hint=_("Save it as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
        )
    if size > settings.UPLOAD_MAX_BYTES:
        raise InvalidInput(
            _("The file is larger than %(most)s MB.") % {"most": settings.UPLOAD_MAX_BYTES // 1024 // 1024},
            code="file_too_large",
            pointer="/file",
            hint=_("Send the values of one period at a time."),
        )
    return name, body


def read_file(kind: str, body: bytes) -> Delivery:
    """The rows of the file. Raises Unreadable or TooLarge."""
    dimensions = set(Dimension.objects.values_list("code", flat=True))
    if kind == "csv":
        return read_csv(body, dimensions=dimensions, max_rows=settings.SUBMISSION_MAX_ROWS)
    return read_xlsx(
        body, dimensions=dimensions, max_rows=settings.SUBMISSION_MAX_ROWS, max_bytes=settings.UPLOAD_MAX_BYTES
    )


def verdict(outcome: SubmissionOutcome) -> dict[str, Any]:
    """What the check page shows of the outcome."""
    return {"outcome": outcome, "counts": counts_in_words(dict(outcome.counts))}
