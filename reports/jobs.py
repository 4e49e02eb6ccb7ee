"""Jobs of `reports`: an evaluation with all its report files, published in one step or not at all."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.job_kinds import job_kind
from programs.models import Program
from programs.services.jobs import JobRun
from reports.models import Report
from reports.services import evaluations, report_files, reports

log = logging.getLogger(__name__)
TOTAL = report_files.STEPS + 2


@job_kind(evaluations.JOB_KIND)
def evaluate(run: JobRun) -> None:
    """Compute, render ten files, then store evaluation, report and job state in one transaction. Works repeatably."""
    parameters = run.job.parameters
    actor = Actor(label=run.job.requested_by, user_id=run.job.requested_by_user_id)
    run.progress(0, TOTAL, _("Computing"))
    program = Program.objects.get(code=parameters["program"])
    with run.heartbeat():
        computed = evaluations.evaluation_compute(
            program=program,
            period=parameters["period"],
            kind=parameters["kind"],
            as_of=datetime.fromisoformat(parameters["as_of"]),
        )
    # Each turn that fails has seen another report of the programme finished, so this ends.
    while not _reported(run, program, computed, actor):
        log.info("job_issue_taken")


def _reported(run: JobRun, program: Program, computed: evaluations.Computed, actor: Actor) -> bool:
    """Render and store; False where another report has taken the issue number that these files print."""
    number = reports.report_number(program, computed.period, computed.fingerprint)
    result = {"evaluation": str(computed.identity), "fingerprint": computed.fingerprint, "report": number}
    known = Report.objects.filter(evaluation__fingerprint=computed.fingerprint).first()
    if known is not None:
        with run.publish({**result, "evaluation": str(known.evaluation_id), "report": known.number}, by=actor):
            return True
    issue = reports.next_issue(program, computed.kind)
    done = 0

    def step(name: str) -> None:
        nonlocal done
        done += 1
        run.progress(done, TOTAL, _("Writing %(file)s") % {"file": name})

    with run.heartbeat():
        files = report_files.render_files(
            computed.result, report_files.meta_of(str(computed.identity), issue), number, step
        )
    run.progress(TOTAL - 1, TOTAL, _("Storing"))
    try:
        with run.publish(result, by=actor):
            evaluation = evaluations.evaluation_store(computed=computed, by=actor)
            reports.report_draft(evaluation=evaluation, number=number, files=files, by=actor, issue=issue)
    except reports.IssueTaken:
        return False
    return True
