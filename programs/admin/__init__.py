"""Admin screens of `programs`, one file per screen; importing this package registers them."""

from programs.admin import (
    agencies,
    audit_blocks,
    audit_events,
    evidence,
    jobs,
    keys,
    measures,
    milestones,
    programs,
    progress_reports,
    sections,
    tasks,
    users,
    zones,
)

__all__ = [
    "agencies",
    "audit_blocks",
    "audit_events",
    "evidence",
    "jobs",
    "keys",
    "measures",
    "milestones",
    "programs",
    "progress_reports",
    "sections",
    "tasks",
    "users",
    "zones",
]
