"""Admin screens of `programs`, one file per screen; importing this package registers them."""

from programs.admin import (
    agencies,
    audit_blocks,
    audit_events,
    jobs,
    keys,
    measures,
    programs,
    sections,
    users,
    zones,
)

__all__ = [
    "agencies",
    "audit_blocks",
    "audit_events",
    "jobs",
    "keys",
    "measures",
    "programs",
    "sections",
    "users",
    "zones",
]
