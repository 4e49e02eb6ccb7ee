"""Sealing in blocks, and a verification that names what somebody with all rights changed behind our back."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from programs import clock
from programs.actors import SYSTEM
from programs.audit import install
from programs.audit.verify import audit_verify
from programs.models import AuditBlock, AuditEvent, AuditSeal
from programs.services import audit_chain
from programs.services.acting import acting
from programs.services.audit_chain import audit_head, audit_seal
from tests.factories.programs import ZoneFactory
from tests.programs.audit.rows import report_row

pytestmark = pytest.mark.django_db
TRAIL = ("programs_auditevent", "programs_auditblock", "programs_auditseal")


@pytest.fixture
def chain(monkeypatch) -> list[int]:
    """Three blocks of four, four and two events; the ids of the events."""
    monkeypatch.setattr(audit_chain, "BLOCK_EVENTS", 4)
    ZoneFactory.create_batch(10)
    assert audit_seal() == 10
    return list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def behind_our_back(*statements: str) -> Iterator[None]:
    """Somebody with all rights takes the guards away, changes the trail and puts them back; undone after the block."""
    connection.check_constraints()
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s, %s)", TRAIL
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = origin")
        install.install()
        yield
        transaction.set_rollback(True)


def told() -> list[tuple[str, int | None, int | None]]:
    """Code, block and event of each finding."""
    return [(finding.code, finding.block, finding.event) for finding in audit_verify().findings]


def test_a_chain_that_nobody_touched_is_valid(chain: list[int]) -> None:
    verdict = audit_verify(expected=AuditBlock.objects.get(number=1).digest)
    assert verdict.valid, verdict.findings
    assert (verdict.blocks, verdict.events, verdict.unsealed) == (3, 10, 0)
    assert verdict.head == audit_head() == AuditBlock.objects.get(number=3).digest
    assert audit_seal() == 0


def test_late_events_fall_into_the_next_block(chain: list[int]) -> None:
    ZoneFactory()
    assert audit_verify().unsealed == 1
    assert audit_seal(everything=True) == 1
    assert AuditBlock.objects.count() == 4
    assert audit_verify().valid


def test_a_changed_event_is_named(chain: list[int]) -> None:
    for change in ("actor = 'user:nobody'", "reason = 'another'", "door = 'x'", "row_key = '0'", "after = before"):
        with behind_our_back(f"UPDATE programs_auditevent SET {change} WHERE id = {chain[5]}"):
            assert told() == [("event_changed", 2, chain[5])], change


def test_a_changed_number_far_behind_the_point_is_named(chain: list[int]) -> None:
    sql = '{"value": 0.12345678901234567890123456789}'
    with behind_our_back(f"UPDATE programs_auditevent SET after = '{sql}' WHERE id = {chain[0]}"):
        last = AuditEvent.objects.get(pk=chain[0])
        assert last.after is not None
        assert told() == [("event_changed", 1, chain[0])]


def test_a_deleted_event_is_named(chain: list[int]) -> None:
    with behind_our_back(f"DELETE FROM programs_auditevent WHERE id = {chain[4]}"):
        assert told() == [("event_deleted", 2, chain[4])]


def test_an_event_deleted_with_its_seal_names_the_block(chain: list[int]) -> None:
    with behind_our_back(
        f"DELETE FROM programs_auditseal WHERE event_id = {chain[4]}",
        f"DELETE FROM programs_auditevent WHERE id = {chain[4]}",
    ):
        assert told() == [("block_changed", 2, None)]


def test_two_events_that_changed_places_are_named(chain: list[int]) -> None:
    first, second = chain[0], chain[6]
    swap = [
        f"UPDATE programs_auditevent SET id = {new} WHERE id = {old}"
        for old, new in ((first, -1), (second, first), (-1, second))
    ]
    with behind_our_back(*swap):
        assert told() == [("event_changed", 1, first), ("event_changed", 2, second)]


def test_an_event_put_in_later_with_an_old_moment_is_named(chain: list[int]) -> None:
    columns = "table_name, row_key, operation, actor, reason, door, request_id, before, after"
    copy = f"INSERT INTO programs_auditevent (id, at, {columns}) SELECT 999999, '2020-01-01 00:00:00', {columns} FROM programs_auditevent WHERE id = {chain[0]}"
    with behind_our_back(copy):
        assert told() == [("event_inserted", None, 999999)]
        audit_seal(everything=True)
        assert told() == [("event_inserted", 4, 999999)]


def test_an_event_put_into_an_old_block_names_the_block(chain: list[int]) -> None:
    columns = "at, table_name, row_key, operation, actor, reason, door, request_id, before, after"
    copy = f"INSERT INTO programs_auditevent (id, {columns}) SELECT 999999, {columns} FROM programs_auditevent WHERE id = {chain[0]}"
    seal = f"INSERT INTO programs_auditseal (event_id, block_id, digest) VALUES (999999, 1, '{'0' * 64}')"
    with behind_our_back(copy, seal):
        assert ("block_changed", 1, None) in told()


def test_a_changed_seal_moved_seals_and_a_changed_block_are_named(chain: list[int]) -> None:
    with behind_our_back(f"UPDATE programs_auditseal SET digest = '{'0' * 64}' WHERE event_id = {chain[0]}"):
        assert told() == [("event_changed", 1, chain[0]), ("block_changed", 1, None)]
    with behind_our_back(f"UPDATE programs_auditseal SET block_id = 3 WHERE event_id = {chain[0]}"):
        assert [(code, block) for code, block, _event in told()] == [("block_changed", 1), ("block_changed", 3)]
    with behind_our_back("UPDATE programs_auditblock SET sealed_at = '2020-01-01 00:00:00' WHERE number = 2"):
        assert told() == [("block_changed", 2, None)]


def test_a_removed_block_is_named(chain: list[int]) -> None:
    with behind_our_back(
        "DELETE FROM programs_auditseal WHERE block_id = 2", "DELETE FROM programs_auditblock WHERE number = 2"
    ):
        assert [(code, block) for code, block, _event in told()] == [("block_missing", 2), ("chain_broken", 3)]


def test_a_trail_cut_off_at_its_end_lacks_the_printed_digest(chain: list[int]) -> None:
    printed = audit_head()
    cut = [
        f"DELETE FROM {table} WHERE {column}"
        for table, column in (
            ("programs_auditseal", "block_id = 3"),
            ("programs_auditblock", "number = 3"),
            ("programs_auditevent", f"id > {chain[7]}"),
        )
    ]
    with behind_our_back(*cut):
        assert told() == []
        assert [finding.code for finding in audit_verify(expected=printed).findings] == ["digest_unknown"]


def test_triggers_that_were_taken_away_are_named(chain: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'DROP TRIGGER "pz_audit_update_programs_task"'
            if connection.vendor == "sqlite"
            else "DROP TRIGGER pz_audit ON programs_task"
        )
    assert [finding.code for finding in audit_verify().findings] == ["trigger_differs"]
    install.install()


def test_the_command_tells_in_words_and_by_its_exit_code(chain: list[int]) -> None:
    out, err = StringIO(), StringIO()
    call_command("verify_audit", stdout=out)
    assert "10 events in 3 blocks" in out.getvalue()
    with behind_our_back(f"DELETE FROM programs_auditevent WHERE id = {chain[4]}"), pytest.raises(CommandError):
        call_command("verify_audit", stdout=out, stderr=err)
    assert f"event_deleted: Event {chain[4]} of block 2 was deleted." in err.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_audit", digest="f" * 64, stdout=out, stderr=err)
    ZoneFactory()
    call_command("seal_audit", stdout=out)
    assert "1 events sealed" in out.getvalue()


def test_a_long_trail_is_verified_in_time() -> None:
    columns = "table_name, row_key, operation, actor, reason, door, request_id, before, after"
    ZoneFactory.create_batch(20)
    with connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute(
                f"INSERT INTO programs_auditevent (at, {columns}) SELECT at, {columns} FROM programs_auditevent"
            )
    count = AuditEvent.objects.count()
    assert count > 20_000
    assert audit_seal() == count
    began = time.perf_counter()
    assert audit_verify().valid
    assert (time.perf_counter() - began) / count * 100_000 < 10


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_chain() -> None:
    """Four sealers and two writers: each event in one block, the chain unbroken."""
    over = threading.Event()
    failures: list[BaseException] = []

    def work(step) -> None:
        try:
            while not over.is_set():
                step()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    def write() -> None:
        ZoneFactory()
        time.sleep(0.01)

    def seal() -> None:
        audit_seal()
        time.sleep(0.02)

    threads = [threading.Thread(target=work, args=(step,)) for step in (seal, seal, seal, seal, write)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    over.set()
    for thread in threads:
        thread.join()
    audit_seal(everything=True)
    assert failures == []
    verdict = audit_verify()
    assert verdict.valid, verdict.findings
    assert verdict.events == AuditSeal.objects.count() == AuditEvent.objects.count() > 10


def test_demonstration_data_are_told_at_their_moments_and_say_so(chain: list[int], settings) -> None:
    settings.DEBUG = True
    with clock.at(datetime(2023, 5, 4, tzinfo=UTC)), acting(by=SYSTEM):
        ZoneFactory()
    event = AuditEvent.objects.latest("pk")
    assert (event.at, event.door) == (datetime(2023, 5, 4, tzinfo=UTC), "demonstration")
    audit_seal()
    assert audit_verify().valid


def test_a_digest_that_a_report_noted_is_checked_without_being_given(chain: list[int]) -> None:
    report = report_row()
    report.audit_block = AuditBlock.objects.get(number=3).digest
    report.save()
    audit_seal(everything=True)
    assert audit_verify().valid
    with behind_our_back(
        "DELETE FROM programs_auditseal WHERE block_id > 2", "DELETE FROM programs_auditblock WHERE number > 2"
    ):
        assert [finding.code for finding in audit_verify().findings] == ["digest_unknown"]
        assert report.number in audit_verify().findings[0].message


def test_triggers_that_keep_old_values_are_checked_as_well(chain: list[int]) -> None:
    table = " ON indicators_observation" if connection.vendor == "postgresql" else ""
    with behind_our_back(f"DROP TRIGGER pz_no_delete{table}"):
        assert {finding.code for finding in audit_verify().findings} == {"trigger_differs"}


def test_the_command_says_what_it_could_not_check(chain: list[int]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "Not checked" in out.getvalue()
    out = StringIO()
    call_command("verify_audit", digest=audit_head(), stdout=out)
    assert "Not checked" not in out.getvalue()
