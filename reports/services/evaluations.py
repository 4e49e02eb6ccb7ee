"""Evaluations: gather frozen inputs, call the pure core once, store the result. Same fingerprint, same row."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.services.observations import recording_moment
from programs import clock, periods
from programs.actors import Actor, Role
from programs.audit.past import rows_as_of
from programs.audit.settling import wait_until_settled
from programs.exceptions import Conflict, InvalidInput, NotAllowed, Problem
from programs.models import Job, Program
from programs.services.acting import acting
from programs.services.jobs import job_request
from programs.services.program_periods import period_problems
from reports.evaluation.canonical import dump_snapshot
from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import METHOD_VERSION
from reports.models import Evaluation, EvaluationLine, EvaluationSummary, EvaluationTaskLine
from reports.models.evaluations import KINDS
from reports.selectors.gathering import gather_inputs, settled_moment

JOB_KIND = "evaluate"
FREQUENCY_OF_KIND = {"monthly": "M", "quarterly": "Q", "annual": "A"}
KIND_OF_FREQUENCY = {frequency: kind for kind, frequency in FREQUENCY_OF_KIND.items()}
BATCH = 500
STORED_PRECISION = 60
NAMESPACE = uuid.UUID("5b0f7a52-6a1e-4f0c-9d53-0d6a3c1f8e77")


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed evaluation before it is stored: the frozen inputs, the result, and what identifies them."""

    program_id: int
    kind: str
    period: str
    as_of: datetime
    fingerprint: str
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]

    @property
    def identity(self) -> uuid.UUID:
        """The primary key that the evaluation has or will have: made from the fingerprint, so files can name it before."""
        return uuid.uuid5(NAMESPACE, self.fingerprint)


def period_of(code: str, kind: str) -> periods.Period:
    """The period of an evaluation of this kind. Raises InvalidInput when the two do not fit."""
    _refuse(_period_problems(code, kind))
    return periods.parse(code)


def evaluation_problems(
    *, program: Program | None, period: str | None, kind: str | None, as_of: datetime | None
) -> list[Problem]:
    """Everything that is wrong with the wish for an evaluation. None is what is not known; nothing is said of it."""
    found = [] if period is None else _period_problems(period, kind)
    if period is not None and not found:
        found = period_problems(program, periods.parse(period), "/period")
    if as_of is not None:
        begun = periods.parse(period).start if period is not None and not found else None
        found += _moment_problems(program, begun, as_of)
    return found


def _moment_problems(program: Program | None, begun: date | None, as_of: datetime) -> list[Problem]:
    """Why nothing can be known at the moment: it is to come, or lies before the period or before the programme."""
    hint = _("Leave it out to evaluate what is known now.")
    if as_of > clock.now():
        return [Problem("future_moment", _("The moment lies in the future."), "/as_of", hint)]
    if begun is not None and timezone.localtime(as_of).date() < begun:
        return [Problem("moment_before_period", _("The moment lies before the period begins."), "/as_of", hint)]
    if program is not None and not _was_recorded(program, as_of):
        sentence = _("At this moment the programme had not been recorded.")
        return [Problem("moment_before_programme", sentence, "/as_of", hint)]
    return []


def _was_recorded(program: Program, as_of: datetime) -> bool:
    return bool(rows_as_of(Program.objects.filter(pk=program.pk), as_of, lambda row: row.pk == program.pk))


def _period_problems(code: str, kind: str | None) -> list[Problem]:
    try:
        period = periods.parse(code)
    except periods.PeriodError:
        sentence = _("“%(value)s” is not a period.") % {"value": code}
        return [Problem("bad_period", sentence, "/period", _("Write 2026-07, 2026-Q3 or 2026."))]
    if kind is None or FREQUENCY_OF_KIND.get(kind) == period.frequency:
        return []
    sentence = _("The period %(period)s does not fit a %(kind)s evaluation.") % {
        "period": code,
        "kind": dict(KINDS).get(kind, kind),
    }
    hint = _("A monthly evaluation takes a month, a quarterly one a quarter, an annual one a year.")
    return [Problem("period_does_not_fit", sentence, "/period", hint)]


def _refuse(problems: list[Problem]) -> None:
    """Raise InvalidInput with all problems; it bears the code of the only one."""
    if problems:
        raise InvalidInput(code=problems[0].code if len(problems) == 1 else "", problems=problems)


def evaluation_request(*, program: Program, period: str, kind: str, by: Actor, as_of: datetime | None = None) -> Job:
    """Ask for an evaluation and its report files as a job. Coordinators only; the same question gives the same job.

    Raises NotAllowed, InvalidInput with every problem at once.
    """
    if by.label != "system" and not by.has_role_in(program.pk, Role.COORDINATOR):
        raise NotAllowed(_("Only the coordination group starts an evaluation."))
    _refuse(evaluation_problems(program=program, period=period, kind=kind, as_of=as_of))
    wanted = period_of(period, kind)
    moment = as_of or settled_moment(program)
    key = f"{program.code}:{kind}:{wanted.code}:{moment.isoformat()}:m{METHOD_VERSION}"
    return job_request(
        kind=JOB_KIND,
        key=key,
        parameters={"program": program.code, "period": wanted.code, "kind": kind, "as_of": moment.isoformat()},
        by=by,
    )


def evaluation_compute(*, program: Program, period: str, kind: str, as_of: datetime) -> Computed:
    """Gather and compute without storing. Reads one consistent state of the database; may run any number of times.

    Waits for deliveries that are being stored and for changes at work, which may bear an earlier moment than `as_of`.
    Raises Conflict when such a change does not end, InvalidInput with every fault when the stored definitions cannot
    be evaluated.
    """
    wanted = period_of(period, kind)
    wait_until_settled(as_of)
    with transaction.atomic():
        recording_moment(program)
    with one_state():
        inputs = gather_inputs(program, wanted, kind, as_of)
    try:
        result = evaluate_programme(inputs)
    except EvaluationError as error:
        raise InvalidInput(str(error), code=error.code) from error
    return Computed(
        program.pk, kind, wanted.code, as_of, result["scope"]["fingerprint"], json.loads(dump_snapshot(inputs)), result
    )


def evaluation_store(*, computed: Computed, by: Actor) -> Evaluation:
    """Store a computed evaluation with its lines; the row that has the fingerprint already, when there is one."""
    with acting(by=by):
        evaluation, created = Evaluation.objects.get_or_create(
            fingerprint=computed.fingerprint,
            defaults={
                "id": computed.identity,
                "program_id": computed.program_id,
                "kind": computed.kind,
                "period": computed.period,
                "as_of": computed.as_of,
                "method_version": METHOD_VERSION,
                "inputs": computed.inputs,
                "result": computed.result,
                "result_sha256": result_digest(computed.result),
                "computed_at": clock.now(),
                "computed_by": by.label,
            },
        )
        if created:
            _store_lines(evaluation, computed.result)
        elif evaluation.result_sha256 != result_digest(with_moment(computed.result, evaluation.result)):
            raise Conflict(
                _("The same inputs gave another result than before: the method changed without a new version."),
                code="method_changed",
            )
    return evaluation


def result_digest(result: Mapping[str, Any]) -> str:
    """SHA-256 of a result as canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(
        json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def with_moment(result: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """A result under the as-of moment of a stored one: the fingerprint counts only the moment's day."""
    return {**result, "scope": {**result["scope"], "as_of": stored["scope"]["as_of"]}}


@contextmanager
def one_state() -> Iterator[None]:
    """Every query of the block reads the same state of the database, and no writer waits for it.

    Inside a transaction of the caller, the state is the caller's.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred(), transaction.atomic():
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """On SQLite, transactions of the block begin without the write lock, which a reader does not need."""
    connection.ensure_connection()
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, None
    try:
        yield
    finally:
        sqlite.transaction_mode = mode


def rows_of(
    evaluation: Evaluation, result: Mapping[str, Any]
) -> tuple[list[EvaluationLine], list[EvaluationTaskLine], list[EvaluationSummary]]:
    """The rows of the tables beside an evaluation, which lists and interfaces read, as its result gives them."""
    tasks, by_agency = result["tasks"], result["quality"]["by_agency"]
    keyed = [
        *(("zone", row["zone"], row) for row in tasks["by_zone"]),
        *(("section_zone", f"{row['section']}/{row['zone']}", row) for row in tasks["by_section_zone"]),
        *(("agency", row["agency"], row) for row in by_agency),
    ]
    return (
        [_line(evaluation, line) for line in result["lines"]],
        [_task_line(evaluation, line) for line in tasks["lines"]],
        [EvaluationSummary(evaluation=evaluation, kind=kind, key=key, data=row) for kind, key, row in keyed],
    )


def _store_lines(evaluation: Evaluation, result: Mapping[str, Any]) -> None:
    lines, task_lines, summaries = rows_of(evaluation, result)
    EvaluationLine.objects.bulk_create(lines, batch_size=BATCH)
    EvaluationTaskLine.objects.bulk_create(task_lines, batch_size=BATCH)
    EvaluationSummary.objects.bulk_create(summaries, batch_size=BATCH)


def _line(evaluation: Evaluation, line: Mapping[str, Any]) -> EvaluationLine:
    return EvaluationLine(
        evaluation=evaluation,
        indicator=line["indicator"],
        zone=line["zone"],
        value=_stored(line["value"]),
        value_period=line["value_period"] or "",
        change=_stored(line["change"]["value"]) if line["change"] else None,
        expected=_stored(line["expected"]),
        attainment=_stored(line["attainment"]),
        rating=line["rating"],
        data=line,
    )


def _task_line(evaluation: Evaluation, line: Mapping[str, Any]) -> EvaluationTaskLine:
    return EvaluationTaskLine(
        evaluation=evaluation,
        task=line["code"],
        section=line["section"],
        zone=line["zone"],
        lead=line["lead"],
        state=line["state"],
        completion=_stored(line["completion"], places=8),
        overdue_days=line["overdue_days"] or 0,
        rating=line["rating"],
        data=line,
    )


def _stored(text: str | None, places: int = 10) -> Decimal | None:
    """A figure as its column takes it: ten decimals, exact for every sum of values that may be handed in."""
    if text is None:
        return None
    with localcontext(prec=STORED_PRECISION):
        return Decimal(text).quantize(Decimal(1).scaleb(-places))
