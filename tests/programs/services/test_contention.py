"""Six writers and an importer on one database: nobody is told that it is locked, nobody loses a change."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.db.models import F

from programs.actors import SYSTEM
from programs.exceptions import StaleVersion
from programs.models import AuditEvent, Zone
from programs.services.acting import acting
from programs.services.records import row_update
from tests.factories.programs import ZoneFactory

SECONDS = 2.0
# A request does more than write. SQLite's waiting is not fair to those who wait beside a loop that never pauses.
THINKING = 0.01
IMPORTED = 2_000
BATCH = 200


@pytest.mark.django_db(transaction=True)
def test_six_writers_and_an_importer_share_one_database() -> None:
    """Read, change and write with an audit row, hardly pausing, for a few seconds."""
    zones = [ZoneFactory(code=f"7{number:05d}") for number in range(6)]
    failures: list[BaseException] = []
    written = [0] * len(zones)
    over = threading.Event()

    def guarded(work) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    def write(place: int) -> None:
        while not over.is_set():
            # Every second write goes to the zone that all share.
            target = zones[place if written[place] % 2 else 0].pk
            try:
                with acting(by=SYSTEM, reason="contention"):
                    row = Zone.objects.get(pk=target)
                    row.name_en = f"writer {place} turn {written[place]}"
                    row_update(row)
            except StaleVersion:
                continue
            written[place] += 1
            time.sleep(THINKING)

    def bring_in() -> None:
        for start in range(0, IMPORTED, BATCH):
            with acting(by=SYSTEM, reason="import"):
                Zone.objects.bulk_create(
                    [
                        Zone(code=f"8{number:05d}", name_en="imported", level="park")
                        for number in range(start, start + BATCH)
                    ]
                )
            time.sleep(0.01)

    threads = [threading.Thread(target=guarded, args=(lambda place=place: write(place),)) for place in range(6)]
    threads.append(threading.Thread(target=guarded, args=(bring_in,)))
    for thread in threads:
        thread.start()
    threads[-1].join(60)
    time.sleep(SECONDS)
    over.set()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert min(written) > 0
    assert Zone.objects.filter(code__startswith="8").count() == IMPORTED
    assert sum(Zone.objects.filter(pk__in=[zone.pk for zone in zones]).values_list("version", flat=True)) == len(
        zones
    ) + sum(written)
    assert AuditEvent.objects.filter(reason="contention").count() == sum(written)


@pytest.mark.django_db(transaction=True)
def test_a_reader_is_not_held_up_by_a_writer() -> None:
    """A transaction that holds the write lock, and a read beside it that must not wait."""
    zone = ZoneFactory()
    writing, read = threading.Event(), threading.Event()
    waited: list[float] = []

    def reader() -> None:
        writing.wait(10)
        began = time.monotonic()
        assert Zone.objects.filter(pk=zone.pk).exists()
        waited.append(time.monotonic() - began)
        read.set()
        connection.close()

    thread = threading.Thread(target=reader)
    thread.start()
    with transaction.atomic():
        Zone.objects.filter(pk=zone.pk).update(version=F("version") + 1)
        writing.set()
        assert read.wait(10)
    thread.join()
    assert waited[0] < 5
