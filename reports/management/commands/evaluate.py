"""`evaluate PROGRAM PERIOD`: ask for an evaluation as a job, show its progress, and copy the report files out."""

import sys
import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from programs import clock
from programs.actors import SYSTEM
from programs.exceptions import DomainError
from programs.jobs import run_job
from programs.models import Job, JobState, Program
from programs.services.acting import through_door
from reports.models import Report
from reports.services.evaluations import FREQUENCY_OF_KIND, KIND_OF_FREQUENCY, evaluation_request
from reports.services.export import export_files

POLL_SECONDS = 0.5


class Command(BaseCommand):
    """Computes nothing itself: the job does, here or in a worker, whoever claims it first."""

    help = "Evaluate a programme for a period and write its report in five formats and two languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Programme, period, kind, as-of moment, output folder."""
        parser.add_argument("program")
        parser.add_argument("period")
        parser.add_argument("--kind", choices=sorted(FREQUENCY_OF_KIND), help="by default the one that fits the period")
        parser.add_argument(
            "--as-of",
            help="a moment such as 2026-10-15T12:00:00+08:00, or a day, which means its end; by default what is known now",
        )
        parser.add_argument("--out", type=Path, help="a folder to copy the report files to")
        parser.add_argument(
            "--wait", type=float, default=0, help="seconds to leave the job to a worker before doing it here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; raises CommandError with a sentence when the rules refuse."""
        program = Program.objects.filter(code=options["program"]).first()
        if program is None:
            raise CommandError(
                f"No programme {options['program']!r}. Load its plan first: manage.py load_plan FILE.yaml"
            )
        kind = options["kind"] or KIND_OF_FREQUENCY.get(_frequency(options["period"]), "quarterly")
        try:
            with through_door("command"):
                job = evaluation_request(
                    program=program, period=options["period"], kind=kind, as_of=_moment(options["as_of"]), by=SYSTEM
                )
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        job = self._finish(job, options["wait"])
        if job.state != JobState.DONE:
            raise CommandError(f"The evaluation ended as {job.state}: {job.error}")
        report = Report.objects.select_related("evaluation").get(number=job.result["report"])
        self.stdout.write(f"evaluation {report.evaluation_id}  fingerprint {report.evaluation.fingerprint}")
        if options["out"]:
            for path in export_files(report, options["out"]):
                self.stdout.write(str(path))

    def _finish(self, job: Job, patience: float) -> Job:
        begun, shown = time.monotonic(), ""
        while job.state in (JobState.QUEUED, JobState.RUNNING):
            if time.monotonic() - begun >= patience and job.state == JobState.QUEUED:
                run_job(job.pk)
            job.refresh_from_db()
            line = f"  {job.done}/{job.total} {job.message}"
            if line != shown and job.total:
                self.stderr.write(line, ending="\r" if sys.stderr.isatty() else "\n")
                shown = line
            if job.state in (JobState.QUEUED, JobState.RUNNING):
                time.sleep(POLL_SECONDS)
        return job


def _frequency(code: str) -> str:
    return code[5] if len(code) == 7 and code[4:5] == "-" and code[5] in "QS" else "M" if "-" in code else "A"


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        day = parse_date(text)
        moment = parse_datetime(text) if day is None else clock.end_of(day)
        if moment is None:
            raise ValueError
        moment = timezone.make_aware(moment) if moment.tzinfo is None else moment
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # OverflowError: its form in UTC lies outside the calendar
        raise CommandError(f"{text!r} is not a moment. Write 2026-10-15T12:00:00+08:00.") from error
    return moment
