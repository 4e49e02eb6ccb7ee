"""Opens the transaction of a change of state and tells the audit trail who acts and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connections, transaction

from programs.actors import Actor
from programs.audit import connection as audit_connection
from programs.audit import context
from programs.text import clean_text

LONGEST_REASON = 4_000


@contextmanager
def acting(*, by: Actor, reason: str = "", using: str = "default") -> Iterator[None]:
    """Run a block as `by`, in one transaction (a savepoint inside another). Every service's first line.

    The reason stays that of the outer block when none is given. Raises InvalidInput for a reason that no text column
    takes, before anything is written.
    """
    outer = context.current()
    reason = clean_text(reason, lines=True, max_length=LONGEST_REASON, pointer="/reason")
    token = context.enter(replace(outer, actor=by.label, reason=reason or outer.reason))
    try:
        with transaction.atomic(using=using):
            audit_connection.tell_database(using)
            yield
    finally:
        context.leave(token)
        connection = connections[using]
        if connection.in_atomic_block and not connection.needs_rollback:
            audit_connection.tell_database(using)


@contextmanager
def through_door(door: str, request_id: str = "") -> Iterator[None]:
    """Name the door (admin, api, portal, workbook, command, job) of everything in the block."""
    token = context.enter(replace(context.current(), door=door, request_id=request_id))
    try:
        yield
    finally:
        context.leave(token)
