"""Admin screens of packages: the schedule and failed sign-ins, which administrators keep and auditors read."""

from tracker.admin import schedule, sign_ins

__all__ = ["schedule", "sign_ins"]
