"""Seals the audit trail in a chain of blocks. Writers never wait for it: what commits late falls into the next block."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from programs.audit.canonical import COLUMNS, GENESIS, block_digest, event_digest
from programs.models import AuditBlock, AuditSeal

BLOCK_EVENTS = 5_000
# No transaction lasts that long: below the events sealed before, only a full round looks for late ones.
LATEST_COMMIT = timedelta(hours=1)
_LOCK = 0x507A5EA1


def audit_seal(*, everything: bool = False) -> int:
    """Seal what is not sealed yet, in blocks of BLOCK_EVENTS; returns how many events. May run any time, any number at once.

    `everything` also looks for events that committed more than an hour after their id was given; it reads the whole trail.
    """
    total, floor = 0, 0 if everything else _floor()
    while True:
        count, floor = _seal_block(floor)
        total += count
        if count < BLOCK_EVENTS:
            return total


def audit_head() -> str:
    """The digest of the newest block, to be printed where a later rewrite cannot reach; empty before the first."""
    return AuditBlock.objects.order_by("-number").values_list("digest", flat=True).first() or ""


def _floor() -> int:
    settled = (
        AuditBlock.objects.filter(sealed_at__lt=timezone.now() - LATEST_COMMIT)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    if settled is None:
        return 0
    return AuditSeal.objects.filter(block_id=settled).aggregate(top=Max("event_id"))["top"] or 0


def _unsealed(floor: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS[connection.vendor]} FROM programs_auditevent e WHERE e.id > %s "
            "AND NOT EXISTS (SELECT 1 FROM programs_auditseal s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s",
            [floor, BLOCK_EVENTS],
        )
        return [(row[0], event_digest(row)) for row in cursor.fetchall()]


def _seal_block(floor: int) -> tuple[int, int]:
    """One block of the events above `floor`: how many, and the id of the last; (0, …) when another sealer was faster.

    The digests are made before the lock is taken.
    """
    seen = AuditBlock.objects.order_by("-number").first()
    events = _unsealed(floor)
    if not events:
        return 0, floor
    with transaction.atomic():
        if not _lock():
            return 0, floor
        newest = AuditBlock.objects.order_by("-number").first()
        if newest != seen:
            return 0, floor
        number, previous = (newest.number + 1, newest.digest) if newest else (1, GENESIS)
        now = timezone.now()
        AuditBlock.objects.create(
            number=number,
            sealed_at=now,
            count=len(events),
            previous=previous,
            digest=block_digest(number, now, previous, events),
        )
        _insert_seals(number, events)
    return len(events), events[-1][0]


def _insert_seals(number: int, events: list[tuple[int, str]]) -> None:
    """One statement on each engine: thousands of rows through the ORM would hold SQLite's write lock for long."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, digests = zip(*events, strict=True)
            cursor.execute(
                "INSERT INTO programs_auditseal (event_id, digest, block_id) SELECT u.*, %s FROM unnest(%s::bigint[], %s::text[]) u",
                [number, list(ids), list(digests)],
            )
        else:
            cursor.executemany(
                "INSERT INTO programs_auditseal (event_id, digest, block_id) VALUES (%s, %s, %s)",
                [(*event, number) for event in events],
            )


def _lock() -> bool:
    """Whether this transaction alone may seal. On SQLite every writing transaction is alone."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
