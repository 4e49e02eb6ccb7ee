"""The composition root as a Django app: it loads the Celery app and the system checks, and brings the admin site."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Settings, schedule, health and first-run commands. No other app imports this one."""

    name = "tracker"
    verbose_name = _("Pilot-Zone Tracker")

    def ready(self) -> None:
        """Make our Celery app the current one, so that every shared job uses its broker; register the checks."""
        from tracker import celery, checks  # noqa: F401 - imported for what loading them registers

        make_run_time_folder()


def make_run_time_folder() -> None:
    """Make `VAR_DIR`, where the embedded database and files go. Raises ImproperlyConfigured where it cannot be made."""
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAR_DIR {str(settings.VAR_DIR)!r} cannot be made ({error.strerror}). Set VAR_DIR to a folder that can be written."
        ) from error


class TrackerAdminConfig(AdminConfig):
    """Django's admin with our site class in place of the stock one."""

    default_site = "tracker.admin_site.TrackerAdminSite"
