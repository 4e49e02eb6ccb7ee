"""Screen of the schedule: what runs when, and switching an entry on or off with a reason."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_celery_beat.models import PeriodicTask

from programs.actors import Role
from programs.admin.base import AccountAdmin, ViewOnlyAdmin
from programs.admin.cells import chip, column
from programs.admin.steps import Call, Step
from tracker.housekeeping import schedule_switch


def _switch(enabled: bool) -> Any:
    def switch(entry: PeriodicTask, call: Call) -> str:
        schedule_switch(entry=entry, enabled=enabled, by=call.by, reason=call.reason)
        return _("The entry is switched on.") if enabled else _("The entry is switched off.")

    return switch


@admin.register(PeriodicTask)
class ScheduleAdmin(ViewOnlyAdmin, AccountAdmin):
    """Entries of the schedule. Their times are set in the settings of the installation."""

    write_roles = (Role.ADMINISTRATOR,)
    list_display = ("name", "task", "times", "enabled_shown", "last_run_at", "total_run_count")
    list_select_related = ("interval", "crontab", "solar", "clocked")
    list_filter = ("enabled",)
    search_fields = ("name", "task")
    fields = ("name", "task", "times", "enabled_shown", "last_run_at", "total_run_count", "description")
    readonly_fields = fields
    steps = (
        Step(name="on", label=gettext_lazy("switch on"), one=_switch(True), when=lambda entry: not entry.enabled),
        Step(
            name="off",
            label=gettext_lazy("switch off"),
            one=_switch(False),
            when=lambda entry: entry.enabled,
            danger=True,
        ),
    )

    @column(gettext_lazy("when"))
    def times(self, entry: PeriodicTask) -> str:
        """The times in the words of the schedule."""
        return str(entry.scheduler)

    @column(gettext_lazy("state"), "enabled")
    def enabled_shown(self, entry: PeriodicTask) -> str:
        """Whether it runs."""
        return chip("●", _("on"), "good") if entry.enabled else chip("○", _("off"), "quiet")
