"""One effect for each Idempotency-Key: the answer is stored in the transaction of the effect and told again later."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.exceptions import Conflict, DomainError
from programs.models import IdempotencyRecord

KEPT = timedelta(hours=24)
LONGEST_WAIT = "20s"
PURGE_BATCH = 500


class KeyReused(DomainError):
    """The key was used for another request (422)."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller gets: the same bytes each time; `replayed` when the effect happened earlier."""

    status: int
    body: str
    content_type: str = "application/json"
    replayed: bool = False


def rendered(data: Any) -> str:
    """An answer's data as JSON text, in the order in which it was built."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint_of(*parts: bytes | str) -> str:
    """SHA-256 over the parts of a request (method, path, body, …), each framed by its length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()


def idempotent(*, owner: str, key: str, fingerprint: str, respond: Callable[[], Answer]) -> Answer:
    """The answer of `respond`, which runs once for each owner and key; later callers get the stored bytes.

    A caller that comes while the first is at work waits for it. When `respond` raises, nothing is stored and the next
    caller tries again. Raises KeyReused when the key belongs to another request, Conflict (idempotency_key_in_use)
    after a long wait.
    """
    with transaction.atomic():
        record = IdempotencyRecord(
            owner=owner, key=key, fingerprint=fingerprint, status=0, body="", created_at=timezone.now()
        )
        if not _reserved(record):
            return _stored(owner, key, fingerprint)
        answer = respond()
        record.status, record.body, record.content_type = answer.status, answer.body, answer.content_type
        record.save(update_fields=["status", "body", "content_type"])
        return answer


def _reserved(record: IdempotencyRecord) -> bool:
    """Insert the key; waits on the unique index while another transaction holds it. False when it is there already.

    An expired record that the tick has not purged yet makes way.
    """
    IdempotencyRecord.objects.filter(
        owner=record.owner, key=record.key, created_at__lt=record.created_at - KEPT
    ).delete()
    try:
        with transaction.atomic(), _bounded_wait():
            record.save(force_insert=True)
    except IntegrityError:
        return False
    except OperationalError as error:
        raise Conflict(
            _("A request with this key is still at work."),
            code="idempotency_key_in_use",
            hint=_("Send it again in a minute, with the same key."),
        ) from error
    return True


@contextmanager
def _bounded_wait() -> Iterator[None]:
    """On PostgreSQL, waiting for a lock inside the block ends after LONGEST_WAIT; SQLite's own time-out does the like."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        earlier = cursor.fetchone()[0]
    yield
    # After an error the rollback of the savepoint takes the setting back.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [earlier])


def _stored(owner: str, key: str, fingerprint: str) -> Answer:
    record = IdempotencyRecord.objects.get(owner=owner, key=key)
    if record.fingerprint != fingerprint:
        raise KeyReused(
            _("This key was used for another request."),
            hint=_("Use a new key for each new request, and the same key only to repeat one."),
        )
    return Answer(status=record.status, body=record.body, content_type=record.content_type, replayed=True)


def idempotency_purge(now: datetime | None = None) -> int:
    """Delete records older than a day, in batches; returns how many. May run any time."""
    expired = IdempotencyRecord.objects.filter(created_at__lt=(now or timezone.now()) - KEPT)
    count = 0
    while True:
        batch = list(expired.order_by("created_at").values_list("pk", flat=True)[:PURGE_BATCH])
        if not batch:
            return count
        count += IdempotencyRecord.objects.filter(pk__in=batch).delete()[0]
