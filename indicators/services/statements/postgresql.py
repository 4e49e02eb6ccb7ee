"""PostgreSQL: few rows travel as one JSON parameter, many by COPY."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from indicators.services.statements.rows import FindingRow, ObservationRows

COPY_FROM = 200
LOCK_CLASS = 0x505A  # ours among the advisory locks of the database

_WRITE_FEW = """
INSERT INTO indicators_observation AS stored (series_id, period, value, status, note, version, recorded_at, submission_id)
SELECT x.s, x.p, x.v, x.t, x.n, 1, %s, %s FROM json_to_recordset(%s::json) AS x(s bigint, p integer, v numeric, t text, n text)
ON CONFLICT (series_id, period) DO UPDATE
SET value = excluded.value, status = excluded.status, note = excluded.note, version = stored.version + 1,
    recorded_at = excluded.recorded_at, submission_id = excluded.submission_id
WHERE (stored.value, stored.status, stored.note) IS DISTINCT FROM (excluded.value, excluded.status, excluded.note)
"""

_OVERWRITE_MANY = """
UPDATE indicators_observation AS stored
SET value = x.value, status = x.status, note = x.note, version = stored.version + 1, recorded_at = x.recorded_at, submission_id = x.submission_id
FROM pz_incoming AS x WHERE stored.series_id = x.series_id AND stored.period = x.period
AND (stored.value, stored.status, stored.note) IS DISTINCT FROM (x.value, x.status, x.note)
"""

_INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS pz_incoming (
  series_id bigint, period integer, value numeric(24, 6), status text, note text, version integer, recorded_at timestamptz, submission_id uuid
) ON COMMIT DELETE ROWS
"""

NULL = "\\N"
_COLUMNS = "(series_id, period, value, status, note, version, recorded_at, submission_id)"


def lock_program(program_id: int) -> None:
    """Wait until no other transaction records values of the programme; held until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, program_id % 2**31])


def series_add(program_id: int, keys: Sequence[tuple[int, int, str]]) -> dict[tuple[int, int, str], int]:
    """Create series by (indicator id, zone id, dimension key) and return their ids: one statement."""
    sent = json.dumps([{"i": indicator, "z": zone, "d": key} for indicator, zone, key in keys])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_series (program_id, indicator_id, zone_id, dimension_key) "
            "SELECT %s, x.i, x.z, x.d FROM json_to_recordset(%s::json) AS x(i bigint, z bigint, d text) RETURNING id, indicator_id, zone_id, dimension_key",
            [program_id, sent],
        )
        return {(indicator, zone, key): pk for pk, indicator, zone, key in cursor.fetchall()}


def observations_write(new: ObservationRows, changed: ObservationRows) -> None:
    """Insert new values and overwrite changed ones; the triggers keep what is overwritten."""
    if len(new) + len(changed) <= COPY_FROM:
        _write_few(new, changed)
        return
    with connection.cursor() as cursor:
        if len(new):
            cursor.copy_expert(f"COPY indicators_observation {_COLUMNS} FROM STDIN", _copy_text(new))
        if len(changed):
            cursor.execute(_INCOMING)
            cursor.execute("TRUNCATE pz_incoming")
            cursor.copy_expert(f"COPY pz_incoming {_COLUMNS} FROM STDIN", _copy_text(changed))
            cursor.execute("ANALYZE pz_incoming")
            cursor.execute(_OVERWRITE_MANY)


def _write_few(new: ObservationRows, changed: ObservationRows) -> None:
    rows = [{"s": s, "p": p, "v": v, "t": t, "n": n} for part in (new, changed) for s, p, v, t, n in part.tuples()]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_FEW, [new.recorded_at, new.submission, json.dumps(rows, ensure_ascii=False)])


def _copy_text(rows: ObservationRows) -> io.StringIO:
    """The rows in the text format of COPY."""
    tail = f"\t1\t{rows.recorded_at.isoformat()}\t{rows.submission}\n"
    return io.StringIO(
        "".join(
            [
                f"{s}\t{p}\t{NULL if v is None else v}\t{t}\t{_escaped(n) if n else ''}{tail}"
                for s, p, v, t, n in rows.tuples()
            ]
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def obligations_receive(keys: Sequence[int], submission: UUID, received: datetime, recorded: datetime) -> None:
    """Mark obligations as received, where they are still open: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE indicators_obligation SET received_at = %s, recorded_at = %s, submission_id = %s WHERE id = ANY(%s) AND received_at IS NULL",
            [received, recorded, submission, list(keys)],
        )


def findings_add(submission: UUID, rows: Sequence[FindingRow]) -> None:
    """Store findings: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO indicators_finding (submission_id, "index", pointer, cell, code, severity, value, params) '
            'SELECT %s, x."index", x.pointer, x.cell, x.code, x.severity, x.value, x.params FROM json_to_recordset(%s::json) '
            'AS x("index" integer, pointer text, cell text, code text, severity text, value text, params jsonb)',
            [submission, json.dumps(rows, ensure_ascii=False)],
        )
