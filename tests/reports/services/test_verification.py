"""Tampering with what stands beside a result is named, and with what went into it does not end in a traceback."""

import json
from decimal import Decimal
from typing import Any

import pytest

from programs import clock
from programs.actors import SYSTEM
from reports.evaluation.canonical import fingerprint, load_snapshot
from reports.models import Evaluation, EvaluationLine, EvaluationTaskLine
from reports.services.evaluations import evaluation_compute, evaluation_store
from reports.services.verification import verify_evaluation
from tests.factories.evaluated import evaluated_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    """A stored evaluation as the database holds it."""
    program = evaluated_program().program
    computed = evaluation_compute(program=program, period="2026-Q3", kind="quarterly", as_of=clock.now())
    return Evaluation.objects.get(pk=evaluation_store(computed=computed, by=SYSTEM).pk)


def places(evaluation: Evaluation) -> str:
    return " ".join(difference.place for difference in verify_evaluation(evaluation))


def test_nothing_is_named_where_all_agrees(evaluation: Evaluation) -> None:
    assert verify_evaluation(evaluation) == []


def test_rows_that_do_not_repeat_the_result_are_named(evaluation: Evaluation) -> None:
    line = evaluation.result["lines"][0]
    line["rating"] = "green" if line["rating"] != "green" else "red"
    evaluation.result["tasks"]["lines"].pop()
    evaluation.result["quality"]["by_agency"][0]["agency"] = "XX-FIN"
    found = places(evaluation)
    assert f"/evaluationline {line['indicator']} {line['zone']}/rating" in found
    assert "/evaluationtaskline " in found
    assert "/evaluationsummary agency XX-FIN" in found


@pytest.mark.parametrize(
    ("model", "column"),
    [
        *((EvaluationLine, name) for name in ("value", "change", "expected", "attainment")),
        (EvaluationTaskLine, "completion"),
    ],
)
def test_a_figure_that_was_changed_in_a_table_is_named(evaluation: Evaluation, model: Any, column: str) -> None:
    row = model.objects.filter(evaluation=evaluation).order_by("pk").first()
    setattr(row, column, Decimal("20999.5") if model is EvaluationLine else Decimal("0.125"))
    name = "lines" if model is EvaluationLine else "task_lines"
    stored = [row if each.pk == row.pk else each for each in model.objects.filter(evaluation=evaluation)]
    evaluation._prefetched_objects_cache = {name: stored}  # type: ignore[attr-defined]
    [place] = [difference.place for difference in verify_evaluation(evaluation)]
    assert place.endswith(f"/{column}")
    assert (row.indicator if model is EvaluationLine else row.task) in place


def test_an_input_that_differs_is_named_by_indicator_zone_and_period(evaluation: Evaluation) -> None:
    cell = next(cell for cell in evaluation.inputs["inputs"]["cells"] if cell[3] is not None)
    cell[3] = "777.5"
    evaluation.fingerprint = fingerprint(load_snapshot(json.dumps(evaluation.inputs)))
    found = {each.place: each.message for each in verify_evaluation(evaluation) if each.code == "database"}
    assert "777.5" in found[f"/cells/{cell[0]} {cell[1]} {cell[2]}/value"]
    assert len(found) == 2  # that they differ, and which


def test_inputs_that_cannot_be_computed_are_named(evaluation: Evaluation) -> None:
    cells = evaluation.inputs["inputs"]["cells"]
    cells.append(cells[0])
    assert {"inputs"} == {difference.place for difference in verify_evaluation(evaluation, against_database=False)}
