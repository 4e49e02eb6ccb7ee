"""Models of `programs`, one file per noun."""

from programs.models.audit import AuditBlock, AuditEvent, AuditSeal
from programs.models.jobs import Heartbeat, IdempotencyRecord, Job, JobState
from programs.models.places import Agency, Zone
from programs.models.plans import Measure, Program, ProgramZone, Section
from programs.models.tasks import Evidence, Milestone, ProgressReport, Task, TaskState
from programs.models.users import ApiKey, Membership, User

__all__ = [
    "Agency",
    "ApiKey",
    "AuditBlock",
    "AuditEvent",
    "AuditSeal",
    "Evidence",
    "Heartbeat",
    "IdempotencyRecord",
    "Job",
    "JobState",
    "Measure",
    "Membership",
    "Milestone",
    "Program",
    "ProgramZone",
    "ProgressReport",
    "Section",
    "Task",
    "TaskState",
    "User",
    "Zone",
]
