"""The entry form of an agency's values: typed into a matrix, checked without storing, then handed in with a receipt."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.models import Obligation, ReportingPeriod, Submission
from indicators.models.observations import STATUSES
from indicators.pages.drafts import draft_drop, draft_keep, draft_take_up
from indicators.pages.matrix import Cell, matrix, read_rows, read_typed
from indicators.pages.submissions import counts_in_words
from indicators.services.kept_rows import kept_table
from indicators.services.outcome import SubmissionOutcome
from indicators.services.submissions import submission_receive
from programs.exceptions import DomainError, Problem
from programs.models import Agency, Program
from programs.pages.base import AGENCY, Page

MODE = "all_or_nothing"


def address_of(choice: Mapping[str, Any]) -> str:
    """The address of the form of a choice."""
    asked = {"program": choice["program"].code, "agency": choice["agency"].code, "period": choice["period"]}
    return f"{reverse('work-submit')}?{urlencode(asked)}"


def as_uuid(text: str) -> UUID:
    """The number of a delivery in an address; 404 for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


class AgencyDelivery(Page):
    """Base of the pages on which an agency hands in: whose values, for which programme and open period."""

    read_roles = write_roles = AGENCY
    not_open: ReportingPeriod | None = None

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
        """The choice that the address or form names, else the first with values left; none, with `not_open` set, for a
        period that takes no values now; 404 for one of somebody else."""
        asked = {name: self.given(name) for name in ("program", "agency", "period")}
        fitting = [
            row
            for row in self.choices
            if all(not asked[name] or self.code_of(row, name) == asked[name] for name in asked)
        ]
        if any(asked.values()) and not fitting:
            self.not_open = self.known_but_not_open(asked)
            return None
        return next((row for row in fitting if row["left"]), fitting[0] if fitting else None)

    def known_but_not_open(self, asked: dict[str, str]) -> ReportingPeriod:
        """The period asked for that takes no values now. 404 where it is unknown, or the agency is another one."""
        wanted = {"code": asked["period"], **({"program__code": asked["program"]} if asked["program"] else {})}
        mine = Agency.objects.filter(pk__in=self.actor.agency_ids())
        if asked["agency"] and not any(agency.code == asked["agency"] for agency in mine):
            raise Http404
        period: ReportingPeriod = self.one(ReportingPeriod.objects.select_related("program"), **wanted)
        if period.is_open:
            raise Http404
        return period

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
        """The matrix with what is taken up again: a delivery to be corrected, or what was checked and not handed in."""
        self.choice = self.chosen()
        self.cells = self.load()
        problems: Sequence[Problem] = ()
        if self.choice and (again := self.given("from")):
            self.take_again(self.choice, again)
        elif self.choice and draft_take_up(request.session, self.choice, self.cells):
            problems = self.check(self.choice)
        return self.show(problems=problems)

    def check(self, choice: dict[str, Any]) -> Sequence[Problem]:
        """Judge what is entered without storing it; each finding stands beside its cell. What keeps all of it out."""
        filled = [cell for cell in self.cells if cell.filled]
        if not filled:
            return ()
        try:
            self.outcome = self.receive(choice, filled, dry_run=True)
        except DomainError as error:
            return error.problems
        for finding in self.outcome.findings:
            if finding.index is not None:
                filled[finding.index].findings.append(finding)
        return ()

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
        """Check, hand in or discard what was typed. The answer is always another address, so that Back never sends twice."""
        self.choice = self.chosen()
        if self.choice is None:
            return HttpResponseRedirect(request.get_full_path())
        self.cells = self.load()
        read_typed(self.cells, request.POST)
        here = address_of(self.choice)
        filled = [cell for cell in self.cells if cell.filled]
        if request.POST.get("action") == "discard":
            draft_drop(request.session, self.choice)
            return self.done(_("What was typed is discarded. The values that were handed in stand as they were."), here)
        if not filled:
            draft_drop(request.session, self.choice)
            messages.error(
                request, _("Nothing is entered yet. Fill in at least one value, or mark it as missing with a reason.")
            )
            return HttpResponseRedirect(here)
        draft_keep(request.session, self.choice, filled)
        return self.send(self.choice, filled) if request.POST.get("action") == "send" else HttpResponseRedirect(here)

    def send(self, choice: dict[str, Any], filled: list[Cell]) -> HttpResponse:
        """Hand in; the receipt, or the form again when something keeps it out."""
        try:
            outcome = self.receive(choice, filled, dry_run=False)
        except DomainError as error:
            return self.refused(error, address_of(choice))
        if outcome.state == "rejected":
            return HttpResponseRedirect(address_of(choice))
        draft_drop(self.request.session, choice)
        return self.done(_("Handed in. This page is your receipt."), reverse("submission", args=[outcome.id]))

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
        wrong = [cell for cell in self.cells if cell.worst == "error"]
        general = [finding for finding in findings if finding.index is None]
        return {
            "choices": self.choices,
            "choice": self.choice,
            "not_open": self.not_open,
            "cells": self.cells,
            "statuses": STATUSES,
            "outcome": self.outcome,
            "changes": counts_in_words(dict(self.outcome.counts))[1:4]
            if self.outcome and self.outcome.state == "accepted"
            else [],
            "general": general,
            "wrong": wrong,
            "refused": bool(self.outcome and self.outcome.state == "rejected"),
            "warnings": sum(cell.worst in {"review", "warning"} for cell in self.cells),
            "filled": sum(cell.filled for cell in self.cells),
            "due": min((cell.obligation.due for cell in self.cells), default=None),
        }
