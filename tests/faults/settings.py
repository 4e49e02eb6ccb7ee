"""The product's settings with short leases, so that a case takes seconds; nothing else differs."""

import os
from pathlib import Path

from tracker.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]  # noqa: F405
JOB_LEASE_SECONDS = 6
JOB_MAX_ATTEMPTS = 50
FAULTS_FOLDER = Path(os.environ["FAULTS_FOLDER"])
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,  # noqa: F405
    "visibility_timeout": int(os.environ.get("FAULTS_VISIBILITY", "3600")),
}
