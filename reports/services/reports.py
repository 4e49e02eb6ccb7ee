"""Reports: drafted from an evaluation, published by the coordination group, withdrawn with a reason; never replaced."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor, Role
from programs.exceptions import Conflict, NotAllowed, NotAllowedInState
from programs.models import AuditBlock, Program
from programs.services.acting import acting
from programs.services.records import row_update
from reports.models import Evaluation, Report, ReportFile
from reports.services.report_files import RenderedFile


def report_number(program: Program, period: str, fingerprint: str) -> str:
    """The number of a report, such as `yrd-scitech-finance-2026-Q3-3f9c2a1b`: the same inputs, the same number."""
    return f"{program.code}-{period}-{fingerprint[:8]}"


def report_draft(*, evaluation: Evaluation, number: str, files: Sequence[RenderedFile], by: Actor) -> Report:
    """Store the draft report of an evaluation with its files; the one that exists already, when there is one."""
    with acting(by=by):
        report, created = Report.objects.get_or_create(
            evaluation=evaluation, defaults={"number": number, "created_at": clock.now(), "created_by": by.label}
        )
        if created:
            ReportFile.objects.bulk_create(
                ReportFile(
                    report=report,
                    language=f.language,
                    format=f.format,
                    file=f.name,
                    sha256=f.sha256,
                    size=f.size,
                    created_at=clock.now(),
                )
                for f in files
            )
    return report


def report_publish(*, report: Report, by: Actor, expected_version: int | None = None) -> Report:
    """Publish a draft under the next issue number of its kind. Notes the newest sealed audit block, so that a later rewrite of the trail would show.

    Raises NotAllowed, NotAllowedInState for anything but a draft, and Conflict where another report of the same
    programme, kind and period stands published: two truths about one period are none. The files bear no issue number:
    they are frozen before anybody knows whether, and as which one, the report is published.
    """
    _require_coordinator(report, by)
    with acting(by=by):
        # One publication of a programme after the other, so that two drafts of a period cannot both pass.
        program = Evaluation.objects.values_list("program_id", flat=True).get(pk=report.evaluation_id)
        Program.objects.select_for_update(no_key=True).get(pk=program)
        report = Report.objects.get(pk=report.pk) if expected_version is None else report
        if report.state != "draft":
            raise NotAllowedInState(
                _("Only a draft can be published."), hint=_("Start a new evaluation to issue another report.")
            )
        _refuse_second(report)
        newest = AuditBlock.objects.order_by("-number").values_list("digest", flat=True).first()
        report.state, report.issue = "published", _next_issue(report)
        report.published_at, report.published_by, report.audit_block = clock.now(), by.label, newest or ""
        row_update(report, expected_version=expected_version)
    return report


def _next_issue(report: Report) -> int:
    """One more than the newest issue of the programme and kind; a withdrawn one keeps its number."""
    mine = report.evaluation
    issued = Report.objects.filter(evaluation__program=mine.program_id, evaluation__kind=mine.kind)
    newest: int | None = issued.aggregate(newest=Max("issue"))["newest"]
    return (newest or 0) + 1


def _refuse_second(report: Report) -> None:
    """Raise Conflict where a report of the same programme, kind and period is published."""
    mine = report.evaluation
    other = Report.objects.filter(
        state="published",
        evaluation__program=mine.program_id,
        evaluation__kind=mine.kind,
        evaluation__period=mine.period,
    ).first()
    if other is not None:
        raise Conflict(
            _("The report %(number)s of the same period is published.") % {"number": other.number},
            code="already_published",
            hint=_("Withdraw it first, with a reason; both stay on record."),
        )


def report_withdraw(*, report: Report, by: Actor, reason: str, expected_version: int | None = None) -> Report:
    """Withdraw a published report. It stays stored with its files; leaders no longer see it as valid."""
    _require_coordinator(report, by)
    with acting(by=by, reason=reason):
        report = Report.objects.get(pk=report.pk) if expected_version is None else report
        if report.state != "published":
            raise NotAllowedInState(_("Only a published report can be withdrawn."))
        report.state, report.withdrawn_at, report.withdrawn_by, report.withdrawn_reason = (
            "withdrawn",
            clock.now(),
            by.label,
            reason,
        )
        row_update(report, expected_version=expected_version)
    return report


def _require_coordinator(report: Report, by: Actor) -> None:
    program_id = Evaluation.objects.values_list("program_id", flat=True).get(pk=report.evaluation_id)
    if by.label != "system" and not by.has_role_in(program_id, Role.COORDINATOR):
        raise NotAllowed(_("Only the coordination group publishes and withdraws reports."))
