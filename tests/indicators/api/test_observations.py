"""GET observations/: filters, moments, revisions and forms."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from indicators.models import Observation
from tests.factories.indicators import Pilot, open_months, pilot, row, submit
from tests.factories.programs import key_for, user_with

pytestmark = pytest.mark.django_db
URL = "/api/v1/observations/"


@pytest.fixture
def place() -> Pilot:
    """A pilot in which values were handed in and one was revised."""
    made = pilot()
    submit(
        made,
        [
            row("100.0"),
            row("50.0", dimensions={"size": "small"}),
            row("-2.5", indicator="IND03", period="2026-07", note="=1+1"),
        ],
    )
    submit(
        made,
        [row(None, status="M", note="survey, lost", indicator="IND02", period="2025"), row("110.0", note="restated")],
    )
    submit(made, [row("7.0", zone="320100")], agency=made.other_agency, by=made.other_by)
    return made


@pytest.fixture
def read(client: Client, place: Pilot) -> Any:
    """Reads a query as the pilot's agency."""
    headers = {"Authorization": f"Bearer {key_for(place.agency)[1]}"}
    return lambda query="", **more: client.get(URL + query, headers={**headers, **more})


def test_a_value_tells_everything_about_itself(read: Any, place: Pilot) -> None:
    answer = read("?indicator=IND01&zone=310000").json()
    assert (answer["count"], answer["next"], answer["previous"]) == (2, None, None)
    stored = Observation.objects.get(series__indicator__code="IND01", series__zone=place.zone, series__dimension_key="")
    assert answer["results"][0] == {
        "program": "yrd-scitech-finance",
        "indicator": "IND01",
        "zone": "310000",
        "period": "2026-Q3",
        "dimensions": {},
        "value": "110",
        "status": "A",
        "note": "restated",
        "version": 2,
        "recorded_at": localtime(stored.recorded_at).isoformat(),
        "replaced_at": None,
        "submission": str(stored.submission_id),
    }
    assert answer["results"][1]["dimensions"] == {"size": "small"}


def test_missing_is_null_and_negative_is_negative(read: Any) -> None:
    assert [(item["value"], item["status"]) for item in read("?indicator=IND02,IND03").json()["results"]] == [
        (None, "M"),
        ("-2.5", "A"),
    ]


def test_an_agency_sees_its_own_values_and_the_office_sees_all(read: Any, client: Client) -> None:
    assert {item["zone"] for item in read().json()["results"]} == {"310000"}
    client.force_login(user_with("leader"), backend="django.contrib.auth.backends.ModelBackend")
    assert {item["zone"] for item in client.get(URL).json()["results"]} == {"310000", "320100"}
    client.force_login(user_with("expert"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(URL).json()["count"] == 0


def test_periods_from_and_to(read: Any) -> None:
    assert read("?period_from=2026&period_to=2026-06").json()["count"] == 0
    assert {item["indicator"] for item in read("?period_from=2026-07&period_to=2026-M07").json()["results"]} == {
        "IND01",
        "IND03",
    }
    assert {item["indicator"] for item in read("?period_to=2025").json()["results"]} == {"IND02"}


def test_a_bare_date_means_the_end_of_that_day(read: Any) -> None:
    """What was recorded on a day is known on that day, as the pages say; the day before it is not."""
    first = read("?indicator=IND01").json()["results"][0]
    day = date.fromisoformat(first["recorded_at"][:10])
    assert read(f"?indicator=IND01&as_of={day}").json()["count"] > 0
    assert read(f"?indicator=IND01&as_of={day - timedelta(days=1000)}").json()["count"] == 0


def test_as_of_and_revisions(read: Any) -> None:
    versions = read("?indicator=IND01&revisions=true").json()["results"]
    assert [(item["value"], item["version"]) for item in versions if not item["dimensions"]] == [("100", 1), ("110", 2)]
    first, second = (item for item in versions if not item["dimensions"])
    assert first["replaced_at"] == second["recorded_at"]
    then = read(f"?indicator=IND01&as_of={first['recorded_at']}").json()["results"]
    assert [(item["value"], item["version"]) for item in then] == [("100", 1), ("50", 1)]
    assert read("?as_of=2020-01-01T00:00:00+08:00").json()["count"] == 0
    assert read(f"?updated_since={second['recorded_at']}").json()["count"] == 2


def test_moments_have_one_form_and_serve_as_questions(read: Any) -> None:
    told = read("?indicator=IND01&revisions=true").json()["results"]
    lines = list(csv.DictReader(io.StringIO(read("?indicator=IND01&revisions=true&format=csv").getvalue().decode())))
    assert [line["recorded_at"] for line in lines] == [item["recorded_at"] for item in told]
    moments = [item[name] for item in told for name in ("recorded_at", "replaced_at") if item[name]]
    assert len(moments) == 4
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+08:00", moment) for moment in moments)
    newest = read("?indicator=IND01").json()["results"][0]["recorded_at"]
    assert read(f"?indicator=IND01&as_of={newest}").json()["results"][0]["version"] == 2


def test_pages(read: Any) -> None:
    first = read("?page_size=1").json()
    assert (first["count"], len(first["results"]), first["previous"]) == (4, 1, None)
    assert "page=2" in first["next"]


@pytest.mark.parametrize(
    "query",
    [
        "?period_from=x",
        "?as_of=yesterday",
        "?as_of=2999-01-01",
        "?as_of=2026-99-99T00:00:00Z",
        "?zone=%00",
        "?indicator=a'b",
        "?colour=red",
        "?revisions=maybe",
        "?page_size=1&page_size=2",
    ],
)
def test_what_cannot_be_read_is_400(read: Any, query: str) -> None:
    answer = read(query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_an_unknown_programme_or_form_is_404(read: Any) -> None:
    assert read("?program=none").status_code == 404
    assert read("?format=xml").status_code == 404
    assert read("", Accept="application/xml").status_code == 406


@pytest.mark.parametrize(("query", "headers"), [("?format=csv", {}), ("", {"Accept": "text/csv"})])
def test_csv(read: Any, query: str, headers: dict[str, str]) -> None:
    answer = read(query, **headers)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert len(rows) == 4
    assert (
        rows[0]["value"],
        rows[1]["dimensions"],
        rows[2]["value"],
        rows[2]["note"],
        rows[3]["value"],
        rows[3]["note"],
    ) == ("110", "size=small", "", "survey, lost", "-2.5", "'=1+1")


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?format=sdmx-csv", {}),
        ("", {"Accept": "application/vnd.sdmx.data+csv;version=2.0.0"}),
        ("", {"Accept": "application/vnd.sdmx.data+csv"}),
    ],
)
def test_sdmx_csv(read: Any, query: str, headers: dict[str, str]) -> None:
    answer = read(query, **headers)
    assert answer.headers["Content-Type"].startswith("application/vnd.sdmx.data+csv; version=2.0.0")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert list(rows[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert rows[1] == {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": "PZ:OBSERVATIONS(1.0)",
        "ACTION": "I",
        "FREQ": "Q",
        "PROGRAM": "yrd-scitech-finance",
        "INDICATOR": "IND01",
        "REF_AREA": "310000",
        "SIZE": "small",
        "TIME_PERIOD": "2026-Q3",
        "OBS_VALUE": "50",
        "OBS_STATUS": "A",
        "UNIT_MEASURE": "CNY",
        "UNIT_MULT": "8",
        "COMMENT": "",
    }
    assert (rows[2]["SIZE"], rows[2]["OBS_VALUE"], rows[2]["OBS_STATUS"]) == ("_T", "", "M")


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(read: Any, place: Pilot) -> None:
    counted = []
    read()  # notes when the key was last used
    for months in (["2001-01"], [f"2002-{month:02d}" for month in range(1, 13)]):
        open_months(place, months)
        submit(place, [row("1.0", indicator="IND03", period=code) for code in months])
        with CaptureQueriesContext(connection) as queries:
            read("?revisions=true")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 8
