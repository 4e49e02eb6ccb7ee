"""The evaluation service: gather, compute, store; the same knowledge gives the same row."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, Obligation
from programs import clock
from programs.actors import SYSTEM, Actor, Grant, Role
from programs.exceptions import InvalidInput, NotAllowed
from programs.jobs import run_job
from programs.models import Job, Task
from programs.services.acting import acting
from reports.models import Evaluation, EvaluationLine, Report
from reports.selectors.gathering import settled_moment
from reports.services import evaluations, reports
from reports.services.verification import verify_evaluation
from tests.factories.evaluated import SHANGHAI_TIME, evaluated_program

pytestmark = pytest.mark.django_db


def compute(program, as_of=None):
    moment = as_of or settled_moment(program)
    return evaluations.evaluation_compute(program=program, period="2026-Q3", kind="quarterly", as_of=moment)


def test_it_stores_lines_with_figures_of_the_frozen_result():
    data = evaluated_program()
    evaluation = evaluations.evaluation_store(computed=compute(data.program), by=SYSTEM)
    line = EvaluationLine.objects.get(evaluation=evaluation, indicator="IND01", zone="310000")
    assert line.value == 148
    assert line.data["baseline"] == "100"
    assert EvaluationLine.objects.get(evaluation=evaluation, indicator="IND01", zone="").value == 148 + 98


def test_the_ratio_of_the_programme_is_the_ratio_of_sums():
    data = evaluated_program()
    evaluation = evaluations.evaluation_store(computed=compute(data.program), by=SYSTEM)
    line = EvaluationLine.objects.get(evaluation=evaluation, indicator="IND09", zone="")
    assert line.value.quantize(line.value.__class__("0.0001")) == line.value.__class__("0.8130")
    assert (line.data["numerator"], line.data["denominator"]) == ("2", "246")


def test_a_figure_above_the_largest_value_of_its_indicator_is_told():
    data = evaluated_program()
    with acting(by=SYSTEM, reason="bounds"):
        Indicator.objects.filter(code="IND09").update(maximum=Decimal("0.5"))
    evaluation = evaluations.evaluation_store(computed=compute(data.program), by=SYSTEM)
    line = EvaluationLine.objects.get(evaluation=evaluation, indicator="IND09", zone="")
    assert line.data["reasons"][-1]["code"] == "above_maximum"
    assert line.data["reasons"][-1]["params"]["limit"] == "0.5"


def test_running_twice_gives_the_same_row():
    data = evaluated_program()
    first = evaluations.evaluation_store(computed=compute(data.program), by=SYSTEM)
    second = evaluations.evaluation_store(computed=compute(data.program), by=SYSTEM)
    assert first.pk == second.pk
    assert Evaluation.objects.count() == 1


def test_a_later_change_of_a_task_gives_another_row_but_not_for_the_past():
    data = evaluated_program()
    before = compute(data.program)
    moment = clock.now()
    with acting(by=SYSTEM, reason="moved"):
        Task.objects.filter(zone=data.zones[0]).update(due="2027-01-31")
    after = compute(data.program, clock.now())
    past = compute(data.program, moment)
    assert after.fingerprint != before.fingerprint
    assert past.fingerprint == before.fingerprint


def test_what_was_owed_and_received_is_counted():
    data = evaluated_program()
    assert compute(data.program).result["quality"]["overall"]["expected"] == 2
    assert compute(data.program).result["quality"]["overall"]["on_time"] == 2


def test_what_was_owed_later_does_not_change_the_past():
    data = evaluated_program()
    before = compute(data.program)
    moment = clock.now()
    owed = Obligation.objects.first()
    Obligation.objects.create(
        program=data.program,
        agency=data.agency,
        indicator=owed.indicator,
        zone=data.zones[0],
        period="2026-Q2",
        due=owed.due,
        made_at=moment + timedelta(seconds=1),
    )
    assert compute(data.program, moment).fingerprint == before.fingerprint


def test_a_renamed_agency_does_not_change_the_past():
    data = evaluated_program()
    before = compute(data.program)
    moment = clock.now()
    with acting(by=SYSTEM, reason="renamed"):
        type(data.agency).objects.filter(pk=data.agency.pk).update(name_en="Another name")
    assert compute(data.program, moment).fingerprint == before.fingerprint
    assert compute(data.program, clock.now()).fingerprint != before.fingerprint


def test_a_moment_before_the_data_knows_no_value():
    data = evaluated_program()
    early = compute(data.program, clock.now() - timedelta(days=900))
    assert all(line["value"] is None for line in early.result["lines"])


def test_the_number_of_queries_does_not_grow_with_zones_and_indicators():
    data = evaluated_program()
    with CaptureQueriesContext(connection) as queries:
        compute(data.program)
    assert len(queries) <= 45


@pytest.mark.parametrize(
    ("period", "kind", "code"),
    [
        ("2026-Q5", "quarterly", "bad_period"),
        ("2026-07", "quarterly", "period_does_not_fit"),
        ("2026", "monthly", "period_does_not_fit"),
    ],
)
def test_it_refuses_a_period_that_does_not_fit(period, kind, code):
    with pytest.raises(InvalidInput) as caught:
        evaluations.period_of(period, kind)
    assert caught.value.code == code


@pytest.mark.parametrize("period", ["0001-Q1", "2022-Q3", "2028-Q1"])
def test_it_refuses_a_period_outside_the_programme(period):
    data = evaluated_program()
    with pytest.raises(InvalidInput) as caught:
        evaluations.evaluation_request(program=data.program, period=period, kind="quarterly", by=SYSTEM)
    assert caught.value.code == "period_outside_programme"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (datetime(2026, 6, 30, 23, tzinfo=SHANGHAI_TIME), "moment_before_period"),
        (datetime(2026, 7, 1, 0, tzinfo=SHANGHAI_TIME), "moment_before_programme"),
        (datetime(2999, 1, 1, tzinfo=SHANGHAI_TIME), "future_moment"),
    ],
)
def test_a_moment_at_which_nothing_can_be_known_is_refused(as_of, code):
    data = evaluated_program()
    with pytest.raises(InvalidInput) as caught:
        evaluations.evaluation_request(program=data.program, period="2026-Q3", kind="quarterly", by=SYSTEM, as_of=as_of)
    assert (caught.value.code, caught.value.problems[0].pointer) == (code, "/as_of")


def test_only_the_coordination_group_may_ask():
    data = evaluated_program()
    leader = Actor(label="user:leader", grants=(Grant(Role.LEADER),))
    with pytest.raises(NotAllowed):
        evaluations.evaluation_request(program=data.program, period="2026-Q3", kind="quarterly", by=leader)


def test_the_same_question_gives_the_same_job_and_one_report():
    data = evaluated_program()
    first = evaluations.evaluation_request(program=data.program, period="2026-Q3", kind="quarterly", by=SYSTEM)
    second = evaluations.evaluation_request(program=data.program, period="2026-Q3", kind="quarterly", by=SYSTEM)
    assert first.pk == second.pk
    assert run_job(first.pk) is True
    assert run_job(first.pk) is False
    job = Job.objects.get(pk=first.pk)
    assert (job.state, job.error) == ("done", "")
    report = Report.objects.get()
    assert report.files.count() == 10
    assert job.result["report"] == report.number
    assert job.result["url"] == f"/reports/{report.number}/"
    assert verify_evaluation(report.evaluation) == []


def test_issues_count_what_was_published_without_gaps():
    data = evaluated_program()
    drafts = {}
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        computed = evaluations.evaluation_compute(
            program=data.program, period=period, kind="quarterly", as_of=settled_moment(data.program)
        )
        stored = evaluations.evaluation_store(computed=computed, by=SYSTEM)
        drafts[period] = reports.report_draft(evaluation=stored, number=period, files=[], by=SYSTEM)
    assert {draft.issue for draft in drafts.values()} == {None}
    third = reports.report_publish(report=drafts["2026-Q3"], by=SYSTEM)
    reports.report_withdraw(report=third, by=SYSTEM, reason="a wrong table")
    first = reports.report_publish(report=drafts["2026-Q1"], by=SYSTEM)
    assert (third.issue, first.issue) == (1, 2)


def test_a_sum_of_the_largest_values_is_stored_exactly():
    stored = evaluations._stored("1800000000000000000.246912")
    assert str(stored) == "1800000000000000000.2469120000"
