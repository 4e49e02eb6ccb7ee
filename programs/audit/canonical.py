"""The exact text of an audit event that its digest covers, read from the database without passing through models.

Each event becomes one JSON array of texts, so that no byte can move from one column to the next unseen. The JSON
columns are taken as the database prints them, because a number must not be rounded on its way to the digest.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

COLUMNS = {
    "sqlite": "e.id, CAST(e.at AS TEXT), e.table_name, e.row_key, e.operation, e.actor, e.reason, e.door, e.request_id, e.before, e.after",
    "postgresql": (
        "e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.table_name, e.row_key, e.operation, "
        "e.actor, e.reason, e.door, e.request_id, e.before::text, e.after::text"
    ),
}
GENESIS = "0" * 64


def event_digest(row: Sequence[Any]) -> str:
    """SHA-256 of one event, given its columns in the order of COLUMNS."""
    text = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def block_digest(number: int, sealed_at: datetime, previous: str, events: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over the previous digest, the block's own columns, and id and digest of each event in the order of ids."""
    digest = hashlib.sha256(
        f"{previous}|{number}|{sealed_at.astimezone(UTC).isoformat(timespec='microseconds')}\n".encode()
    )
    for event_id, text in events:
        digest.update(f"{event_id}:{text}\n".encode())
    return digest.hexdigest()
