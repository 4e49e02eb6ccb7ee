"""The clock of every service: the real time, or a set moment while demonstration data are made.

Demonstration data tell a history of three years, so their services must run "then". A moment may be set only where
`DEBUG` is on, and the database triggers record everything written meanwhile under the door `demonstration`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("pz_clock", default=None)


def now() -> datetime:
    """The present moment, with time zone."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The present day in the office's time zone."""
    return timezone.localdate(now())


def end_of(day: date) -> datetime:
    """The last moment of a day in the office's time zone: what a bare day means where a moment is asked for."""
    return timezone.make_aware(datetime.combine(day, time.max))


def set_moment() -> datetime | None:
    """The moment that is set, None when the clock is the real one."""
    return _moment.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let services believe it is `moment`. Raises RuntimeError unless DEBUG is on."""
    if not settings.DEBUG:
        raise RuntimeError("The clock can be set for demonstration data only, where DEBUG is on.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
