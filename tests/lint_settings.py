"""The product's settings with the migration linter added, which only checks need (`make check`)."""

from tracker.settings import *  # noqa: F403
from tracker.settings import INSTALLED_APPS as PRODUCT_APPS

INSTALLED_APPS = [*PRODUCT_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {"no_cache": True}
