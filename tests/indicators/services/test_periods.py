"""Opening, closing and reopening periods, and what opening makes agencies owe."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Obligation
from indicators.services.periods import period_close, period_open, period_reopen, period_take_back
from programs import clock
from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState
from tests.factories.indicators import (
    OPENED,
    DutyFactory,
    IndicatorFactory,
    IndicatorUseFactory,
    Pilot,
    pilot,
    row,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A pilot with one open period."""
    return pilot("2025")


def test_opening_makes_the_obligations_of_its_frequency(place: Pilot) -> None:
    period = period_open(program=place.program, code="2026-Q3", by=place.office)
    assert (period.is_open, period.start, period.end, period.opened_by) == (
        True,
        date(2026, 7, 1),
        date(2026, 9, 30),
        place.office.label,
    )
    owed = Obligation.objects.filter(period="2026-Q3").order_by("zone__code")
    assert [(o.indicator.code, o.agency.code, o.zone.code, o.due) for o in owed] == [
        ("IND01", "SH-LFR", "310000", date(2026, 10, 20)),
        ("IND01", "NJ-LFR", "320100", date(2026, 10, 20)),
    ]


def test_opening_again_adds_what_came_later(place: Pilot) -> None:
    first = period_open(program=place.program, code="2026-M08", by=place.office)
    assert first.code == "2026-08"
    use = IndicatorUseFactory(program=place.program, indicator=IndicatorFactory(frequency="M"))
    DutyFactory(use=use, agency=place.agency)
    submit(place, [row("1.0", indicator="IND03", period="2026-08")])
    again = period_open(program=place.program, code="2026-08", by=place.office)
    assert (again.pk, again.version) == (first.pk, 1)
    assert Obligation.objects.filter(period="2026-08").count() == 3
    assert Obligation.objects.filter(period="2026-08", received_at__isnull=False).count() == 1


def test_closing_and_reopening_need_a_reason_and_the_right_state(place: Pilot) -> None:
    period = place.program.periods.get(code="2025")
    with pytest.raises(NotAllowedInState):
        period_reopen(period=period, by=place.office, reason="late values")
    with pytest.raises(InvalidInput):
        period_close(period=period, by=place.office, reason=" ")
    closed = period_close(period=period, by=place.office, reason="all in")
    assert (closed.is_open, closed.closed_by) == (False, place.office.label)
    with pytest.raises(NotAllowedInState):
        period_close(period=period, by=place.office, reason="again")
    with pytest.raises(NotAllowedInState):
        period_open(program=place.program, code="2025", by=place.office)
    with pytest.raises(InvalidInput):
        period_reopen(period=period, by=place.office, reason="")
    assert period_reopen(period=period, by=place.office, reason="a correction of Nanjing").is_open


def test_a_text_that_is_no_period_is_refused(place: Pilot) -> None:
    with pytest.raises(InvalidInput) as error:
        period_open(program=place.program, code="2026Q3", by=place.office)
    assert error.value.code == "bad_period"


@pytest.mark.parametrize(("code", "found"), [("2031-Q1", "period_outside_programme"), ("2027-Q1", "period_not_begun")])
def test_a_period_outside_the_programme_or_not_begun_is_refused(
    place: Pilot, code: str, found: str, settings: Any
) -> None:
    settings.DEBUG = True
    with clock.at(OPENED), pytest.raises(InvalidInput) as error:
        period_open(program=place.program, code=code, by=place.office)
    assert (error.value.code, error.value.problems[0].pointer) == (found, "/code")


def test_a_period_is_taken_back_while_nothing_was_received(place: Pilot) -> None:
    period = period_open(program=place.program, code="2026-Q3", by=place.office)
    with pytest.raises(InvalidInput):
        period_take_back(period=period, by=place.office, reason=" ")
    period_take_back(period=period, by=place.office, reason="mistyped")
    assert not Obligation.objects.filter(period="2026-Q3").exists()
    assert not place.program.periods.filter(code="2026-Q3").exists()


def test_a_period_with_a_value_is_not_taken_back(place: Pilot) -> None:
    period = period_open(program=place.program, code="2026-08", by=place.office)
    submit(place, [row("1.0", indicator="IND03", period="2026-08")])
    with pytest.raises(NotAllowedInState) as error:
        period_take_back(period=period, by=place.office, reason="mistyped")
    assert error.value.code == "period_in_use"
    assert Obligation.objects.filter(period="2026-08").exists()


def test_agencies_do_not_open_or_close(place: Pilot) -> None:
    period = place.program.periods.get(code="2025")
    for act in (
        lambda: period_open(program=place.program, code="2026-Q3", by=place.by),
        lambda: period_close(period=period, by=place.by, reason="x"),
        lambda: period_reopen(period=period, by=place.by, reason="x"),
        lambda: period_take_back(period=period, by=place.by, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_more_duties_need_no_more_statements(place: Pilot) -> None:
    counted = []
    for code, more in (("2026-Q1", 0), ("2026-Q2", 30)):
        for _ in range(more):
            DutyFactory(use=IndicatorUseFactory(program=place.program), agency=place.agency)
        with CaptureQueriesContext(connection) as queries:
            period_open(program=place.program, code=code, by=place.office)
        counted.append(len(queries))
    assert counted[0] == counted[1]
