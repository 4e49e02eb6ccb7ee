"""Computes a stored evaluation again and names every difference.

From its frozen inputs (the promise that a report can be computed again), from the database as known at its moment
(the promise that nothing was overwritten), row by row of the tables that interfaces read, and file by file against the
stored hashes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import DomainError
from programs.periods import parse
from reports.evaluation.canonical import fingerprint, load_snapshot
from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import METHOD_VERSION
from reports.models import Evaluation, Report, ReportFile
from reports.selectors.gathering import gather_inputs
from reports.services.evaluations import one_state, result_digest, rows_of
from reports.services.export import read_checked

MOST_DIFFERENCES = 50
ROW_KEYS = ("indicator", "zone", "task", "kind", "key")
REPEATED = ("value_period", "section", "zone", "lead", "state", "overdue_days", "rating", "data")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not agree. `code` is stable, `place` says where, `message` says what."""

    code: str
    place: str
    message: str


def report_of_bytes(data: bytes) -> Report | None:
    """The report that a file belongs to, by the hash of its bytes; None when no such file was ever written."""
    file = ReportFile.objects.filter(sha256=hashlib.sha256(data).hexdigest()).select_related("report").first()
    return file.report if file else None


def verify_evaluation(evaluation: Evaluation, *, against_database: bool = True) -> list[Difference]:
    """Every difference between what is stored and what comes out today; an empty list means all agree."""
    found = [*_from_snapshot(evaluation), *_rows(evaluation)]
    if against_database:
        found += _from_database(evaluation)
    if hasattr(evaluation, "report"):
        found += _files(evaluation.report)
    return found


def _from_snapshot(evaluation: Evaluation) -> Iterator[Difference]:
    if evaluation.method_version != METHOD_VERSION:
        yield Difference(
            "method_version",
            "method_version",
            _("The evaluation was made with method %(old)s; this program holds method %(new)s.")
            % {"old": evaluation.method_version, "new": METHOD_VERSION},
        )
        return
    inputs = load_snapshot(json.dumps(evaluation.inputs))
    if fingerprint(inputs) != evaluation.fingerprint:
        yield Difference("fingerprint", "inputs", _("The frozen inputs no longer have the stored fingerprint."))
    if result_digest(evaluation.result) != evaluation.result_sha256:
        yield Difference("result_hash", "result", _("The stored result no longer has the stored hash."))
    try:
        computed = evaluate_programme(inputs)
    except EvaluationError as error:
        yield Difference(error.code, "inputs", str(error)[:500])
        return
    yield from _compare(evaluation.result, computed)


def _rows(evaluation: Evaluation) -> Iterator[Difference]:
    """Lines and summaries against the result that they repeat."""
    stored: tuple[Iterable[Any], ...] = (
        evaluation.lines.all(),
        evaluation.task_lines.all(),
        evaluation.summaries.all(),
    )
    repeated: tuple[Iterable[Any], ...] = rows_of(evaluation, evaluation.result)
    for there, wanted in zip(stored, repeated, strict=True):
        yield from _compare(_told(there), _told(wanted))


def _told(rows: Iterable[Any]) -> dict[str, Any]:
    """Each row by its key: what it says, apart from the numbers that its data say as well."""
    found = {}
    for row in rows:
        columns = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name in REPEATED}
        key = " ".join(str(getattr(row, name)) for name in ROW_KEYS if hasattr(row, name))
        found[f"{row._meta.model_name} {key}"] = columns
    return found


def _from_database(evaluation: Evaluation) -> Iterator[Difference]:
    with one_state():
        today = gather_inputs(evaluation.program, parse(evaluation.period), evaluation.kind, evaluation.as_of)
    if fingerprint(today) != evaluation.fingerprint:
        yield Difference(
            "database", "inputs", _("The database no longer tells the same about the moment of the evaluation.")
        )


def _files(report: Report) -> Iterator[Difference]:
    for file in report.files.all():
        try:
            read_checked(file)
        except DomainError as error:
            yield Difference(error.code, f"{file.language}.{file.format}", error.message)


def _compare(stored: Any, computed: Any) -> Iterator[Difference]:
    for number, difference in enumerate(_walk(stored, json.loads(json.dumps(computed)), "")):
        if number == MOST_DIFFERENCES:
            yield Difference("more", "", _("There are more differences than are listed."))
            return
        yield difference


def _walk(stored: Any, computed: Any, place: str) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(computed, dict):
        for key in sorted(stored.keys() | computed.keys()):
            yield from _walk(stored.get(key), computed.get(key), f"{place}/{key}")
    elif isinstance(stored, list) and isinstance(computed, list) and len(stored) == len(computed):
        for index, pair in enumerate(zip(stored, computed, strict=True)):
            yield from _walk(*pair, f"{place}/{index}")
    elif stored != computed:
        yield Difference(
            "result",
            place,
            _("stored %(stored)s, computed %(computed)s")
            % {"stored": str(stored)[:80], "computed": str(computed)[:80]},
        )
