"""GET lists of definitions and obligations."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Obligation
from tests.factories.indicators import (
    DimensionFactory,
    IndicatorFactory,
    IndicatorUseFactory,
    Pilot,
    TargetFactory,
    pilot,
    row,
    submit,
)
from tests.factories.programs import key_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Pilot:
    """A small pilot with open periods."""
    return pilot()


@pytest.fixture
def read(client: Client, place: Pilot) -> Any:
    """Reads an address as the pilot's agency."""
    headers = {"Authorization": f"Bearer {key_for(place.agency)[1]}"}
    return lambda path: client.get(f"/api/v1/{path}", headers=headers).json()


def test_obligations_and_their_states(read: Any, place: Pilot) -> None:
    today = date.today()
    submit(place, [row(), row("90.0", period="2026-Q2")])
    Obligation.objects.filter(period="2026-Q3").update(due=today + timedelta(days=400))
    Obligation.objects.filter(period="2026-Q2").update(due=date(2020, 1, 1))
    Obligation.objects.filter(indicator__code="IND02").update(due=today)
    Obligation.objects.filter(indicator__code="IND03").update(due=today - timedelta(days=1))
    found = {(item["indicator"], item["period"]): item for item in read("obligations/?zone=310000")["results"]}
    assert {key: item["state"] for key, item in found.items()} == {
        ("IND01", "2026-Q2"): "late",
        ("IND01", "2026-Q3"): "received",
        ("IND02", "2025"): "open",
        ("IND03", "2026-07"): "overdue",
        ("IND03", "2026-08"): "overdue",
    }
    assert {item["agency"] for item in found.values()} == {"SH-LFR"}
    assert found["IND01", "2026-Q3"]["submission"] is not None
    assert read("obligations/?state=overdue&period=2026-07")["count"] == 1
    assert read("obligations/?state=late&indicator=IND01")["results"][0]["period"] == "2026-Q2"


def test_an_agency_sees_what_it_owes_and_nothing_else(read: Any) -> None:
    assert read("obligations/")["count"] == 5
    assert read("obligations/?zone=320100")["count"] == 0


def test_indicators(read: Any) -> None:
    answer = read("indicators/?program=yrd-scitech-finance")
    assert [item["code"] for item in answer["results"]] == ["IND01", "IND02", "IND03", "IND09"]
    assert (answer["results"][0]["dimensions"], answer["results"][0]["unit"]) == (["size"], "CNY_100M")
    ratio = answer["results"][3]
    assert (ratio["computed"], ratio["numerator"], ratio["denominator"]) == (True, "IND01", "IND02")
    assert [item["code"] for item in read("indicators/?frequency=A")["results"]] == ["IND02"]
    assert read("indicators/?program=none")["count"] == 0


def test_units_dimensions_periods_targets(read: Any, place: Pilot) -> None:
    assert {item["code"] for item in read("units/")["results"]} == {"CNY_100M", "ENTERPRISE", "PERCENT"}
    assert [value["code"] for value in read("dimensions/")["results"][0]["values"]] == [
        "micro",
        "small",
        "medium",
        "large",
    ]
    assert {item["code"] for item in read("periods/?open=true")["results"]} == {
        "2026-Q2",
        "2026-Q3",
        "2025",
        "2026-07",
        "2026-08",
    }
    assert read("periods/?open=false")["count"] == 0
    TargetFactory(use=place.program.indicator_uses.get(indicator__code="IND01"), zone=place.zone)
    target = read("targets/?indicator=IND01")["results"][0]
    assert (target["zone"], target["value"], target["period"]) == ("310000", "200.000000", "2027-Q3")


@pytest.mark.parametrize("path", ["indicators/", "targets/", "obligations/"])
def test_more_rows_need_no_more_queries(client: Client, place: Pilot, path: str) -> None:
    headers = {"Authorization": f"Bearer {key_for(place.agency)[1]}"}

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{path}", headers=headers).status_code == 200
        return len(queries)

    before = counted()
    for number in range(3):
        ratio = IndicatorFactory(
            numerator=place.indicators["IND01"], denominator=place.indicators["IND02"], dimensions=[DimensionFactory()]
        )
        use = IndicatorUseFactory(program=place.program, indicator=ratio)
        TargetFactory(use=use, zone=place.zone)
        Obligation.objects.create(
            program=place.program,
            agency=place.agency,
            indicator=ratio,
            zone=place.zone,
            period=f"202{number}",
            due=date(2026, 1, 1),
        )
    assert abs(counted() - before) <= 1  # the page of an empty list needs no second query
