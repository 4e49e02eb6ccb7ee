"""Moments at the ends of the calendar are refused, not answered with an error of the server."""

import pytest

from programs.actors import Role
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db
FIRST, LAST = "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize("moment", [FIRST, LAST])
@pytest.mark.parametrize(
    "key", ["observations/?as_of", "observations/?updated_since", "tasks/?updated_since", "submissions/?updated_since"]
)
def test_a_moment_that_no_database_takes(key: str, moment: str) -> None:
    response = client_of(user_with(Role.COORDINATOR)).get(f"/api/v1/{key}={moment}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("key", ["observations/?as_of", "tasks/?updated_since"])
@pytest.mark.parametrize("moment", ["2026-10-15T09:00:00%2B08:00", "2026-10-15T09:00:00", "2026-10-15T01:00:00Z"])
def test_an_ordinary_moment(key: str, moment: str) -> None:
    assert client_of(user_with(Role.COORDINATOR)).get(f"/api/v1/{key}={moment}").status_code == 200
