"""Clauses without tasks or indicators, and tasks without evidence, show up by themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.selectors.coverage import CoverageTotals, coverage_of_measures, coverage_totals, tasks_without_evidence
from tests.factories.programs import EvidenceFactory, MeasureFactory, SectionFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    """Three measures: one with work done, one whose only task was cancelled, one without any task."""
    section = SectionFactory()
    busy, dropped, _bare = [MeasureFactory(section=section, number=number) for number in (1, 2, 3)]
    first = TaskFactory(measure=busy, state="closed", code="T-closed")
    EvidenceFactory.create_batch(2, task=first)
    TaskFactory(measure=busy, state="in_progress", code="T-open")
    TaskFactory(measure=busy, state="draft", code="T-draft")
    EvidenceFactory(task=TaskFactory(measure=dropped, state="cancelled", code="T-cancelled"))
    return section


def test_counts_of_each_measure(section):
    rows = [
        (m.code, m.task_count, m.task_open_count, m.task_closed_count, m.evidence_count, m.indicator_count)
        for m in coverage_of_measures(section.program)
    ]
    assert rows == [("M001", 3, 1, 1, 2, 0), ("M002", 0, 0, 0, 0, 0), ("M003", 0, 0, 0, 0, 0)]


def test_totals_and_the_tasks_without_evidence(section):
    assert coverage_totals(section.program) == CoverageTotals(
        measures=3, measures_without_task=2, measures_without_indicator=3, tasks=3, tasks_without_evidence=1
    )
    assert [task.code for task in tasks_without_evidence(section.program)] == ["T-open"]


def test_one_query_whatever_the_number_of_measures(section):
    with CaptureQueriesContext(connection) as queries:
        assert [measure.clause for measure in coverage_of_measures(section.program)]
    assert len(queries) == 1
