"""Tells each database session who acts: connection functions on SQLite, transaction-local settings on PostgreSQL.

On SQLite a foreign program lacks the functions and is refused when it writes ("no such function: pz_actor"); on
PostgreSQL a writer that says nothing is recorded under its database user.
"""

from dataclasses import replace
from datetime import UTC
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

from programs import clock
from programs.audit import context

FIELDS = ("actor", "reason", "door", "request_id")
DEMONSTRATION_DOOR = "demonstration"


def connect() -> None:
    """Register the functions on every SQLite connection that opens from now on."""
    connection_created.connect(_register_functions, dispatch_uid="programs.audit.connection")


def _register_functions(connection: Any, **_: Any) -> None:
    if connection.vendor != "sqlite":
        return
    for field in FIELDS:
        connection.connection.create_function(f"pz_{field}", 0, lambda field=field: getattr(_as_shown(), field))
    # Without this, REPLACE removes a row and no delete trigger hears of it.
    connection.connection.execute("PRAGMA recursive_triggers = ON")
    connection.connection.create_function(
        "pz_now", 0, lambda: clock.now().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    )


def _as_shown() -> context.AuditContext:
    """The context in force; while the clock is set, the door says so."""
    now = context.current()
    return replace(now, door=DEMONSTRATION_DOOR) if clock.set_moment() else now


def tell_database(using: str = "default") -> None:
    """Set actor, reason, door and request of the running transaction. Nothing to do on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    now = _as_shown()
    moment = clock.set_moment()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pz.actor', %s, true), set_config('pz.reason', %s, true), set_config('pz.door', %s, true), set_config('pz.request_id', %s, true), set_config('pz.moment', %s, true)",
            [now.actor, now.reason, now.door, now.request_id, moment.isoformat() if moment else ""],
        )
