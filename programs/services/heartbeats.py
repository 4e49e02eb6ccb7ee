"""Signs of life of processes that should always run, and whose turn it is to do what is due by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from programs.models import Heartbeat


def heartbeat_record(name: str, details: dict[str, Any]) -> None:
    """Note that the process called `name` is at work. One row for each name; may run any time."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now(), "details": details})


def heartbeat_take(name: str, every: float) -> bool:
    """Whether `every` seconds have passed since somebody last took this turn; if so it is taken now.

    One conditional write, so of several processes that ask at the same moment one gets True.
    """
    now = timezone.now()
    earlier = Heartbeat.objects.filter(pk=name).values_list("at", flat=True).first()
    if earlier is None:
        _row, created = Heartbeat.objects.get_or_create(name=name, defaults={"at": now})
        return created
    # Another may have taken it a moment after our `now`; a time far ahead is a clock that has been set back since.
    if abs(now - earlier) < timedelta(seconds=every):
        return False
    return bool(Heartbeat.objects.filter(pk=name, at=earlier).update(at=now))
