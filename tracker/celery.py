"""The Celery app: `celery -A tracker.celery worker` and `celery -A tracker.celery beat`.

Celery only carries wake-ups; the `Job` row is the truth of any work in progress. What beat calls does no work
of its own: it requests jobs, and the unique key of a job makes a second beat or a late beat harmless.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
app.conf.beat_schedule = {
    "tick": {
        "task": "programs.tick",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
}


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """A receiver of this signal keeps Celery from replacing our JSON log lines by its own."""
