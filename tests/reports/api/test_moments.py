"""The as-of moment of an evaluation: what lies at the ends of the calendar is refused by every door, with a sentence."""

import pytest
from django.core.management import CommandError, call_command

from programs.actors import Role
from programs.models import Job
from tests.factories.indicators import pilot
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "2026-02-30"])
def test_a_moment_that_no_database_takes(moment: str) -> None:
    made = pilot()
    body = {"program": made.program.code, "period": "2026-Q3", "kind": "quarterly", "as_of": moment}
    answer = client_of(user_with(Role.COORDINATOR)).post("/api/v1/evaluations/", body, "application/json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/as_of")
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("evaluate", made.program.code, "2026-Q3", as_of=moment)
    assert not Job.objects.exists()
