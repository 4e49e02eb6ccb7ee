"""Writing one row with its version: clean text, two editors, races, and deletion of what is in use."""

import threading

import pytest
from django.db import connection

from programs.actors import SYSTEM
from programs.exceptions import Conflict, DomainError, InvalidInput, StaleVersion
from programs.models import AuditEvent, Zone
from programs.services.acting import acting
from programs.services.records import record_delete, record_save, row_update
from tests.factories.programs import AgencyFactory, TaskFactory, ZoneFactory
from tests.hostile import TEXTS

pytestmark = pytest.mark.django_db


def test_the_second_editor_of_the_same_version_is_told() -> None:
    zone = ZoneFactory()
    mine, theirs = Zone.objects.get(pk=zone.pk), Zone.objects.get(pk=zone.pk)
    mine.name_en = "mine"
    record_save(row=mine, by=SYSTEM)
    theirs.name_en = "theirs"
    with pytest.raises(StaleVersion):
        record_save(row=theirs, by=SYSTEM)
    fresh = Zone.objects.get(pk=zone.pk)
    fresh.name_en = "theirs again"
    with pytest.raises(StaleVersion):
        record_save(row=fresh, by=SYSTEM, expected_version=zone.version)
    zone.refresh_from_db()
    assert (zone.name_en, zone.version) == ("mine", 2)


@pytest.mark.parametrize("text", [text for text in TEXTS if text.code and not text.lines], ids=lambda text: text.name)
def test_hostile_text_is_refused_with_its_field(text) -> None:
    zone = ZoneFactory()
    zone.name_en = text.given
    zone.level = "moon"
    with pytest.raises(InvalidInput) as caught:
        record_save(row=zone, by=SYSTEM)
    assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [
        ("/name_en", text.code),
        ("/level", "invalid_choice"),
    ]


def test_text_is_stored_in_its_one_form() -> None:
    zone = ZoneFactory()
    zone.name_en = "\ufeff Cafe\u0301 "
    record_save(row=zone, by=SYSTEM)
    zone.refresh_from_db()
    assert zone.name_en == "Café"


def test_a_long_name_is_refused_on_both_engines() -> None:
    zone = ZoneFactory()
    zone.name_zh = "长" * 301
    with pytest.raises(InvalidInput) as caught:
        record_save(row=zone, by=SYSTEM)
    assert [problem.code for problem in caught.value.problems] == ["text_too_long"]


def test_what_others_refer_to_is_kept() -> None:
    task = TaskFactory()
    with pytest.raises(Conflict) as caught:
        record_delete(row=task.lead, by=SYSTEM, reason="to see")
    assert caught.value.code == "in_use"
    lonely = AgencyFactory()
    record_delete(row=lonely, by=SYSTEM, reason="closed down")
    assert (
        AuditEvent.objects.filter(table_name="programs_agency", operation="delete").latest("pk").reason == "closed down"
    )


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_pairs_of_editors_at_once_none_loses_a_change() -> None:
    zone = ZoneFactory()
    accepted: list[str] = []
    failures: list[BaseException] = []
    meet = threading.Barrier(2)

    def edit(name: str) -> None:
        try:
            for turn in range(100):
                meet.wait()
                row = Zone.objects.get(pk=zone.pk)
                row.name_en = f"{name}{turn}"
                try:
                    with acting(by=SYSTEM):
                        row_update(row)
                    accepted.append(row.name_en)
                except StaleVersion:
                    continue
        except BaseException as error:  # noqa: BLE001 - shown by the test
            meet.abort()
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    zone.refresh_from_db()
    assert 100 <= len(accepted) <= 200
    assert zone.version == 1 + len(accepted)
    told = AuditEvent.objects.filter(table_name="programs_zone", operation="update").order_by("pk")
    assert [event.after["name_en"] for event in told] == sorted(
        accepted, key=[event.after["name_en"] for event in told].index
    )


@pytest.mark.django_db(transaction=True)
def test_two_inserts_of_the_same_code_at_once_make_one_row_and_one_refusal() -> None:
    outcome: list[str] = []
    meet = threading.Barrier(2)

    def add() -> None:
        try:
            meet.wait()
            record_save(row=Zone(code="990000", name_en="new", level="city"), by=SYSTEM)
            outcome.append("added")
        except DomainError as error:
            outcome.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) in (["added", "already_exists"], ["added", "invalid"])
    assert Zone.objects.filter(code="990000").count() == 1
