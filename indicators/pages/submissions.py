"""The answer page of a delivery: counts, findings grouped by severity, and what became of each value; and its withdrawal."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Finding, Observation, ObservationHistory, Submission
from indicators.selectors.parts import part_names
from indicators.services.outcome import COUNTED, PlacedFinding
from indicators.services.submissions import submission_withdraw
from indicators.services.waiting import waiting_rows
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
        return {
            "submission": submission,
            "counts": counts_in_words(submission.counts),
            "groups": grouped(findings[:MOST_FINDINGS]),
            "more_findings": len(findings) > MOST_FINDINGS,
            "values": values_of(submission),
            "waiting": waiting_rows(submission, MOST_VALUES, by=self.actor),
            "most_values": MOST_VALUES,
            "mine": submission.agency_id in self.actor.agency_ids(),
        }


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


def counts_in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The counts of a delivery in a fixed order."""
    words = {
        "received": _("rows received"),
        "created": _("new values"),
        "revised": _("revised"),
        "unchanged": _("unchanged"),
        "rejected": _("rejected"),
    }
    return [(words[name], counts.get(name, 0)) for name in COUNTED]


def grouped(findings: Iterable[Finding | PlacedFinding]) -> list[dict[str, Any]]:
    """Findings by severity: errors, then what needs review, then warnings; empty groups are left out."""
    titles = {"error": _("Errors"), "review": _("To be reviewed"), "warning": _("Warnings")}
    groups: dict[str, list[Finding | PlacedFinding]] = {severity: [] for severity in titles}
    for finding in findings:
        groups[finding.severity].append(finding)
    return [
        {"severity": severity, "title": titles[severity], "findings": rows} for severity, rows in groups.items() if rows
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
            "replaced": replaced,
        }
        for row, replaced in rows[:MOST_VALUES]
    ]
