"""The answer page of a delivery: counts, findings grouped by severity, and what became of each value; and its withdrawal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Finding, Observation, ObservationHistory, ReportingPeriod, Submission
from indicators.selectors.parts import part_names
from indicators.services.kept_rows import chosen_rows, kept_table, periods_of, rows_in_words
from indicators.services.outcome import COUNTED, PlacedFinding
from indicators.services.submissions import submission_withdraw
from indicators.services.waiting import beside_in_force
from indicators.validation.types import Table
from programs.actors import Role
from programs.exceptions import DomainError
from programs.pages.base import AGENCY, Page
from programs.periods import from_month

MOST_FINDINGS = 500
MOST_VALUES = 200


class SubmissionPage(Page):
    """One delivery as its agency and the readers of the programme see it."""

    read_roles = (Role.COORDINATOR, Role.LEADER, Role.AUDITOR, *AGENCY)
    template_name = "indicators/submission.html"
    submission: Submission

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the delivery within the reader's scope."""
        self.submission = self.one(
            Submission.objects.select_related("program", "agency").defer("body", "waiting"), pk=kwargs["pk"]
        )
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """Counts, findings and values; a fixed number of queries."""
        submission = self.submission
        findings = list(submission.findings.order_by("index", "id")[: MOST_FINDINGS + 1])
        told = findings[:MOST_FINDINGS]
        table = kept_table(submission)
        rows = rows_told(table, told, everything=submission.state != "accepted") if table else {}
        kept = [] if submission.state == "accepted" else with_findings(rows, told)
        if submission.state == "in_review":
            kept = beside_in_force(submission, kept, self.actor)
        return {
            "submission": submission,
            "counts": counts_in_words(submission.counts),
            "kept": kept,
            "wrong": rows_wrong(submission) if submission.state == "rejected" else 0,
            "kept_title": kept_title(submission.state),
            "waits": submission.state == "in_review",
            "groups": grouped(
                [finding for finding in told if not kept or finding.index not in rows], rows, submission.state
            ),
            "more_findings": len(findings) > MOST_FINDINGS,
            "values": values_of(submission),
            "technical": submission.door in {"api", "command"},
            **self.way_on(table),
        }

    def way_on(self, table: Table | None) -> dict[str, Any]:
        """For the agency: the periods, now open, in which it can correct what was not stored."""
        submission = self.submission
        mine = submission.agency_id in self.actor.agency_ids()
        if not mine or table is None or submission.state in {"accepted", "in_review"}:
            return {"mine": mine}
        named = self.rows(ReportingPeriod.objects.filter(program=submission.program_id, code__in=periods_of(table)))
        return {"mine": mine, "correct": [period.code for period in named.order_by("start") if period.is_open]}


class Withdraw(Page):
    """Takes the agency's own waiting delivery back."""

    write_roles = AGENCY

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw it, and say so on its page."""
        submission = self.one(Submission.objects.defer("body", "waiting"), pk=kwargs["pk"])
        page = reverse("submission", args=[submission.pk])
        try:
            submission_withdraw(submission=submission, by=self.actor, reason=request.POST.get("reason", "")[:2000])
        except DomainError as error:
            return self.refused(error, page)
        return self.done(_("The delivery is withdrawn. Nothing of it counts."), page)


def kept_title(state: str) -> str:
    """The heading over the rows of a delivery that were not stored."""
    titles = {
        "in_review": _("Values to be reviewed"),
        "returned": _("Values that were returned"),
        "withdrawn": _("Values that were withdrawn"),
    }
    return titles.get(state, _("Values that were not stored"))


def rows_wrong(submission: Submission) -> int:
    """How many rows of a delivery have an error of their own; one query."""
    return (
        submission.findings.filter(severity="error", index__isnull=False).values("index").distinct().order_by().count()
    )


def counts_in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The counts of a delivery in a fixed order."""
    words = {
        "received": _("rows received"),
        "created": _("new values"),
        "revised": _("revised"),
        "unchanged": _("unchanged"),
        "rejected": _("not stored"),
    }
    return [(words[name], counts.get(name, 0)) for name in COUNTED]


def rows_told(
    table: Table, findings: Iterable[Finding | PlacedFinding], *, everything: bool
) -> dict[int, dict[str, Any]]:
    """Rows of a delivery in words by their number: those with findings and, for `everything`, as many others as fit."""
    size = len(table)
    named = {finding.index for finding in findings if finding.index is not None and finding.index < size}
    chosen = chosen_rows(size, MOST_VALUES, named) if everything else sorted(named)
    return {row["index"]: row for row in rows_in_words(table, chosen)}


def with_findings(
    rows: Mapping[int, dict[str, Any]], findings: Iterable[Finding | PlacedFinding]
) -> list[dict[str, Any]]:
    """The rows with their findings beside them."""
    beside: dict[int | None, list[Finding | PlacedFinding]] = {}
    for finding in findings:
        beside.setdefault(finding.index, []).append(finding)
    return [{**row, "findings": beside.get(index, [])} for index, row in rows.items()]


def grouped(
    findings: Iterable[Finding | PlacedFinding], rows: Mapping[int, dict[str, Any]] | None = None, state: str = ""
) -> list[dict[str, Any]]:
    """Findings by severity, each with its row in words where `rows` has it: errors, what asks for a review, warnings.

    Empty groups are left out. `state` is the delivery's: what was decided no longer waits.
    """
    waits = _("To be reviewed") if state in {"", "in_review"} else _("Asked for a review")
    titles = {"error": _("Errors"), "review": waits, "warning": _("Warnings")}
    groups: dict[str, list[dict[str, Any]]] = {severity: [] for severity in titles}
    for finding in findings:
        row = (rows or {}).get(finding.index) if finding.index is not None else None
        groups[finding.severity].append({"finding": finding, "row": row})
    return [
        {"severity": severity, "title": titles[severity], "findings": told} for severity, told in groups.items() if told
    ]


def values_of(submission: Submission) -> list[dict[str, Any]]:
    """The values that this delivery brought and what became of them: current or replaced since; three queries."""
    related = ("series__indicator__unit", "series__zone")
    current = (
        Observation.objects.filter(submission=submission)
        .select_related(*related)
        .order_by("-period", "pk")[:MOST_VALUES]
    )
    past = (
        ObservationHistory.objects.filter(submission=submission)
        .select_related(*related)
        .order_by("-period", "pk")[:MOST_VALUES]
    )
    rows = [(row, False) for row in current] + [(row, True) for row in past]
    parts = part_names({row.series.dimension_key for row, _replaced in rows})
    return [
        {
            "indicator": row.series.indicator,
            "zone": row.series.zone,
            "part": parts[row.series.dimension_key],
            "period": from_month(row.series.indicator.frequency, row.period).code,
            "value": row.value,
            "status": row.get_status_display(),
            "version": row.version,
            "note": row.note,
            "replaced": replaced,
            "replaced_by": row.replaced_by if isinstance(row, ObservationHistory) else None,
        }
        for row, replaced in rows[:MOST_VALUES]
    ]
