"""The rows of a submission as whoever reviews it reads them: names, the value before, the note, and every finding in words."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from indicators.models import Submission
from indicators.pages.submissions import kept_title, rows_told, values_of, with_findings
from indicators.services.kept_rows import kept_table
from indicators.services.waiting import beside_in_force
from programs.actors import SYSTEM
from programs.templatetags.display import moment

FINDINGS_SHOWN = 200
STORED, WAITS = "accepted", "in_review"


def submission_name(submission: Submission) -> str:
    """A submission by who handed it in and when; its id says nothing."""
    return f"{submission.agency.short} · {moment(submission.received_at)}"


def rows_shown(submission: Submission) -> dict[str, Any]:
    """The values, those with findings first chosen, and the findings that belong to none of them; the first of many.

    What waits stands beside what is in force, what was accepted is read from the observations, and what was returned,
    withdrawn or rejected stays on view as it came. A fixed number of queries.
    """
    findings = list(submission.findings.order_by("index", "id")[: FINDINGS_SHOWN + 1])
    told = findings[:FINDINGS_SHOWN]
    table = kept_table(submission)
    rows = rows_told(table, told, everything=submission.state != STORED) if table else {}
    kept = [] if submission.state == STORED else with_findings(rows, told)
    if submission.state == WAITS:
        kept = beside_in_force(submission, kept, SYSTEM)  # who reads this screen reads the whole programme's values
    return {
        "submission": submission,
        "waits": submission.state == WAITS,
        "title": _("Values of this delivery") if submission.state == STORED else kept_title(submission.state),
        "kept": kept,
        "values": values_of(submission) if submission.state == STORED else [],
        "findings": [
            {"finding": finding, "row": rows.get(finding.index) if finding.index is not None else None}
            for finding in told
            if not kept or finding.index not in rows
        ],
        "more": len(findings) > FINDINGS_SHOWN,
    }


def rows_html(submission: Submission) -> str:
    """The same as HTML, for the page of the record and the pages on which it is decided."""
    return render_to_string("indicators/admin/submission_rows.html", rows_shown(submission))
