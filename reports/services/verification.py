"""Computes a stored evaluation again and names every difference.

From its frozen inputs (the promise that a report can be computed again), from the database as known at its moment
(the promise that nothing was overwritten), row by row of the tables that interfaces read, and file by file against the
stored hashes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Context, Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.exceptions import DomainError
from programs.periods import parse
from reports.evaluation.canonical import dump_snapshot, fingerprint, load_snapshot
from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import METHOD_VERSION, Cell
from reports.models import Evaluation, Report
from reports.selectors.gathering import gather_inputs
from reports.services.evaluations import one_state, result_digest, rows_of
from reports.services.export import read_checked

MOST_DIFFERENCES = 50
ROW_KEYS = ("indicator", "zone", "task", "kind", "key")
REPEATED = (
    *("value", "value_period", "change", "expected", "attainment", "completion"),
    *("section", "zone", "lead", "state", "overdue_days", "rating", "data"),
)
# What every engine gives back of a stored figure: SQLite keeps fifteen digits. The whole figure stands in `data`.
STORED_DIGITS = Context(prec=15)
IDENTITY = ("code", "agency", "indicator", "zone", "period")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not agree. `code` is stable, `place` says where, `message` says what."""

    code: str
    place: str
    message: str


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
    """Each row by its key: what it says."""
    found = {}
    for row in rows:
        columns = {
            field.name: _figure(getattr(row, field.name)) for field in row._meta.fields if field.name in REPEATED
        }
        key = " ".join(str(getattr(row, name)) for name in ROW_KEYS if hasattr(row, name))
        found[f"{row._meta.model_name} {key}"] = columns
    return found


def _figure(value: Any) -> Any:
    return f"{STORED_DIGITS.plus(value).normalize():f}" if isinstance(value, Decimal) else value


def _from_database(evaluation: Evaluation) -> Iterator[Difference]:
    with one_state():
        today = gather_inputs(evaluation.program, parse(evaluation.period), evaluation.kind, evaluation.as_of)
    if fingerprint(today) == evaluation.fingerprint:
        return
    yield Difference(
        "database", "inputs", _("The database no longer tells the same about the moment of the evaluation.")
    )
    frozen, now = _keyed_inputs(evaluation.inputs), _keyed_inputs(json.loads(dump_snapshot(today)))
    yield from _compare(frozen, now, "database", _("frozen %(stored)s, the database now says %(computed)s"))


def _keyed_inputs(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The records of a snapshot by what identifies them, so that a difference names indicator, zone and period."""
    names = [field.name for field in fields(Cell)]
    inputs = dict(snapshot["inputs"], scope={**snapshot["inputs"]["scope"], "as_of": ""})
    inputs["cells"] = [dict(zip(names, cell, strict=True)) for cell in inputs["cells"]]
    return {name: _keyed(part) if isinstance(part, list) else part for name, part in inputs.items()}


def _keyed(records: list[dict[str, Any]]) -> dict[str, Any]:
    found, times = {}, Counter[str]()
    for record in records:
        key = " ".join(str(record[name]) for name in IDENTITY if record.get(name))
        times[key] += 1
        found[key if times[key] == 1 else f"{key} #{times[key]}"] = record
    return found


def _files(report: Report) -> Iterator[Difference]:
    for file in report.files.all():
        try:
            read_checked(file)
        except DomainError as error:
            yield Difference(error.code, f"{file.language}.{file.format}", error.message)


def _compare(stored: Any, computed: Any, code: str = "result", words: str = "") -> Iterator[Difference]:
    words = words or _("stored %(stored)s, computed %(computed)s")
    for number, (place, there, here) in enumerate(_walk(stored, json.loads(json.dumps(computed)), "")):
        if number == MOST_DIFFERENCES:
            yield Difference("more", "", _("There are more differences than are listed."))
            return
        yield Difference(code, place, words % {"stored": str(there)[:80], "computed": str(here)[:80]})


def _walk(stored: Any, computed: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    """Place, stored and computed value of everything that differs."""
    if isinstance(stored, dict) and isinstance(computed, dict):
        for key in sorted(stored.keys() | computed.keys()):
            yield from _walk(stored.get(key), computed.get(key), f"{place}/{key}")
    elif isinstance(stored, list) and isinstance(computed, list) and len(stored) == len(computed):
        for index, pair in enumerate(zip(stored, computed, strict=True)):
            yield from _walk(*pair, f"{place}/{index}")
    elif stored != computed:
        yield place, stored, computed
