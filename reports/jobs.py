"""Jobs of `reports`: an evaluation with all its report files, published in one step or not at all."""

from datetime import datetime

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.job_kinds import job_kind
from programs.models import Program
from programs.services.jobs import JobRun
from reports.models import Report
from reports.services import evaluations, report_files, reports


@job_kind(evaluations.JOB_KIND)
def evaluate(run: JobRun) -> None:
    """Compute, render ten files, then store evaluation, report and job state in one transaction. Works repeatably."""
    parameters = run.job.parameters
    actor = Actor(label=run.job.requested_by, user_id=run.job.requested_by_user_id)
    total = report_files.STEPS + 2
    run.progress(0, total, _("Computing"))
    program = Program.objects.get(code=parameters["program"])
    with run.heartbeat():
        computed = evaluations.evaluation_compute(
            program=program,
            period=parameters["period"],
            kind=parameters["kind"],
            as_of=datetime.fromisoformat(parameters["as_of"]),
        )
    known = Report.objects.filter(evaluation__fingerprint=computed.fingerprint).first()
    if known is not None:
        with run.publish(
            {"evaluation": str(known.evaluation_id), "fingerprint": computed.fingerprint, "report": known.number},
            by=actor,
        ):
            return
    done = 0

    def step(name: str) -> None:
        nonlocal done
        done += 1
        run.progress(done, total, _("Writing %(file)s") % {"file": name})

    number = reports.report_number(program, computed.period, computed.fingerprint)
    meta = report_files.meta_of(str(computed.identity), reports.next_issue(program, computed.kind))
    with run.heartbeat():
        files = report_files.render_files(computed.result, meta, number, step)
    run.progress(total - 1, total, _("Storing"))
    with run.publish(
        {"evaluation": str(computed.identity), "fingerprint": computed.fingerprint, "report": number}, by=actor
    ):
        evaluation = evaluations.evaluation_store(computed=computed, by=actor)
        reports.report_draft(evaluation=evaluation, number=number, files=files, by=actor)
