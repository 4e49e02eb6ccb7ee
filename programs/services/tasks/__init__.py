"""Everything that happens to a task: made, moved through its states, changed, reported on, proved."""

from programs.services.tasks.changes import task_reschedule, task_update
from programs.services.tasks.evidence import EvidenceInput, evidence_add, evidence_check
from programs.services.tasks.generate import GenerateReport, tasks_generate
from programs.services.tasks.milestones import milestone_complete, milestone_reschedule, milestone_undo
from programs.services.tasks.progress import progress_problems, progress_review, progress_submit
from programs.services.tasks.transitions import allowed_transitions, task_transition, tasks_transition

__all__ = [
    "EvidenceInput",
    "GenerateReport",
    "allowed_transitions",
    "evidence_add",
    "evidence_check",
    "milestone_complete",
    "milestone_reschedule",
    "milestone_undo",
    "progress_problems",
    "progress_review",
    "progress_submit",
    "task_reschedule",
    "task_transition",
    "task_update",
    "tasks_generate",
    "tasks_transition",
]
