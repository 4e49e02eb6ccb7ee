"""What writers that are at work will still commit: waited for on PostgreSQL, bounded, and never by a reader's block."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from programs import clock
from programs.audit.settling import wait_until_settled
from programs.exceptions import Conflict
from programs.models import Zone
from tests.factories.programs import ZoneFactory

POSTGRESQL = "postgresql"


@contextmanager
def change_at_work(zone: Zone) -> Iterator[threading.Event]:
    """A change of the zone in a transaction of another connection, open until the event is set."""
    changed, end = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                Zone.objects.filter(pk=zone.pk).update(name_en="changed")
                changed.set()
                end.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        assert changed.wait(10)
        yield end
    finally:
        end.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_a_change_that_is_at_work() -> None:
    zone = ZoneFactory()
    with change_at_work(zone) as end:
        threading.Timer(0.5, end.set).start()
        began = time.monotonic()
        wait_until_settled(clock.now())
        if connection.vendor == POSTGRESQL:
            assert time.monotonic() - began > 0.3
            assert Zone.objects.get(pk=zone.pk).name_en == "changed"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_does_not_end_is_a_conflict(settings) -> None:
    settings.AUDIT_SETTLE_SECONDS = 0.2
    zone = ZoneFactory()
    with change_at_work(zone):
        if connection.vendor == POSTGRESQL:
            with pytest.raises(Conflict) as refused:
                wait_until_settled(clock.now())
            assert refused.value.code == "changes_at_work"
            assert refused.value.hint
        else:
            wait_until_settled(clock.now())


@pytest.mark.django_db(transaction=True)
def test_changes_that_begin_later_are_not_waited_for(settings) -> None:
    settings.AUDIT_SETTLE_SECONDS = 5
    first, second = ZoneFactory(), ZoneFactory()
    with change_at_work(first) as end:
        waiting = threading.Thread(target=wait_and_close)
        waiting.start()
        time.sleep(0.2)
        if connection.vendor == POSTGRESQL:
            with change_at_work(second):
                end.set()
                waiting.join(3)
                assert not waiting.is_alive()
        end.set()
        waiting.join()


def wait_and_close() -> None:
    try:
        wait_until_settled(clock.now())
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_moment_that_the_database_has_not_reached_is_waited_for() -> None:
    began = time.monotonic()
    wait_until_settled(clock.now() + timedelta(seconds=0.4))
    if connection.vendor == POSTGRESQL:
        assert time.monotonic() - began > 0.3


@pytest.mark.django_db(transaction=True)
def test_a_block_of_the_caller_does_not_wait(settings) -> None:
    settings.AUDIT_SETTLE_SECONDS = 0.2
    zone = ZoneFactory()
    if connection.vendor == POSTGRESQL:
        with change_at_work(zone), transaction.atomic():
            wait_until_settled(clock.now())
