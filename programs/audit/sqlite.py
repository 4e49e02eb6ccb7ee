"""Trigger text for SQLite: one set per table, built from its columns.

The connection functions `pz_actor()` and so on exist only in our processes, so a foreign writer is refused.
"""

from programs.audit.models_audited import AuditedTable

_COLUMNS = "(at, table_name, row_key, operation, actor, reason, door, request_id, before, after)"
FUNCTIONS: list[str] = []


def _as_json(table: AuditedTable, row: str) -> str:
    parts = []
    for column in table.columns:
        shown = "'(hidden)'" if column in table.hidden else f'{row}."{column}"'
        parts.append(f"'{column}', {shown}")
    return f"json_object({', '.join(parts)})"


def _trigger(table: AuditedTable, operation: str, when: str, before: str, after: str, row: str) -> str:
    return (
        f'CREATE TRIGGER "pz_audit_{operation}_{table.name}" AFTER {operation.upper()} ON "{table.name}" FOR EACH ROW {when} BEGIN '
        f"INSERT INTO programs_auditevent {_COLUMNS} VALUES (pz_now(), '{table.name}', CAST({row}.\"{table.key}\" AS TEXT), '{operation}', "
        f"pz_actor(), pz_reason(), pz_door(), pz_request_id(), {before}, {after}); END"
    )


def audit_triggers(table: AuditedTable) -> list[str]:
    """Statements that (re)install the three audit triggers of one table."""
    watched = [column for column in table.columns if column not in table.ignored]
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in watched)
    statements = [f'DROP TRIGGER IF EXISTS "pz_audit_{operation}_{table.name}"' for operation in ("insert", "update", "delete")]
    old, new = _as_json(table, "OLD"), _as_json(table, "NEW")
    return statements + [
        _trigger(table, "insert", "", "NULL", new, "NEW"),
        _trigger(table, "update", f"WHEN {changed}", old, new, "NEW"),
        _trigger(table, "delete", "", old, "NULL", "OLD"),
    ]


def append_only_triggers(table_name: str) -> list[str]:
    """Statements that make one table append-only."""
    statements = []
    for operation in ("update", "delete"):
        name = f"pz_append_only_{operation}_{table_name}"
        statements.append(f'DROP TRIGGER IF EXISTS "{name}"')
        statements.append(f"CREATE TRIGGER \"{name}\" BEFORE {operation.upper()} ON \"{table_name}\" BEGIN SELECT RAISE(ABORT, 'pz_append_only: rows of {table_name} are never changed or deleted'); END")
    return statements
