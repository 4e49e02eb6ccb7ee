"""Waits until the audit trail tells all that happened up to a moment; needed on PostgreSQL alone.

An event bears the time of its statement, but others see it only when its transaction has ended. So an event may turn
up inside a past that somebody has read already. It cannot once these two have been waited for, in this order:
1. the clock of the database stands past the moment: every event that bears the moment or an earlier time is written;
2. the transactions that hold a transaction number then have ended. One takes its number and locks it before its first
   row, so before the trigger looks at the clock, and lets go of the lock only after others see what it did.

Writers are not held up, and those that begin later are not waited for. The locks are asked, not the snapshot: numbers
that run may lie at or past `pg_snapshot_xmax`, which is one past the newest number that has ended. SQLite has one
writer at a time, and whoever takes its lock sees all that came before.
"""

import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from programs.exceptions import Conflict

PAUSE = 0.05

# Sessions of other databases write other trails. A prepared transaction has no session, so it is waited for.
_AT_WORK = """
SELECT held.transactionid::text FROM pg_locks held LEFT JOIN pg_stat_activity session ON session.pid = held.pid
WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
  AND held.pid IS DISTINCT FROM pg_backend_pid() AND coalesce(session.datname, current_database()) = current_database()
"""


def wait_until_settled(moment: datetime) -> None:
    """Wait until no event with the time `moment` or earlier can still turn up. Raises Conflict when that takes long.

    Call it outside of transactions: inside one it does nothing, because whoever waits while holding locks may wait
    for somebody who waits for these.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    deadline = time.monotonic() + settings.AUDIT_SETTLE_SECONDS
    _wait_until(lambda: _stands_past(moment), deadline)
    begun = _at_work()
    _wait_until(lambda: not begun or begun.isdisjoint(_at_work()), deadline)


def _wait_until(settled: Callable[[], bool], deadline: float) -> None:
    while not settled():
        if time.monotonic() > deadline:
            raise Conflict(
                _("A change that began earlier is still at work, so what was known at the moment is not settled."),
                code="changes_at_work",
                hint=_("Try again when the long change, such as an import, has ended."),
            )
        time.sleep(PAUSE)


def _stands_past(moment: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() > %s", [moment])
        return bool(cursor.fetchone()[0])


def _at_work() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_AT_WORK)
        return frozenset(number for (number,) in cursor.fetchall())
