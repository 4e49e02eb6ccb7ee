"""Trigger text for PostgreSQL: one function for all audited tables, and those that refuse changes and TRUNCATE.

The trail's table is named with its schema, so that no temporary table of the same name can catch the events.
"""

from typing import Any

from programs.audit.models_audited import AuditedTable, Trigger

_NAMES = ("pz_audit", "pz_append_only", "pz_audit_no_truncate")

_AUDIT = """
DECLARE
  was jsonb; became jsonb; hidden_column text; word text;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN became := to_jsonb(NEW); END IF;
  IF TG_OP = 'UPDATE' AND (was - string_to_array(TG_ARGV[2], ',')) = (became - string_to_array(TG_ARGV[2], ',')) THEN
    RETURN NULL;
  END IF;
  FOREACH hidden_column IN ARRAY string_to_array(TG_ARGV[1], ',') LOOP
    word := '(hidden)';
    IF TG_OP = 'UPDATE' AND (was -> hidden_column) IS DISTINCT FROM (became -> hidden_column) THEN word := '(hidden, changed)'; END IF;
    IF was ? hidden_column THEN was := was || jsonb_build_object(hidden_column, '(hidden)'); END IF;
    IF became ? hidden_column THEN became := became || jsonb_build_object(hidden_column, word); END IF;
  END LOOP;
  INSERT INTO {schema}.programs_auditevent (at, table_name, row_key, operation, actor, reason, door, request_id, before, after)
  VALUES (coalesce(nullif(current_setting('pz.moment', true), '')::timestamptz, clock_timestamp()), TG_TABLE_NAME, coalesce(became, was) ->> TG_ARGV[0], lower(TG_OP),
          coalesce(nullif(current_setting('pz.actor', true), ''), 'db:' || session_user),
          coalesce(current_setting('pz.reason', true), ''),
          CASE WHEN coalesce(current_setting('pz.moment', true), '') <> '' THEN 'demonstration' ELSE coalesce(nullif(current_setting('pz.door', true), ''), 'database') END,
          coalesce(current_setting('pz.request_id', true), ''), was, became);
  RETURN NULL;
END
"""
_APPEND_ONLY = """
BEGIN
  RAISE EXCEPTION 'pz_append_only: rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
"""
_NO_TRUNCATE = """
BEGIN
  RAISE EXCEPTION 'pz_audit_no_truncate: % is audited; TRUNCATE would leave no trace', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
"""


def _bodies(schema: str) -> dict[str, str]:
    return {
        "pz_audit": _AUDIT.replace("{schema}", f'"{schema}"'),
        "pz_append_only": _APPEND_ONLY,
        "pz_audit_no_truncate": _NO_TRUNCATE,
    }


def functions(schema: str) -> list[str]:
    """Statements that make or replace the trigger functions."""
    return [
        f'CREATE OR REPLACE FUNCTION "{schema}".{name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$'
        for name, body in _bodies(schema).items()
    ]


def functions_differ(cursor: Any, schema: str) -> list[str]:
    """Names of trigger functions that are missing or whose text is not ours."""
    cursor.execute(
        "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %s AND p.proname = ANY(%s)",
        [schema, list(_NAMES)],
    )
    found = dict(cursor.fetchall())
    return [name for name, body in _bodies(schema).items() if found.get(name) != body]


def installed(cursor: Any) -> dict[tuple[str, str], str]:
    """The definition of each of our triggers in the current schema, by table and name; a disabled one reads as such."""
    cursor.execute(
        "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND t.tgname = ANY(%s)",
        [list(_NAMES)],
    )
    return {
        (table, name): text if enabled == "O" else f"disabled: {text}"
        for table, name, text, enabled in cursor.fetchall()
    }


def drop(table: str, name: str) -> str:
    """The statement that removes one trigger."""
    return f'DROP TRIGGER IF EXISTS {name} ON "{table}"'


def _trigger(name: str, table: str, events: str, level: str, arguments: str = "") -> Trigger:
    # Written as PostgreSQL prints it (pg_get_triggerdef), so that the two can be compared.
    return Trigger(
        name, table, f"CREATE TRIGGER {name} {events} ON {table} FOR EACH {level} EXECUTE FUNCTION {name}({arguments})"
    )


def audit_triggers(table: AuditedTable) -> list[Trigger]:
    """The audit trigger of one table, and the one that refuses TRUNCATE, which no row trigger sees."""
    arguments = f"'{table.key}', '{','.join(table.hidden)}', '{','.join(table.ignored)}'"
    return [
        _trigger("pz_audit", table.name, "AFTER INSERT OR DELETE OR UPDATE", "ROW", arguments),
        _trigger("pz_audit_no_truncate", table.name, "BEFORE TRUNCATE", "STATEMENT"),
    ]


def append_only_triggers(table: str, _key: str) -> list[Trigger]:
    """The triggers that make one table append-only, TRUNCATE included."""
    return [
        _trigger("pz_append_only", table, "BEFORE DELETE OR UPDATE", "ROW"),
        _trigger("pz_audit_no_truncate", table, "BEFORE TRUNCATE", "STATEMENT"),
    ]
