"""Admin screens of packages: the schedule and failed sign-ins, for administrators only."""

from tracker.admin import schedule, sign_ins

__all__ = ["schedule", "sign_ins"]
