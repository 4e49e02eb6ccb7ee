"""An evaluation as of a moment stays the same whatever happens later, whoever computes it and in which language."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from indicators.models import Observation
from programs import clock
from programs.actors import SYSTEM
from programs.models import Program, Task
from programs.services.acting import acting
from reports.models import Report
from reports.selectors.gathering import settled_moment
from reports.services import evaluations, reports
from tests.factories.evaluated import Evaluated, evaluated_program

pytestmark = pytest.mark.django_db


def compute(program: Program, period: str = "2026-Q3", as_of: datetime | None = None) -> evaluations.Computed:
    return evaluations.evaluation_compute(program=program, period=period, kind="quarterly", as_of=as_of or clock.now())


def published(data: Evaluated, period: str = "2026-Q2") -> Report:
    """The published report of a quarter."""
    evaluation = evaluations.evaluation_store(computed=compute(data.program, period), by=SYSTEM)
    number = reports.report_number(data.program, period, evaluation.fingerprint)
    return reports.report_publish(
        report=reports.report_draft(evaluation=evaluation, number=number, files=[], by=SYSTEM), by=SYSTEM
    )


def test_a_report_withdrawn_later_is_still_the_previous_one_of_the_past():
    data = evaluated_program()
    report = published(data)
    moment = clock.now()
    before = compute(data.program, as_of=moment)
    reports.report_withdraw(report=report, by=SYSTEM, reason="A city was missing.")
    assert before.result["changes"]["since"]["period"] == "2026-Q2"
    assert compute(data.program, as_of=moment).fingerprint == before.fingerprint
    assert compute(data.program).result["changes"] is None


def test_publishing_and_withdrawing_are_new_knowledge():
    data = evaluated_program()
    before = settled_moment(data.program)
    report = published(data)
    after = settled_moment(data.program)
    assert after == report.published_at > before
    reports.report_withdraw(report=report, by=SYSTEM, reason="A city was missing.")
    assert settled_moment(data.program) > after


def test_the_language_of_who_computes_does_not_matter():
    data = evaluated_program()
    with acting(by=SYSTEM, reason="renamed"):
        type(data.agency).objects.filter(pk=data.agency.pk).update(name_en="", name_zh="上海市地方金融管理局")
    moment = clock.now()
    with translation.override("zh-hans"):
        chinese = compute(data.program, as_of=moment)
    with translation.override("en"):
        assert compute(data.program, as_of=moment).fingerprint == chinese.fingerprint


def test_a_long_code_of_a_programme_fits_into_the_number_of_its_report():
    number = reports.report_number(Program(code="p" * 60), "2026-Q3", "f" * 64)
    assert len(number) <= Report._meta.get_field("number").max_length


@pytest.mark.django_db(transaction=True)
def test_what_is_read_is_one_state_while_others_write():
    data = evaluated_program()

    def revise() -> None:
        try:
            for row in Observation.objects.all():
                Observation.objects.filter(pk=row.pk).update(
                    value=row.value + 1, version=row.version + 1, recorded_at=row.recorded_at + timedelta(days=1)
                )
        finally:
            connection.close()

    with evaluations.one_state():
        before = list(Observation.objects.order_by("pk").values_list("value", flat=True))
        writer = threading.Thread(target=revise)
        writer.start()
        writer.join()
        assert list(Observation.objects.order_by("pk").values_list("value", flat=True)) == before
    assert list(Observation.objects.order_by("pk").values_list("value", flat=True)) == [value + 1 for value in before]
    assert data.program.code == "pilot"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_at_work_at_the_moment_does_not_change_the_past_later():
    data = evaluated_program()
    changed, end = threading.Event(), threading.Event()

    def move() -> None:
        try:
            with acting(by=SYSTEM, reason="moved"):
                Task.objects.filter(zone=data.zones[0]).update(due="2027-01-31")
                changed.set()
                end.wait(10)
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        return  # one writer at a time: the moment is taken after it has ended
    writer = threading.Thread(target=move)
    writer.start()
    assert changed.wait(10)
    moment = clock.now()
    threading.Timer(0.5, end.set).start()
    before = compute(data.program, as_of=moment)
    writer.join()
    assert compute(data.program, as_of=moment).fingerprint == before.fingerprint
