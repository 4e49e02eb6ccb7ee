"""Canonical JSON, fingerprint and snapshot of the inputs."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.evaluation.canonical import canonical_json, dump_snapshot, fingerprint, load_snapshot
from reports.evaluation.changes import previous_of
from reports.evaluation.errors import EvaluationError
from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import Agency, EvaluationInputs, Measure, PathPoint, RatingRule, Section, TaskRule
from tests.reports.evaluation.builders import D, cell, indicator, inputs, owed, scope, steady, step, target, task

FULL = inputs(
    sections=(Section("S01", 1, "One", "一"), Section("S02", 2, "Two", "二")),
    measures=(Measure("M001", "S01", 1, "m", "m"), Measure("M002", "S01", 2, "m", "m")),
    agencies=(Agency("A-STC", "a", "a", "A"), Agency("B-STC", "b", "b", "B")),
    indicators=(indicator(measures=("M001", "M002"), rule=RatingRule("own")), indicator("IND02", zones=("A", "B"))),
    targets=(
        target(path="step", points=(PathPoint("2025", D(1)), PathPoint("2026", D(2)))),
        target(zone="B", low=D("1.50")),
    ),
    cells=(cell("2026-Q3", "150", observation=1), cell("2026-Q2", None), cell("2026-Q3", "3", "B")),
    tasks=(task("T1", milestones=(step("1", date(2026, 1, 1)), step("2", date(2026, 5, 1)))), task("T2", due=None)),
    obligations=(owed(), owed("B", date(2026, 10, 1))),
)
FULL = replace(FULL, previous=previous_of(evaluate_programme(FULL)))
SETS = [field.name for field in fields(EvaluationInputs) if isinstance(getattr(FULL, field.name), tuple)]


@settings(steady, max_examples=25)
@given(st.data())
def test_the_order_of_records_changes_neither_fingerprint_nor_result(data):
    shuffled = replace(FULL, **{name: tuple(data.draw(st.permutations(getattr(FULL, name)))) for name in SETS})
    shuffled = replace(
        shuffled,
        tasks=tuple(replace(each, milestones=each.milestones[::-1]) for each in shuffled.tasks),
        targets=tuple(replace(each, points=each.points[::-1]) for each in shuffled.targets),
        indicators=tuple(
            replace(each, measures=each.measures[::-1], zones=each.zones[::-1]) for each in shuffled.indicators
        ),
        previous=replace(shuffled.previous, lines=shuffled.previous.lines[::-1]),
    )
    assert fingerprint(shuffled) == fingerprint(FULL)
    assert evaluate_programme(shuffled) == evaluate_programme(FULL)


def test_the_fingerprint_is_the_digest_of_the_canonical_text():
    assert len(fingerprint(FULL)) == 64
    assert json.loads(canonical_json(FULL))["method_version"] == "1"
    assert "亿元" in canonical_json(FULL)


@pytest.mark.parametrize(
    "same",
    [
        replace(FULL, cells=(*FULL.cells[:2], replace(FULL.cells[2], value=D("3.00")))),
        replace(FULL, scope=replace(FULL.scope, as_of=datetime(2026, 10, 25, 23, tzinfo=UTC))),
        replace(FULL, scope=replace(FULL.scope, status_date=date(2026, 10, 25))),
        replace(FULL, targets=(FULL.targets[0], replace(FULL.targets[1], low=D("1.5")))),
    ],
)
def test_what_does_not_count(same):
    assert fingerprint(same) == fingerprint(FULL)


def test_the_spelling_of_a_period_does_not_count():
    monthly = indicator(frequency="M")
    one, two = (inputs(indicators=(monthly,), cells=(cell(code, "1"),)) for code in ("2026-M07", "2026-07"))
    assert fingerprint(one) == fingerprint(two)


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, cells=FULL.cells[:2]),
        replace(FULL, cells=(*FULL.cells[:2], replace(FULL.cells[2], value=D(0)))),
        replace(FULL, cells=(*FULL.cells[:2], replace(FULL.cells[2], value=None, status="M"))),
        replace(FULL, cells=(*FULL.cells[:2], replace(FULL.cells[2], status="P"))),
        replace(FULL, cells=(*FULL.cells[:2], replace(FULL.cells[2], version=2))),
        replace(FULL, scope=replace(FULL.scope, as_of=FULL.scope.as_of + timedelta(days=1))),
        replace(FULL, scope=replace(FULL.scope, as_of=datetime(2026, 10, 26, 1, tzinfo=timezone(timedelta(hours=8))))),
        replace(FULL, rule=RatingRule(version="2")),
        replace(FULL, task_rule=TaskRule(due_soon_days=10)),
        replace(FULL, previous=None),
        replace(FULL, tasks=FULL.tasks[:1]),
        replace(FULL, obligations=()),
    ],
)
def test_what_counts(other):
    assert fingerprint(other) != fingerprint(FULL)


def test_a_malformed_period_has_no_fingerprint():
    with pytest.raises(EvaluationError):
        fingerprint(inputs(cells=(cell("2026-Q7", "1"),)))


def test_a_snapshot_gives_back_inputs_fingerprint_and_result():
    loaded = load_snapshot(dump_snapshot(FULL))
    assert loaded.scope == FULL.scope
    assert fingerprint(loaded) == fingerprint(FULL)
    assert evaluate_programme(loaded) == evaluate_programme(FULL)
    assert dump_snapshot(loaded) == dump_snapshot(FULL)


def test_a_snapshot_keeps_what_is_empty():
    bare = inputs(scope=scope(status_date=date(2026, 10, 1)), cells=(cell("2026-Q3", None),))
    loaded = load_snapshot(dump_snapshot(bare))
    assert (loaded.previous, loaded.cells, loaded.scope) == (None, bare.cells, bare.scope)


def test_another_text_is_no_snapshot():
    with pytest.raises(KeyError):
        load_snapshot("{}")
