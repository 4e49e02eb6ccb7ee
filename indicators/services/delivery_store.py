"""How a delivery is kept: its body as it came, its rows while they wait for review, and what was found in it."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Any

from indicators.intake.delivery import Delivery
from indicators.models import Submission
from indicators.services.outcome import PlacedFinding
from indicators.services.statements import engine
from indicators.services.statements.rows import FINDING_COLUMNS
from indicators.validation.types import COLUMNS, Table

FASTEST = 1  # a body is text of few different words: the fastest level packs it nearly as small as the best


def packed(body: bytes) -> bytes:
    """The body compressed with zlib."""
    return zlib.compress(body, FASTEST)


def unpacked(stored: Any) -> bytes:
    """The body as it came."""
    return zlib.decompress(bytes(stored))


def digest(body: bytes) -> str:
    """SHA-256 of the body as it came."""
    return hashlib.sha256(body).hexdigest()


def rows_packed(delivery: Delivery) -> bytes:
    """The rows and their addresses, compressed; `rows_unpacked` reads them back."""
    table = delivery.table
    kept = {
        "table": {name: getattr(table, name) for name in COLUMNS},
        "unknown": list(table.unknown),
        "columns": dict(delivery.columns),
        "lines": list(delivery.lines),
    }
    return zlib.compress(json.dumps(kept, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass"), FASTEST)


def rows_unpacked(stored: Any) -> Delivery:
    """The delivery that `rows_packed` kept."""
    kept = json.loads(zlib.decompress(bytes(stored)).decode("utf-8", "surrogatepass"))
    unknown = [(row, name) for row, name in kept["unknown"]]
    return Delivery(Table(**kept["table"], unknown=unknown), columns=kept["columns"], lines=kept["lines"])


def findings_store(submission: Submission, findings: Sequence[PlacedFinding]) -> None:
    """Keep findings with their delivery: one statement, inside the caller's transaction."""
    if findings:
        engine().findings_add(
            submission.pk, [{name: getattr(finding, name) for name in FINDING_COLUMNS} for finding in findings]
        )
