"""Jobs of `reports`: an evaluation with all its report files, published in one step or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.actors import Actor
from programs.job_kinds import job_kind
from programs.job_words import register_steps, register_title, step_code
from programs.models import Program
from programs.services.jobs import JobRun
from programs.templatetags.display import period
from reports.models import Report
from reports.models.evaluations import KINDS
from reports.services import evaluations, report_files, reports

TOTAL = report_files.STEPS + 2
register_steps(
    {
        "evaluation.computing": _("Computing"),
        "evaluation.writing": _("Writing %(detail)s"),
        "evaluation.storing": _("Storing"),
    }
)


def evaluation_title(parameters: Mapping[str, Any]) -> str:
    """Which evaluation a job makes: period and kind in words."""
    kind = dict(KINDS).get(parameters.get("kind", ""), parameters.get("kind", ""))
    return gettext("Evaluation: %(period)s, %(kind)s") % {"period": period(parameters.get("period", "")), "kind": kind}


register_title(evaluations.JOB_KIND, evaluation_title)


@job_kind(evaluations.JOB_KIND)
def evaluate(run: JobRun) -> None:
    """Compute, render ten files, then store evaluation, report and job state in one transaction. Works repeatably."""
    parameters = run.job.parameters
    actor = Actor(label=run.job.requested_by, user_id=run.job.requested_by_user_id)
    run.progress(0, TOTAL, step_code("evaluation.computing"))
    program = Program.objects.get(code=parameters["program"])
    with run.heartbeat():
        computed = evaluations.evaluation_compute(
            program=program,
            period=parameters["period"],
            kind=parameters["kind"],
            as_of=datetime.fromisoformat(parameters["as_of"]),
        )
    _report(run, computed, reports.report_number(program, computed.period, computed.fingerprint), actor)


def _report(run: JobRun, computed: evaluations.Computed, number: str, actor: Actor) -> None:
    """Render the files, then store everything; where the same evaluation has its report, name that one."""
    known = Report.objects.filter(evaluation__fingerprint=computed.fingerprint).first()
    if known is not None:
        with run.publish(_result(str(known.evaluation_id), computed.fingerprint, known.number), by=actor):
            return
    done = 0

    def step(name: str) -> None:
        nonlocal done
        done += 1
        run.progress(done, TOTAL, step_code("evaluation.writing", name))

    with run.heartbeat():
        files = report_files.render_files(computed.result, report_files.meta_of(str(computed.identity)), number, step)
    run.progress(TOTAL - 1, TOTAL, step_code("evaluation.storing"))
    with run.publish(_result(str(computed.identity), computed.fingerprint, number), by=actor):
        evaluation = evaluations.evaluation_store(computed=computed, by=actor)
        reports.report_draft(evaluation=evaluation, number=number, files=files, by=actor)


def _result(evaluation: str, fingerprint: str, number: str) -> dict[str, str]:
    """What the job tells: the keys of what it made, and the page where it is read."""
    url = reverse("report", args=[number])
    return {"evaluation": evaluation, "fingerprint": fingerprint, "report": number, "url": url}
