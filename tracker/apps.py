"""The composition root as a Django app: it loads the Celery app and the system checks, and brings the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Settings, schedule, health and first-run commands. No other app imports this one."""

    name = "tracker"
    verbose_name = _("Pilot-Zone Tracker")

    def ready(self) -> None:
        """Make our Celery app the current one, so that every shared job uses its broker; register the checks."""
        from tracker import celery, checks  # noqa: F401 - imported for what loading them registers


class TrackerAdminConfig(AdminConfig):
    """Django's admin with our site class in place of the stock one."""

    default_site = "tracker.admin_site.TrackerAdminSite"
