"""Trigger text for SQLite: one set per table, built from its columns.

The connection functions `pz_actor()` and so on exist only in our processes, so a foreign writer is refused.
"""

from typing import Any

from programs.audit.models_audited import AuditedTable, Trigger

_COLUMNS = "(at, table_name, row_key, operation, actor, reason, door, request_id, before, after)"
_OURS = "type = 'trigger' AND (name GLOB 'pz_audit_*' OR name GLOB 'pz_append_only_*')"


def functions(_schema: str) -> list[str]:
    """None: the functions live in our connections."""
    return []


def installed(cursor: Any) -> dict[tuple[str, str], str]:
    """The statement of each of our triggers in the database, by table and name."""
    cursor.execute(f"SELECT tbl_name, name, sql FROM sqlite_master WHERE {_OURS}")
    return {(table, name): sql for table, name, sql in cursor.fetchall()}


def functions_differ(_cursor: Any, _schema: str) -> list[str]:
    """Never: there is nothing to compare."""
    return []


def all_triggers(cursor: Any) -> list[tuple[str, str]]:
    """Table and name of every trigger of this product, those that other apps install included."""
    cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'pz_*'")
    return list(cursor.fetchall())


def drop(_table: str, name: str) -> str:
    """The statement that removes one trigger."""
    return f'DROP TRIGGER IF EXISTS "{name}"'


def _as_json(table: AuditedTable, row: str, other: str = "") -> str:
    parts = []
    for column in table.columns:
        if column not in table.hidden:
            shown = f'{row}."{column}"'
        elif other:
            shown = (
                f"CASE WHEN {row}.\"{column}\" IS NOT {other}.\"{column}\" THEN '(hidden, changed)' ELSE '(hidden)' END"
            )
        else:
            shown = "'(hidden)'"
        parts.append(f"'{column}', {shown}")
    return f"json_object({', '.join(parts)})"


def _trigger(table: AuditedTable, operation: str, when: str, before: str, after: str, row: str) -> Trigger:
    name = f"pz_audit_{operation}_{table.name}"
    statement = (
        f'CREATE TRIGGER "{name}" AFTER {operation.upper()} ON "{table.name}" FOR EACH ROW {when} BEGIN '
        f"INSERT INTO programs_auditevent {_COLUMNS} VALUES (pz_now(), '{table.name}', CAST({row}.\"{table.key}\" AS TEXT), '{operation}', "
        f"pz_actor(), pz_reason(), pz_door(), pz_request_id(), {before}, {after}); END"
    )
    return Trigger(name, table.name, statement)


def audit_triggers(table: AuditedTable) -> list[Trigger]:
    """The three audit triggers of one table."""
    watched = [column for column in table.columns if column not in table.ignored]
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in watched)
    old, new = _as_json(table, "OLD"), _as_json(table, "NEW")
    return [
        _trigger(table, "insert", "", "NULL", new, "NEW"),
        _trigger(table, "update", f"WHEN {changed}", old, _as_json(table, "NEW", "OLD"), "NEW"),
        _trigger(table, "delete", "", old, "NULL", "OLD"),
    ]


def append_only_triggers(table: str, key: str) -> list[Trigger]:
    """The triggers that make one table append-only. REPLACE deletes a row without firing delete triggers, so an insert over a known key is refused too."""
    refuse = f"BEGIN SELECT RAISE(ABORT, 'pz_append_only: rows of {table} are never changed or deleted'); END"
    found = [
        ("update", ""),
        ("delete", ""),
        ("insert", f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}") '),
    ]
    return [
        Trigger(
            f"pz_append_only_{operation}_{table}",
            table,
            f'CREATE TRIGGER "pz_append_only_{operation}_{table}" BEFORE {operation.upper()} ON "{table}" FOR EACH ROW {when}{refuse}',
        )
        for operation, when in found
    ]
