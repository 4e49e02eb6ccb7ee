"""Installs the triggers after every migrate, compares them with what the models want, and tells the difference."""

from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db import connections

from programs.audit import models_audited, postgresql, sqlite
from programs.audit.models_audited import Trigger

_DIALECTS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}
Installed = dict[tuple[str, str], str]


def before_migrate(sender: AppConfig, using: str, plan: Any = (), **_: Any) -> None:
    """Signal receiver: where the engine checks every trigger when a table changes, all go before migrations run.

    Each app's own receiver of post_migrate brings its triggers back.
    """
    if sender.name == "programs" and plan and connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            for place in sqlite.all_triggers(cursor):
                cursor.execute(sqlite.drop(*place))


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal receiver: once per migrate, when the last of our apps reports."""
    if sender.name == "programs":
        install(using)


def _schema(cursor: Any, vendor: str) -> str:
    if vendor == "sqlite":
        return "main"
    cursor.execute("SELECT current_schema()")
    return str(cursor.fetchone()[0])


def wanted(using: str = "default") -> dict[tuple[str, str], Trigger]:
    """Every trigger that the models want, on tables that exist, by table and name."""
    connection = connections[using]
    dialect = _DIALECTS[connection.vendor]
    existing = set(connection.introspection.table_names())
    if "programs_auditevent" not in existing:
        return {}
    found: list[Trigger] = []
    for model in models_audited.audited_models():
        if model._meta.db_table in existing:
            found += dialect.audit_triggers(models_audited.audited_table(model))
    for model in models_audited.append_only_models():
        if model._meta.db_table in existing:
            found += dialect.append_only_triggers(model._meta.db_table, models_audited.key_column(model))
    return {(trigger.table, trigger.name): trigger for trigger in found}


def install(using: str = "default") -> int:
    """Make the triggers what the models want; returns how many were made. Touches only what differs; may run any time."""
    connection = connections[using]
    dialect = _DIALECTS[connection.vendor]
    target = wanted(using)
    if not target:
        return 0
    with connection.cursor() as cursor:
        schema = _schema(cursor, connection.vendor)
        present: Installed = dialect.installed(cursor)
        statements = dialect.functions(schema) if dialect.functions_differ(cursor, schema) else []
        stale = [place for place, text in present.items() if place not in target or target[place].statement != text]
        missing = [trigger for place, trigger in target.items() if present.get(place) != trigger.statement]
        statements += [dialect.drop(*place) for place in stale] + [trigger.statement for trigger in missing]
        for statement in statements:
            cursor.execute(statement)
    return len(missing)


def differences(using: str = "default") -> list[str]:
    """What stands otherwise in the database than the models want, one phrase each; empty when all is as it should be."""
    connection = connections[using]
    dialect = _DIALECTS[connection.vendor]
    target = wanted(using)
    if not target:
        return []
    with connection.cursor() as cursor:
        present: Installed = dialect.installed(cursor)
        found = [
            f"function {name} differs" for name in dialect.functions_differ(cursor, _schema(cursor, connection.vendor))
        ]
    found += [f"{name} on {table} is missing" for table, name in sorted(target.keys() - present.keys())]
    found += [f"{name} on {table} is not ours" for table, name in sorted(present.keys() - target.keys())]
    return found + [
        f"{name} on {table} differs"
        for table, name in sorted(target.keys() & present.keys())
        if target[table, name].statement != present[table, name]
    ]
