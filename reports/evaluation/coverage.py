"""Coverage of the plan: which clauses nobody works on or watches, and which claims nobody has proved."""

from collections.abc import Sequence
from typing import Any

from reports.evaluation.tasks import TaskFacts
from reports.evaluation.types import Indicator, Measure


def coverage(
    measures: Sequence[Measure], facts: Sequence[TaskFacts], indicators: Sequence[Indicator]
) -> dict[str, Any]:
    """Codes of what is not covered, in the given order.

    * measures_without_task: measures without any task that counts (drafts and cancelled tasks do not);
    * tasks_claiming_done: how many tasks claim something done;
    * tasks_without_evidence: tasks that claim something done (reported done, closed, or a finished milestone) and
      carry no evidence;
    * measures_without_indicator: measures that no indicator watches.
    """
    worked = {each.task.measure for each in facts if each.counts}
    watched = {code for indicator in indicators for code in indicator.measures}
    return {
        "measures_without_task": [measure.code for measure in measures if measure.code not in worked],
        "tasks_claiming_done": sum(1 for each in facts if _claims(each)),
        "tasks_without_evidence": [each.task.code for each in facts if _claims(each) and not each.task.evidence],
        "measures_without_indicator": [measure.code for measure in measures if measure.code not in watched],
    }


def _claims(facts: TaskFacts) -> bool:
    task = facts.task
    claimed = task.state in {"reported_done", "closed"} or any(step.done is not None for step in task.milestones)
    return facts.counts and claimed
