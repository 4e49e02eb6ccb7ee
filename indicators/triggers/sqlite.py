"""Trigger text for SQLite: one run per row; there is one writer at a time, so nothing can slip between."""

_MISSING_REFERENCE = """
BEGIN
  SELECT RAISE(ABORT, 'pz_observation_references: a value names a series or a submission that does not exist')
  WHERE NOT EXISTS (SELECT 1 FROM indicators_series WHERE id = NEW.series_id)
     OR NOT EXISTS (SELECT 1 FROM indicators_submission WHERE id = NEW.submission_id);
END
"""

_HISTORY = """
BEGIN
  SELECT RAISE(ABORT, 'pz_observation_history: a changed value keeps its place, counts its version up by one and is recorded later than before')
  WHERE NEW.id <> OLD.id OR NEW.series_id <> OLD.series_id OR NEW.period <> OLD.period OR NEW.version <> OLD.version + 1 OR NEW.recorded_at <= OLD.recorded_at;
  INSERT INTO indicators_observationhistory (observation_id, series_id, submission_id, period, value, status, note, version, recorded_at, replaced_at, replaced_by)
  VALUES (OLD.id, OLD.series_id, OLD.submission_id, OLD.period, OLD.value, OLD.status, OLD.note, OLD.version, OLD.recorded_at, NEW.recorded_at, NEW.submission_id);
END
"""

_TRIGGERS = [
    ("pz_references_insert", "indicators_observation", "AFTER INSERT", _MISSING_REFERENCE),
    ("pz_references_update", "indicators_observation", "AFTER UPDATE", _MISSING_REFERENCE),
    ("pz_history", "indicators_observation", "AFTER UPDATE", _HISTORY),
    (
        "pz_no_delete",
        "indicators_observation",
        "BEFORE DELETE",
        "BEGIN SELECT RAISE(ABORT, 'pz_observation_refused: rows of indicators_observation are never deleted'); END",
    ),
    (
        "pz_parent_series",
        "indicators_series",
        "BEFORE DELETE",
        (
            "BEGIN SELECT RAISE(ABORT, 'pz_observation_parent: values still refer to this row of indicators_series') "
            "WHERE EXISTS (SELECT 1 FROM indicators_observation WHERE series_id = OLD.id); END"
        ),
    ),
    (
        "pz_parent_submission",
        "indicators_submission",
        "BEFORE DELETE",
        (
            "BEGIN SELECT RAISE(ABORT, 'pz_observation_parent: values still refer to this row of indicators_submission') "
            "WHERE EXISTS (SELECT 1 FROM indicators_observation WHERE submission_id = OLD.id) "
            "OR EXISTS (SELECT 1 FROM indicators_observationhistory WHERE submission_id = OLD.id); END"
        ),
    ),
]

EXPECTED = {f"{name} on {table}" for name, table, *_ in _TRIGGERS}

INSTALLED = (
    "SELECT name || ' on ' || tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'indicators_%'"
)


def statements() -> list[str]:
    """Everything that (re)installs the triggers."""
    found = []
    for name, table, when, body in _TRIGGERS:
        found.append(f"DROP TRIGGER IF EXISTS {name}")
        found.append(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW {body}")
    return found
