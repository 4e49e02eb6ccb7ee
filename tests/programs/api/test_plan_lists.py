"""The lists of a plan: what they tell, their filters, what stays hidden, and their number of queries."""

import pytest
from rest_framework.test import APIClient

from programs.actors import SYSTEM, Role
from programs.models import Program, Zone
from programs.services.plans import plan_load
from tests.factories.plan_document import plan_document
from tests.factories.programs import AgencyFactory, ProgramFactory, TaskFactory, user_with
from tests.programs.api.client import as_key, as_user
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
LISTS = ("programs", "sections", "measures", "zones", "agencies", "tasks")


@pytest.fixture
def program():
    """The small plan."""
    plan_load(document=plan_document(), by=SYSTEM)
    return Program.objects.get()


@pytest.fixture
def staff(program):
    """A client of a coordinator."""
    return as_user(user_with(Role.COORDINATOR))


def codes(client, address: str) -> list[str]:
    """The codes of the answer, in its order."""
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.json()
    return [row["code"] for row in answer.json()["results"]]


def test_a_programme_tells_its_pilot_zones(staff):
    body = staff.get("/api/v1/programs/").json()
    assert body["count"] == 1
    assert set(body) == {"count", "next", "previous", "results"}
    assert body["results"][0]["zones"] == ["310000", "320100"]


def test_a_measure_tells_its_clause_and_the_zones_that_it_names(staff):
    rows = {row["code"]: row for row in staff.get("/api/v1/measures/").json()["results"]}
    assert (rows["M003"]["clause"], rows["M003"]["zones"], rows["M003"]["program"]) == (
        "2.1",
        ["320000"],
        "small-pilot",
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("programs/?zone=320100", ["small-pilot"]),
        ("programs/?zone=320000", []),
        ("zones/", ["310000", "320100", "320000"]),
        ("zones/?program=small-pilot", ["310000", "320100"]),
        ("zones/?level=province", ["310000", "320000"]),
        ("zones/?parent=320000", ["320100"]),
        ("agencies/?zone=310000", ["SH-FIN", "SH-STC"]),
        ("agencies/?function=finance", ["SH-FIN", "JS-FIN"]),
        ("agencies/?search=njs", ["NJ-STC"]),
        ("agencies/?search=财政", ["SH-FIN", "JS-FIN"]),
        ("sections/?program=small-pilot", ["S01", "S02"]),
        ("sections/?program=other", []),
        ("measures/?section=S02", ["M003", "M004"]),
        ("measures/?commitment=explore", ["M002"]),
        ("measures/?element=plan", ["M002"]),
        ("measures/?zone=310000", ["M004"]),
        ("measures/?lead_function=finance", ["M004"]),
        ("measures/?without_task=true&section=S01", ["M001", "M002"]),
        ("measures/?without_indicator=false", []),
    ],
)
def test_filters(staff, address, expected):
    assert codes(staff, address) == expected


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["colour=red", "program=small-pilot&program=other", "page=0", "page=two", "page_size=50&x="]
)
def test_an_unknown_or_repeated_filter_and_a_wrong_page_are_refused(staff, name, query):
    answer = staff.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("zones", "level=planet"),
        ("measures", "commitment=maybe"),
        ("tasks", "state=lost"),
        ("tasks", "due_before=soon"),
        ("tasks", "updated_since=yesterday"),
        ("measures", "section=%00"),
    ],
)
def test_a_wrong_value_of_a_filter_names_its_place(staff, name, query):
    answer = staff.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/" + query.partition("=")[0]


@pytest.mark.parametrize("name", LISTS)
def test_without_sign_in_nothing_is_told(name, program):
    answer = APIClient().get(f"/api/v1/{name}/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_of_one_programme_sees_that_programme_only(program):
    ProgramFactory(code="another")
    client = as_key(AgencyFactory(), program=program)
    assert codes(client, "programs/") == ["small-pilot"]
    assert codes(client, "sections/") == ["S01", "S02"]


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_is_known_and_does_not_grow(name, program):
    client = as_user(user_with(Role.COORDINATOR))
    TaskFactory(cooperating=[AgencyFactory()])
    with counted(f"GET /api/v1/{name}/"):
        client.get(f"/api/v1/{name}/")
    for _ in range(5):
        TaskFactory(
            cooperating=[AgencyFactory(), AgencyFactory()],
            measure__zones=list(Zone.objects.all()[:2]),
            measure__section__program__zones=list(Zone.objects.all()[:2]),
        )
    with counted(f"GET /api/v1/{name}/"):
        assert client.get(f"/api/v1/{name}/").json()["count"] > 1
