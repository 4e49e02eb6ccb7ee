"""Tampering with what stands beside a result is named, and with what went into it does not end in a traceback."""

import pytest

from programs import clock
from programs.actors import SYSTEM
from reports.models import Evaluation
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


def test_inputs_that_cannot_be_computed_are_named(evaluation: Evaluation) -> None:
    cells = evaluation.inputs["inputs"]["cells"]
    cells.append(cells[0])
    assert {"inputs"} == {difference.place for difference in verify_evaluation(evaluation, against_database=False)}
