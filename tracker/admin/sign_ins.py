"""Screens of failed sign-ins: those that count towards a lock with its release, and the record that is kept."""

from axes.models import AccessAttempt, AccessFailureLog
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.actors import Role
from programs.admin.base import AccountAdmin, ViewOnlyAdmin
from programs.admin.steps import Call, Step
from tracker.housekeeping import lock_release


def _release(attempt: AccessAttempt, call: Call) -> str:
    lock_release(attempt=attempt, by=call.by, reason=call.reason)
    return _("%(account)s may sign in again.") % {"account": attempt.username}


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ViewOnlyAdmin, AccountAdmin):
    """Accounts with failed sign-ins that still count; many lock an account for a while, a success forgets them."""

    write_roles = (Role.ADMINISTRATOR,)
    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)
    fields = ("username", "ip_address", "user_agent", "failures_since_start", "attempt_time", "path_info")
    readonly_fields = fields
    steps = (Step(name="release", label=gettext_lazy("allow again"), one=_release),)


@admin.register(AccessFailureLog)
class AccessFailureLogAdmin(ViewOnlyAdmin, AccountAdmin):
    """Every failed sign-in, kept also when the next one succeeded."""

    write_roles = (Role.ADMINISTRATOR,)
    list_display = ("username", "ip_address", "attempt_time", "locked_out")
    list_filter = ("locked_out",)
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)
    fields = ("username", "ip_address", "user_agent", "locked_out", "attempt_time", "path_info")
    readonly_fields = fields
