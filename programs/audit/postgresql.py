"""Trigger text for PostgreSQL: one function for all audited tables, one that refuses changes."""

from programs.audit.models_audited import AuditedTable

FUNCTIONS = [
    """
CREATE OR REPLACE FUNCTION pz_audit() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  was jsonb; became jsonb; hidden_column text;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN became := to_jsonb(NEW); END IF;
  IF TG_OP = 'UPDATE' AND (was - string_to_array(TG_ARGV[2], ',')) = (became - string_to_array(TG_ARGV[2], ',')) THEN
    RETURN NULL;
  END IF;
  FOREACH hidden_column IN ARRAY string_to_array(TG_ARGV[1], ',') LOOP
    IF was ? hidden_column THEN was := was || jsonb_build_object(hidden_column, '(hidden)'); END IF;
    IF became ? hidden_column THEN became := became || jsonb_build_object(hidden_column, '(hidden)'); END IF;
  END LOOP;
  INSERT INTO programs_auditevent (at, table_name, row_key, operation, actor, reason, door, request_id, before, after)
  VALUES (coalesce(nullif(current_setting('pz.moment', true), '')::timestamptz, clock_timestamp()), TG_TABLE_NAME, coalesce(became, was) ->> TG_ARGV[0], lower(TG_OP),
          coalesce(nullif(current_setting('pz.actor', true), ''), 'db:' || session_user),
          coalesce(current_setting('pz.reason', true), ''),
          CASE WHEN coalesce(current_setting('pz.moment', true), '') <> '' THEN 'demonstration' ELSE coalesce(nullif(current_setting('pz.door', true), ''), 'database') END,
          coalesce(current_setting('pz.request_id', true), ''), was, became);
  RETURN NULL;
END $body$
""",
    """
CREATE OR REPLACE FUNCTION pz_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'pz_append_only: rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $body$
""",
]


def audit_triggers(table: AuditedTable) -> list[str]:
    """Statements that (re)install the audit trigger of one table."""
    arguments = f"'{table.key}', '{','.join(table.hidden)}', '{','.join(table.ignored)}'"
    return [
        f'DROP TRIGGER IF EXISTS pz_audit ON "{table.name}"',
        f'CREATE TRIGGER pz_audit AFTER INSERT OR UPDATE OR DELETE ON "{table.name}" FOR EACH ROW EXECUTE FUNCTION pz_audit({arguments})',
    ]


def append_only_triggers(table_name: str) -> list[str]:
    """Statements that make one table append-only, TRUNCATE included."""
    return [
        f'DROP TRIGGER IF EXISTS pz_append_only ON "{table_name}"',
        f'CREATE TRIGGER pz_append_only BEFORE UPDATE OR DELETE ON "{table_name}" FOR EACH ROW EXECUTE FUNCTION pz_append_only()',
        f'DROP TRIGGER IF EXISTS pz_no_truncate ON "{table_name}"',
        f'CREATE TRIGGER pz_no_truncate BEFORE TRUNCATE ON "{table_name}" FOR EACH STATEMENT EXECUTE FUNCTION pz_append_only()',
    ]
