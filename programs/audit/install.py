"""Installs the triggers after every migrate (SQLite drops them when a migration rebuilds a table)."""

from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db import connections

from programs.audit import models_audited, postgresql, sqlite

_DIALECTS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal receiver: once per migrate, when the last of our apps reports."""
    if sender.name == "programs":
        install(using)


def install(using: str = "default") -> int:
    """(Re)install every trigger on tables that exist; returns how many tables are audited. May run any time."""
    connection = connections[using]
    dialect = _DIALECTS[connection.vendor]
    existing = set(connection.introspection.table_names())
    tables = [models_audited.audited_table(model) for model in models_audited.audited_models()]
    statements = list(dialect.FUNCTIONS) if "programs_auditevent" in existing else []
    for table in tables:
        if table.name in existing:
            statements += dialect.audit_triggers(table)
    for model in models_audited.append_only_models():
        if model._meta.db_table in existing:
            statements += dialect.append_only_triggers(model._meta.db_table)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return len(tables)
