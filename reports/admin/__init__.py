"""Admin screens of `reports`, one file per screen, and what `reports` adds to the task list."""

from reports.admin import evaluations, reports, task_rating

__all__ = ["evaluations", "reports", "task_rating"]
