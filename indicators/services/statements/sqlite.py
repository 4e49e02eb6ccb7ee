"""SQLite: one prepared statement run over all rows; the transaction has the write lock from its beginning."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from indicators.services.statements.rows import FINDING_COLUMNS, FindingRow, ObservationRows

_WRITE = """
INSERT INTO indicators_observation (series_id, period, value, status, note, version, recorded_at, submission_id)
VALUES (%s, %s, %s, %s, %s, 1, %s, %s)
ON CONFLICT (series_id, period) DO UPDATE
SET value = excluded.value, status = excluded.status, note = excluded.note, version = version + 1,
    recorded_at = excluded.recorded_at, submission_id = excluded.submission_id
WHERE value IS NOT excluded.value OR status <> excluded.status OR note <> excluded.note
"""


def lock_program(program_id: int) -> None:
    """Nothing to do: a transaction here begins IMMEDIATE, so there is one writer at a time."""


def series_add(program_id: int, keys: Sequence[tuple[int, int, str]]) -> dict[tuple[int, int, str], int]:
    """Create series by (indicator id, zone id, dimension key) and return their ids: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_series (program_id, indicator_id, zone_id, dimension_key) "
            "SELECT %s, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(%s) WHERE true "
            "RETURNING id, indicator_id, zone_id, dimension_key",
            [program_id, json.dumps(keys)],
        )
        return {(indicator, zone, key): pk for pk, indicator, zone, key in cursor.fetchall()}


def observations_write(new: ObservationRows, changed: ObservationRows) -> None:
    """Insert new values and overwrite changed ones; the triggers keep what is overwritten."""
    moment = connection.ops.adapt_datetimefield_value(new.recorded_at)
    tail = (moment, new.submission.hex)
    rows = [(*row, *tail) for part in (new, changed) for row in part.tuples()]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, rows)


def obligations_receive(keys: Sequence[int], submission: UUID, received: datetime, recorded: datetime) -> None:
    """Mark obligations as received, where they are still open: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE indicators_obligation SET received_at = %s, recorded_at = %s, submission_id = %s "
            "WHERE id IN (SELECT value FROM json_each(%s)) AND received_at IS NULL",
            [
                connection.ops.adapt_datetimefield_value(received),
                connection.ops.adapt_datetimefield_value(recorded),
                submission.hex,
                json.dumps(keys),
            ],
        )


def findings_add(submission: UUID, rows: Sequence[FindingRow]) -> None:
    """Store findings."""
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO indicators_finding (submission_id, "index", pointer, cell, code, severity, value, params) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)',
            [
                (
                    submission.hex,
                    *(
                        json.dumps(row[name], ensure_ascii=False) if name == "params" else row[name]
                        for name in FINDING_COLUMNS
                    ),
                )
                for row in rows
            ],
        )
