"""How evaluations and their parts are called where people read them."""

import pytest
from django.utils import translation

from programs.models import Program
from reports.models import Evaluation, EvaluationLine, EvaluationSummary


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Pilot · Q3 2026 · quarterly"), ("zh-hans", "试点 · 2026年第三季度 · 季度")],
)
def test_an_evaluation_is_called_by_words(language, words):
    with translation.override(language):
        program = Program(code="pilot", name_en="Pilot", name_zh="试点")
        assert str(Evaluation(program=program, period="2026-Q3", kind="quarterly")) == words


def test_parts_of_an_evaluation_are_called_by_words():
    with translation.override("en"):
        assert str(EvaluationSummary(kind="section_zone", key="S01/310000")) == "section and zone · S01/310000"
        assert str(EvaluationLine(indicator="IND01", zone="")) == "IND01 · programme"
        assert str(EvaluationLine(indicator="IND01", zone="310000")) == "IND01 · 310000"
