"""Lets Django empty the test database after a transactional test, although triggers refuse that.

The product has no switch for its triggers, so this lives in the tests: the statements of Django's flush, and no
others, run between two that put the triggers to sleep and wake them, in one transaction.
"""

from typing import Any

import pytest

_EACH_TABLE = (
    "DO $$ DECLARE place regclass; BEGIN FOR place IN SELECT DISTINCT t.tgrelid::regclass FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND n.nspname = current_schema() "
    "LOOP EXECUTE format('ALTER TABLE %s {verb} TRIGGER USER', place); END LOOP; END $$"
)


def without_triggers(connection: Any, statements: list[str]) -> list[str]:
    """The statements, preceded by some that silence every trigger and followed by some that bring it back."""
    if connection.vendor == "postgresql":
        return [_EACH_TABLE.replace("{verb}", "DISABLE"), *statements, _EACH_TABLE.replace("{verb}", "ENABLE")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [*(f'DROP TRIGGER "{name}"' for name, _ in triggers), *statements, *(sql for _, sql in triggers)]


def pytest_configure(config: pytest.Config) -> None:
    """Wrap the one method through which Django's flush runs its statements."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        original(self, without_triggers(self.connection, sql_list))

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
