"""Checks the sealed audit trail: every event against its seal, every block against its seals and its predecessor.

Streams block by block, so that memory stays small however long the trail is. What a chain cannot see by itself is a
rewrite of everything from some block on: compare the head with a digest printed earlier (`expected`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from programs.audit import install, models_audited
from programs.audit.canonical import COLUMNS, GENESIS, block_digest, event_digest
from programs.audit.connection import DEMONSTRATION_DOOR
from programs.models import AuditBlock

EVENTS_AT_ONCE = 10_000
OUT_OF_ORDER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a stable code, the block and event it concerns, and a sentence."""

    code: str
    message: str
    block: int | None = None
    event: int | None = None


@dataclass(slots=True)
class Verdict:
    """What a verification found. `head` is the digest of the newest block."""

    blocks: int = 0
    events: int = 0
    unsealed: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def add(self, code: str, message: str, block: int | None = None, event: int | None = None) -> None:
        """Note one thing that is wrong."""
        self.findings.append(Finding(code, message, block, event))


def audit_verify(expected: str = "") -> Verdict:
    """Check the whole trail against itself, the digests that records keep, and `expected`, a digest kept elsewhere.

    Reads only; may run any time.
    """
    verdict = Verdict()
    kept = list(models_audited.kept_digests())
    sought = {expected, *(digest for digest, _record in kept)} - {""}
    latest = datetime(1970, 1, 1, tzinfo=UTC)
    number, previous = 0, GENESIS
    for block, events in _blocks_with_events():
        number += 1
        if block.number != number:
            verdict.add(
                "block_missing",
                _("Blocks %(first)s to %(last)s are missing.") % {"first": number, "last": block.number - 1},
                number,
            )
            number = block.number
        if block.previous != previous:
            verdict.add(
                "chain_broken", _("Block %(block)s does not continue the block before it.") % {"block": number}, number
            )
        latest = _check_events(block, events, latest, verdict)
        digest = block_digest(block.number, block.sealed_at, block.previous, ((event[0], event[1]) for event in events))
        if digest != block.digest or len(events) != block.count:
            words = {"block": number, "found": len(events), "count": block.count}
            verdict.add(
                "block_changed",
                _("Block %(block)s or its seals were changed: it holds %(found)s seals and was sealed with %(count)s.")
                % words,
                number,
            )
        previous = block.digest
        sought.discard(block.digest)
        verdict.blocks, verdict.events = verdict.blocks + 1, verdict.events + len(events)
    verdict.head = previous if number else ""
    if expected in sought:
        verdict.add(
            "digest_unknown",
            _("No block has the digest %(digest)s: the trail was rewritten or cut off after it was printed.")
            % {"digest": expected},
        )
    for digest, record in kept:
        if digest in sought:
            verdict.add(
                "digest_unknown",
                _("No block has the digest %(digest)s that %(record)s keeps: the trail was rewritten or cut off.")
                % {"digest": digest, "record": record},
            )
    _check_rest(latest, verdict)
    return verdict


def _blocks_with_events() -> Iterator[tuple[AuditBlock, list[Any]]]:
    """Every block with its seals and their events (event id, sealed digest, columns…), some thousand events at a time."""
    batch: list[AuditBlock] = []
    size = 0
    for block in AuditBlock.objects.order_by("number").iterator(chunk_size=1000):
        batch.append(block)
        size += block.count
        if size >= EVENTS_AT_ONCE:
            yield from _with_events(batch)
            batch, size = [], 0
    if batch:
        yield from _with_events(batch)


def _with_events(blocks: list[AuditBlock]) -> Iterator[tuple[AuditBlock, list[Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.event_id, s.digest, s.block_id, {COLUMNS[connection.vendor]} FROM programs_auditseal s "
            "LEFT JOIN programs_auditevent e ON e.id = s.event_id WHERE s.block_id BETWEEN %s AND %s ORDER BY s.block_id, s.event_id",
            [blocks[0].number, blocks[-1].number],
        )
        found = {number: list(rows) for number, rows in groupby(cursor.fetchall(), key=lambda row: row[2])}
    for block in blocks:
        yield block, found.get(block.number, [])


def _check_events(block: AuditBlock, events: list[Any], latest: datetime, verdict: Verdict) -> datetime:
    """Each event against its seal; returns the latest moment seen so far."""
    for event_id, sealed, _number, *columns in events:
        words = {"event": event_id, "block": block.number}
        if columns[0] is None:
            verdict.add(
                "event_deleted", _("Event %(event)s of block %(block)s was deleted.") % words, block.number, event_id
            )
            continue
        if event_digest(columns) != sealed:
            verdict.add(
                "event_changed",
                _("Event %(event)s of block %(block)s was changed, or another put in its place.") % words,
                block.number,
                event_id,
            )
            continue
        latest = _check_moment(columns, latest, verdict, block.number)
    return latest


def _check_moment(columns: Sequence[Any], latest: datetime, verdict: Verdict, block: int | None) -> datetime:
    """An event that claims to be much older than those before it was put in later (or a clock was set back).

    Demonstration data are told at set moments, and their events say so by their door.
    """
    event_id, at, door = columns[0], columns[1], columns[7]
    if door == DEMONSTRATION_DOOR:
        return latest
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    if moment < latest - OUT_OF_ORDER:
        verdict.add(
            "event_inserted",
            _("Event %(event)s was inserted later than the moment %(at)s that it claims.")
            % {"event": event_id, "at": at},
            block,
            event_id,
        )
    return max(latest, moment)


def _check_rest(latest: datetime, verdict: Verdict) -> None:
    """Events that are not sealed yet, and the triggers that write and protect the trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS[connection.vendor]} FROM programs_auditevent e "
            "WHERE NOT EXISTS (SELECT 1 FROM programs_auditseal s WHERE s.event_id = e.id) ORDER BY e.id"
        )
        while rows := cursor.fetchmany(1000):
            for row in rows:
                verdict.unsealed += 1
                latest = _check_moment(row, latest, verdict, None)
    for difference in [*install.differences(), *models_audited.missing_guards()]:
        verdict.add(
            "trigger_differs", _("A trigger is not as it should be: %(difference)s.") % {"difference": difference}
        )
