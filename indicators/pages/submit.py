"""The entry form of an agency's values: typed into a matrix, checked without storing, then handed in with a receipt."""

import csv
import io
import json
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.models import Obligation, ReportingPeriod, Submission
from indicators.models.observations import STATUSES
from indicators.pages.matrix import Cell, matrix, read_rows, read_typed
from indicators.services.kept_rows import kept_table
from indicators.services.outcome import SubmissionOutcome
from indicators.services.submissions import submission_receive
from indicators.validation.types import COLUMNS
from programs.exceptions import DomainError, Problem
from programs.models import Agency, Program
from programs.pages.base import AGENCY, Page

MODE = "all_or_nothing"


def as_uuid(text: str) -> UUID:
    """The number of a delivery in an address; 404 for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


class AgencyDelivery(Page):
    """Base of the pages on which an agency hands in: whose values, for which programme and open period."""

    read_roles = write_roles = AGENCY

    @cached_property
    def choices(self) -> list[dict[str, Any]]:
        """What the actor may hand in now: (programme, agency, open period) with the number of values owed; three queries."""
        opened = self.rows(ReportingPeriod.objects.filter(opened_at__isnull=False, closed_at__isnull=True))
        open_periods = set(opened.values_list("program_id", "code"))
        mine = self.rows(
            Obligation.objects.filter(
                agency__in=self.actor.agency_ids(), period__in={code for _program, code in open_periods}
            )
        )
        found = (
            mine.values("program_id", "agency_id", "period")
            .annotate(owed=Count("pk"), left=Count("pk", filter=Q(received_at__isnull=True)))
            .order_by("period", "program_id", "agency_id")
        )
        rows = [row for row in found if (row["program_id"], row["period"]) in open_periods]
        programs = Program.objects.in_bulk({row["program_id"] for row in rows})
        agencies = Agency.objects.in_bulk({row["agency_id"] for row in rows})
        return [{**row, "program": programs[row["program_id"]], "agency": agencies[row["agency_id"]]} for row in rows]

    def chosen(self) -> dict[str, Any] | None:
        """The choice that the address or form names, else the first with values left; 404 for one that is not offered."""
        asked = {name: self.given(name) for name in ("program", "agency", "period")}
        fitting = [
            row
            for row in self.choices
            if all(not asked[name] or self.code_of(row, name) == asked[name] for name in asked)
        ]
        if any(asked.values()) and not fitting:
            raise Http404
        return next((row for row in fitting if row["left"]), fitting[0] if fitting else None)

    def given(self, name: str) -> str:
        """A choice from the form or the address."""
        return str(self.request.POST.get(name) or self.request.GET.get(name, ""))

    @staticmethod
    def code_of(row: dict[str, Any], name: str) -> str:
        """The code that a choice carries for `program`, `agency` or `period`."""
        return str(row["period"] if name == "period" else row[name].code)


class SubmitForm(AgencyDelivery):
    """The matrix of owed cells. Check shows every finding beside its cell; hand in stores all or nothing."""

    template_name = "indicators/submit.html"
    outcome: SubmissionOutcome | None = None
    cells: list[Cell]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty matrix."""
        self.choice = self.chosen()
        self.cells = self.load()
        if self.choice and (again := self.given("from")):
            self.take_again(self.choice, again)
        return self.show()

    def take_again(self, choice: dict[str, Any], pk: str) -> None:
        """Fill in what a delivery that was returned or rejected held, to be corrected. 404 for one of somebody else."""
        mine = Submission.objects.filter(program=choice["program"], agency=choice["agency"])
        table = kept_table(self.one(mine.exclude(state="accepted"), pk=as_uuid(pk)))
        if table is not None:
            read_rows(self.cells, table)

    def load(self) -> list[Cell]:
        """The cells of the choice; none without a choice."""
        return (
            matrix(self.actor, self.choice["program"], self.choice["agency"], self.choice["period"])
            if self.choice
            else []
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check or hand in what was typed."""
        self.choice = self.chosen()
        if self.choice is None:
            raise Http404
        self.cells = self.load()
        read_typed(self.cells, request.POST)
        filled = [cell for cell in self.cells if cell.filled]
        if not filled:
            return self.show(
                status=422,
                problems=[
                    Problem(
                        "nothing_entered",
                        _("Nothing is entered yet."),
                        hint=_("Fill in at least one value, or mark it as missing with a reason."),
                    )
                ],
            )
        send = request.POST.get("action") == "send"
        try:
            self.outcome = self.receive(self.choice, filled, dry_run=not send)
        except DomainError as error:
            return self.show(status=error.status, problems=error.problems)
        if send and self.outcome.state != "rejected":
            return self.done(_("Handed in. This page is your receipt."), reverse("submission", args=[self.outcome.id]))
        for finding in self.outcome.findings:
            if finding.index is not None:
                filled[finding.index].findings.append(finding)
        return self.show(status=422 if self.outcome.state == "rejected" else 200)

    def receive(self, choice: dict[str, Any], filled: list[Cell], *, dry_run: bool) -> SubmissionOutcome:
        """Hand the filled cells to the one service that every door uses."""
        rows = [cell.as_row() for cell in filled]
        body = json.dumps({"program": choice["program"].code, "rows": rows}, ensure_ascii=False).encode()
        return submission_receive(
            program=choice["program"], agency=choice["agency"], rows=rows, mode=MODE, dry_run=dry_run,
            door="form", format="json", body=body, by=self.actor,
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        """The choices, the matrix and the verdict."""
        findings = self.outcome.findings if self.outcome else ()
        return {
            "choices": self.choices,
            "choice": self.choice,
            "cells": self.cells,
            "statuses": STATUSES,
            "outcome": self.outcome,
            "general": [finding for finding in findings if finding.index is None],
            "errors": sum(cell.worst == "error" for cell in self.cells),
            "others": sum(finding.severity != "error" for finding in findings),
            "filled": sum(cell.filled for cell in self.cells),
        }


class OwedRows(AgencyDelivery):
    """The owed cells as a CSV file to fill in and upload: one line per value, codes as the API uses them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """UTF-8 with a byte-order mark, so that spreadsheets read Chinese notes right."""
        choice = self.chosen()
        if choice is None:
            raise Http404
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        for cell in matrix(self.actor, choice["program"], choice["agency"], choice["period"]):
            writer.writerow(
                {**cell.as_row(), "dimensions": ";".join(f"{code}={value}" for code, value in cell.dimensions.items())}
            )
        response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="{choice["program"].code}-{choice["agency"].code}-{choice["period"]}.csv"'
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
