"""What administrators do with the tables of packages. Those tables have no audit triggers, so each act is logged."""

import logging

from axes.models import AccessAttempt
from axes.utils import reset
from django_celery_beat.models import PeriodicTask

from programs.actors import Actor
from programs.services.acting import acting
from programs.services.permissions import require_administrator, require_reason

log = logging.getLogger(__name__)


def schedule_switch(*, entry: PeriodicTask, enabled: bool, by: Actor, reason: str) -> PeriodicTask:
    """Switch an entry of the schedule on or off; beat notices within seconds. Administrators only; may run twice."""
    require_administrator(by)
    reason = require_reason(reason)
    with acting(by=by, reason=reason):
        row = PeriodicTask.objects.select_for_update().get(pk=entry.pk)
        row.enabled = enabled
        row.save(update_fields=["enabled", "date_changed"])
    log.info("schedule_switched", extra={"entry": row.name, "enabled": enabled, "actor": by.label, "reason": reason})
    return row


def lock_release(*, attempt: AccessAttempt, by: Actor, reason: str) -> int:
    """Forget the failed sign-ins of an account, so that it may try again. Administrators only; may run twice."""
    require_administrator(by)
    reason = require_reason(reason)
    with acting(by=by, reason=reason):
        count: int = reset(username=attempt.username)
    log.info("lock_released", extra={"account": attempt.username, "actor": by.label, "reason": reason})
    return count
