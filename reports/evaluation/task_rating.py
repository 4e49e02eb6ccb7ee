"""Rating of a task by written rules, and the rating of a group of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.evaluation.decimals import ZERO, exact, total
from reports.evaluation.reasons import Reason, reason, share_text
from reports.evaluation.tasks import TaskFacts, is_claimed_done
from reports.evaluation.types import TaskRule

SEVERITY = ("on_track", "at_risk", "off_track")


@dataclass(frozen=True, slots=True)
class TaskVerdict:
    """Rating of a task and its reasons."""

    rating: str
    reasons: tuple[Reason, ...]


def rate_task(rule: TaskRule, facts: TaskFacts, today: date) -> TaskVerdict:
    """The verdict on one task.

    Closed is completed. Cancelled and draft are not rated. Waiting for a higher authority (one case, one report) and
    suspended are states of their own, not rated: lateness there is not the zone's. Everything else takes the worst of
    its findings: overdue is off track; schedule performance below the thresholds is off track or at risk; a late
    milestone, a passed original due date and a claim without evidence are at risk. An assigned task with nothing
    planned yet is not rated.
    """
    task = facts.task
    if facts.is_closed:
        return TaskVerdict("completed", (reason("closed", date=task.closed), *_lateness(facts)))
    if task.state in {"cancelled", "draft"}:
        return TaskVerdict("not_rated", (reason(task.state),))
    if facts.waiting and task.waiting_approval:
        return TaskVerdict("not_rated", (reason("waiting_for_approval", days=facts.late),))
    if facts.waiting:
        return TaskVerdict("not_rated", (reason("suspended"),))
    if facts.is_done:
        after = (reason("closed_after_status_date", date=task.closed),) if task.state == "closed" else ()
        return TaskVerdict("on_track", (*after, reason("awaiting_verification"), *_lateness(facts)))
    return _rate_open(rule, facts, today)


def _lateness(facts: TaskFacts) -> tuple[Reason, ...]:
    return (reason("done_late", days=facts.late),) if facts.late else ()


def _rate_open(rule: TaskRule, facts: TaskFacts, today: date) -> TaskVerdict:
    findings = _findings(rule, facts, today)
    rating = max((rating for rating, _ in findings), key=SEVERITY.index, default="on_track")
    reasons = [why for _, why in sorted(findings, key=lambda finding: -SEVERITY.index(finding[0]))]
    reasons += _notes(rule, facts, today)
    if not findings and facts.task.state == "assigned" and not facts.planned:
        return TaskVerdict("not_rated", (reason("not_started"), *reasons))
    return TaskVerdict(rating, tuple(reasons) or (reason("on_schedule"),))


def _findings(rule: TaskRule, facts: TaskFacts, today: date) -> list[tuple[str, Reason]]:
    """Everything that speaks against the task, each with the rating it leads to."""
    found: list[tuple[str, Reason]] = []
    if facts.overdue:
        found.append(("off_track", reason("overdue", days=facts.overdue)))
    elif facts.spi is not None and facts.spi < rule.on_track:
        far = facts.spi < rule.at_risk
        threshold = rule.at_risk if far else rule.on_track
        why = reason("schedule_behind", spi=share_text(facts.spi), threshold=threshold)
        found.append(("off_track" if far else "at_risk", why))
    if facts.late_steps:
        found.append(("at_risk", reason("milestones_overdue", count=facts.late_steps)))
    if facts.overdue_original > facts.overdue:
        found.append(("at_risk", reason("overdue_on_original_date", days=facts.overdue_original)))
    if is_claimed_done(facts.task, today) and not facts.task.evidence:
        found.append(("at_risk", reason("done_without_evidence")))
    return found


def _notes(rule: TaskRule, facts: TaskFacts, today: date) -> list[Reason]:
    notes = []
    if facts.task.state == "returned":
        notes.append(reason("returned"))
    if facts.task.state == "closed":
        notes.append(reason("closed_after_status_date", date=facts.task.closed))
    if facts.spi_t is not None and facts.spi is not None:
        notes.append(reason("schedule_time", spi_t=share_text(facts.spi_t)))
    if facts.task.due is not None and 0 <= (facts.task.due - today).days <= rule.due_soon_days:
        notes.append(reason("due_soon", days=(facts.task.due - today).days))
    return notes


@exact
def rate_group(rule: TaskRule, members: Sequence[tuple[TaskFacts, TaskVerdict]]) -> str:
    """Rating of a group, by weight of its tasks.

    completed when all that count are completed; off_track when off-track tasks hold `off_track_share` or more of the
    rated weight; at_risk when any task is off track or at risk; else on_track; not_rated when none is rated.
    """
    rated = [(facts, verdict.rating) for facts, verdict in members if facts.counts and verdict.rating != "not_rated"]
    if not rated:
        return "not_rated"
    ratings = {rating for _, rating in rated}
    if ratings == {"completed"} and len(rated) == sum(1 for facts, _ in members if facts.counts):
        return "completed"
    weight = total(facts.task.weight for facts, _ in rated)
    off = total((facts.task.weight for facts, rating in rated if rating == "off_track"))
    if off > ZERO and off >= rule.off_track_share * weight:
        return "off_track"
    return "at_risk" if ratings & {"off_track", "at_risk"} else "on_track"
