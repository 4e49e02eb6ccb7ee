"""Trigger text for PostgreSQL: one run per statement over its transition tables, so that bulk loads stay fast.

Transition tables have no index and EXISTS favours plans that find a first row soon, which here is never found: a nested
loop would compare every old row with every new one. So the history function forbids nested loops.
"""

FUNCTIONS = [
    """
CREATE OR REPLACE FUNCTION pz_observation_references() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT series_id FROM new_rows) n LEFT JOIN indicators_series s ON s.id = n.series_id WHERE s.id IS NULL)
  OR EXISTS (SELECT FROM (SELECT DISTINCT submission_id FROM new_rows) n LEFT JOIN indicators_submission s ON s.id = n.submission_id WHERE s.id IS NULL)
  THEN
    RAISE EXCEPTION 'pz_observation_references: a value names a series or a submission that does not exist' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $body$
""",
    """
CREATE OR REPLACE FUNCTION pz_observation_history() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $body$
BEGIN
  IF EXISTS (
    SELECT FROM new_rows n LEFT JOIN old_rows o ON o.id = n.id
    WHERE o.id IS NULL OR n.series_id <> o.series_id OR n.period <> o.period OR n.version <> o.version + 1 OR n.recorded_at <= o.recorded_at
  ) THEN
    RAISE EXCEPTION 'pz_observation_history: a changed value keeps its place, counts its version up by one and is recorded later than before' USING ERRCODE = 'restrict_violation';
  END IF;
  INSERT INTO indicators_observationhistory (observation_id, series_id, submission_id, period, value, status, note, version, recorded_at, replaced_at, replaced_by)
  SELECT o.id, o.series_id, o.submission_id, o.period, o.value, o.status, o.note, o.version, o.recorded_at, n.recorded_at, n.submission_id
  FROM old_rows o JOIN new_rows n ON n.id = o.id;
  RETURN NULL;
END $body$
""",
    """
CREATE OR REPLACE FUNCTION pz_observation_refused() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'pz_observation_refused: rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $body$
""",
    """
CREATE OR REPLACE FUNCTION pz_observation_parent() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  referred boolean;
BEGIN
  IF TG_TABLE_NAME = 'indicators_series' THEN
    referred := EXISTS (SELECT FROM indicators_observation WHERE series_id = OLD.id);
  ELSE
    referred := EXISTS (SELECT FROM indicators_observation WHERE submission_id = OLD.id)
             OR EXISTS (SELECT FROM indicators_observationhistory WHERE submission_id = OLD.id);
  END IF;
  IF referred THEN
    RAISE EXCEPTION 'pz_observation_parent: values still refer to this row of %', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $body$
""",
]

_TRIGGERS = [
    (
        "pz_references_insert",
        "indicators_observation",
        "AFTER INSERT",
        "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT",
        "pz_observation_references",
    ),
    (
        "pz_references_update",
        "indicators_observation",
        "AFTER UPDATE",
        "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT",
        "pz_observation_references",
    ),
    (
        "pz_history",
        "indicators_observation",
        "AFTER UPDATE",
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT",
        "pz_observation_history",
    ),
    ("pz_no_delete", "indicators_observation", "BEFORE DELETE", "FOR EACH ROW", "pz_observation_refused"),
    ("pz_no_truncate", "indicators_observation", "BEFORE TRUNCATE", "FOR EACH STATEMENT", "pz_observation_refused"),
    ("pz_parent", "indicators_series", "BEFORE DELETE", "FOR EACH ROW", "pz_observation_parent"),
    ("pz_parent", "indicators_submission", "BEFORE DELETE", "FOR EACH ROW", "pz_observation_parent"),
]

EXPECTED = {f"{name} on {table}" for name, table, *_ in _TRIGGERS}

INSTALLED = """
SELECT t.tgname || ' on ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relname LIKE 'indicators\\_%'
"""


def statements() -> list[str]:
    """Everything that (re)installs functions and triggers."""
    found = list(FUNCTIONS)
    for name, table, when, how, function in _TRIGGERS:
        found.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        found.append(f"CREATE TRIGGER {name} {when} ON {table} {how} EXECUTE FUNCTION {function}()")
    return found
