"""Installs the triggers after every migrate, and a system check that names those that are missing."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections

from indicators.triggers import postgresql, sqlite

_DIALECTS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}
_TABLES = frozenset(
    {"indicators_observation", "indicators_observationhistory", "indicators_series", "indicators_submission"}
)


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal receiver: once per migrate, when our app reports."""
    if sender.name == "indicators":
        install(using)


def install(using: str = "default") -> None:
    """(Re)install every trigger where its tables exist. May run any time."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= _TABLES:
        return
    with connection.cursor() as cursor:
        for statement in _DIALECTS[connection.vendor].statements():
            cursor.execute(statement)


def missing(using: str = "default") -> set[str]:
    """Triggers that should be there and are not; all of them before the first migrate."""
    connection = connections[using]
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(dialect.INSTALLED)
        present = {row[0] for row in cursor.fetchall()}
    return set(dialect.EXPECTED) - present


@register(Tags.database)
def history_triggers_are_installed(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """indicators.W001: without its triggers a database would lose old values. A warning, because `migrate` runs it and mends it."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor not in _DIALECTS or not set(connection.introspection.table_names()) >= _TABLES:
            continue
        gone = missing(alias)
        if gone:
            found.append(
                CheckWarning(
                    f"Triggers are missing: {', '.join(sorted(gone))}.",
                    hint="Run: python manage.py migrate",
                    id="indicators.W001",
                )
            )
    return found
