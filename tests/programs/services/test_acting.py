"""Who acts, why and through which door, as the trail tells it, also when services call services."""

import pytest

from programs.actors import SYSTEM, Actor, Role
from programs.exceptions import InvalidInput
from programs.models import AuditEvent, Zone
from programs.services.acting import acting, through_door
from tests.factories.programs import ZoneFactory, actor_with

pytestmark = pytest.mark.django_db
FIRST, SECOND = Actor(label="user:first"), Actor(label="user:second")


def touch(zone: Zone, name: str) -> None:
    Zone.objects.filter(pk=zone.pk).update(name_en=name)


def told() -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(table_name="programs_zone", operation="update").order_by("pk")
    return [(event.actor, event.reason) for event in events]


def test_the_inner_service_acts_and_the_outer_one_goes_on_as_before() -> None:
    zone = ZoneFactory()
    with acting(by=FIRST, reason="outer"):
        touch(zone, "a")
        with acting(by=SECOND):
            touch(zone, "b")
        with acting(by=SECOND, reason="inner"):
            touch(zone, "c")
        touch(zone, "d")
    assert told() == [
        ("user:first", "outer"),
        ("user:second", "outer"),
        ("user:second", "inner"),
        ("user:first", "outer"),
    ]


def test_an_inner_failure_leaves_the_outer_actor_in_force() -> None:
    zone = ZoneFactory()

    def fails() -> None:
        with acting(by=SECOND, reason="inner"):
            touch(zone, "lost")
            raise ValueError("late")

    with acting(by=FIRST, reason="outer"):
        with pytest.raises(ValueError, match="late"):
            fails()
        touch(zone, "kept")
    assert told() == [("user:first", "outer")]
    zone.refresh_from_db()
    assert zone.name_en == "kept"


def test_the_door_and_the_request_are_told() -> None:
    with through_door("workbook", "req-87654321"), acting(by=SYSTEM):
        ZoneFactory()
    event = AuditEvent.objects.get(table_name="programs_zone")
    assert (event.door, event.request_id, event.actor) == ("workbook", "req-87654321", "system")


@pytest.mark.parametrize(
    "reason", ["a\x00b", "a\ud800", "\u202eabc", "x" * 4001], ids=["nul", "surrogate", "direction", "long"]
)
def test_a_reason_that_no_column_takes_is_refused_before_anything_is_written(reason: str) -> None:
    with pytest.raises(InvalidInput) as caught, acting(by=FIRST, reason=reason):
        pytest.fail("the block must not run")
    assert caught.value.problems[0].pointer == "/reason"


def test_a_very_long_user_name_still_fits_the_trail() -> None:
    actor = actor_with(Role.COORDINATOR, username="u" * 150)
    with acting(by=actor):
        ZoneFactory()
    assert AuditEvent.objects.get(table_name="programs_zone").actor == actor.label
    assert len(actor.label) <= 100
    assert actor.label != actor_with(Role.COORDINATOR, username="u" * 149).label
