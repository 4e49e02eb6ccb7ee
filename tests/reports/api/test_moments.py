"""The as-of moment of an evaluation: what lies at the ends of the calendar is refused by every door, with a sentence."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from programs.actors import Role
from programs.clock import at
from programs.models import Job
from reports.api.serializers import MomentField
from tests.factories.indicators import pilot
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "2026-02-30"])
def test_a_moment_that_no_database_takes(moment: str) -> None:
    made = pilot()
    body = {"program": made.program.code, "period": "2026-Q3", "kind": "quarterly", "as_of": moment}
    answer = client_of(user_with(Role.COORDINATOR)).post("/api/v1/evaluations/", body, "application/json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/as_of")
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("evaluate", made.program.code, "2026-Q3", as_of=moment)
    assert not Job.objects.exists()


def test_a_bare_day_means_its_end_at_every_door(settings: Any) -> None:
    settings.DEBUG = True  # the clock can be set there alone
    made = pilot()
    end = datetime(2026, 10, 15, 23, 59, 59, 999999, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert MomentField().run_validation("2026-10-15") == end
    with at(datetime(2026, 10, 15, 12, tzinfo=UTC)):
        body = {"program": made.program.code, "period": "2026-Q3", "kind": "quarterly", "as_of": "2026-10-15"}
        answer = client_of(user_with(Role.COORDINATOR)).post("/api/v1/evaluations/", body, "application/json")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "future_moment")
        with pytest.raises(CommandError, match="future"):
            call_command("evaluate", made.program.code, "2026-Q3", as_of="2026-10-15")
