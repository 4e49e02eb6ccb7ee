"""From the evaluation core to the files: what it really freezes can be printed in every format."""

import json
from datetime import date
from decimal import Decimal

import pytest

from reports.content.report import build_report
from reports.evaluation.changes import previous_of
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import Agency, EvaluationInputs, Measure, Section
from reports.renderers.registry import RENDERERS
from tests.reports.conftest import META
from tests.reports.evaluation.builders import cell, indicator, inputs, owed, scope, step, target, task
from tests.reports.renderers.pdf_text import page_texts


def evaluated_inputs(**changes: object) -> EvaluationInputs:
    """Two zones, four target types, a programme-level task, an overdue one, a gap and a late delivery."""
    values = {
        "scope": scope(demonstration=True),
        "sections": (Section("S01", 1, "Banks", "银行"),),
        "measures": (Measure("M001", "S01", 1, "One", "一"), Measure("M002", "S01", 2, "Two", "二")),
        "agencies": (Agency("A-STC", "Science bureau", "科技局", "A"),),
        "indicators": (indicator(), indicator("IND02", nature="flow", time_rule="sum"), indicator("IND03", zone_rule="none")),
        "targets": (
            target(),
            target(zone="B"),
            target(indicator="IND02", type="yearly", target=Decimal(50), baseline=None),
            target(indicator="IND03", type="maintain", target=None, low=Decimal(1), high=Decimal(3), tolerance=Decimal(1)),
        ),
        "cells": (
            *(cell(f"{year}-Q{quarter}", str(100 + 10 * (year - 2024) + quarter)) for year in (2025, 2026) for quarter in (1, 2, 3)),
            *(cell(f"2026-Q{quarter}", "12.5", code="IND02") for quarter in (1, 2, 3)),
            cell("2026-Q3", None, zone="B"),
            cell("2026-Q3", "2.5", code="IND03"),
        ),
        "tasks": (
            task(due=date(2026, 8, 31), milestones=(step("1", date(2026, 6, 30)),)),
            task("T2", zone="", state="closed", closed=date(2026, 9, 1), reported_done=date(2026, 8, 1)),
        ),
        "obligations": (owed(received=date(2026, 10, 22)), owed(zone="B")),
    }  # fmt: skip
    return inputs(**{**values, **changes})


@pytest.fixture(scope="module")
def result() -> dict:
    """The second evaluation, which has something to compare with; passed through JSON as the database does."""
    before = evaluate_programme(evaluated_inputs(scope=scope(period="2026-Q2", demonstration=True)))
    frozen = evaluate_programme(evaluated_inputs(previous=previous_of(before)))
    return json.loads(json.dumps(frozen))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("file_format", sorted(RENDERERS))
def test_every_format(result, language, file_format):
    assert len(RENDERERS[file_format].render(build_report(result, language, META), result)) > 1000


def test_reasons_are_sentences(result):
    content = build_report(result, "en", META)
    reasons = [row.cells[-1].text for row in content.table("indicator_details").rows]
    codes = {reason["code"] for line in result["lines"] for reason in line["reasons"]}
    assert codes
    assert not any(code in text for text in reasons for code in codes)


def test_what_the_pages_say(result):
    text = "".join(page_texts(RENDERERS["pdf"].render(build_report(result, "en", META), result)))
    assert "ComparedwiththeevaluationofQ22026" in text
    assert "Programmelevel" in text
    assert "sumof1of2zones" in text
