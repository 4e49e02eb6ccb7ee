"""Tells each database session who acts: connection functions on SQLite, transaction-local settings on PostgreSQL.

On SQLite a foreign program lacks the functions and is refused when it writes ("no such function: pz_actor"); on
PostgreSQL a writer that says nothing is recorded under its database user.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

from programs.audit import context

FIELDS = ("actor", "reason", "door", "request_id")


def connect() -> None:
    """Register the functions on every SQLite connection that opens from now on."""
    connection_created.connect(_register_functions, dispatch_uid="programs.audit.connection")


def _register_functions(connection: Any, **_: Any) -> None:
    if connection.vendor != "sqlite":
        return
    for field in FIELDS:
        connection.connection.create_function(f"pz_{field}", 0, lambda field=field: getattr(context.current(), field))
    connection.connection.create_function("pz_now", 0, lambda: datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"))


def tell_database(using: str = "default") -> None:
    """Set actor, reason, door and request of the running transaction. Nothing to do on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    now = context.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pz.actor', %s, true), set_config('pz.reason', %s, true), set_config('pz.door', %s, true), set_config('pz.request_id', %s, true)",
            [now.actor, now.reason, now.door, now.request_id],
        )
