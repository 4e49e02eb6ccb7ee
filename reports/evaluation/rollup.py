"""Tasks added up: by zone, by section and zone, each count and ratio from the same rated tasks."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reports.evaluation.decimals import SHARE_PLACES, exact, to_text, total
from reports.evaluation.task_rating import TaskVerdict, rate_group, rate_task
from reports.evaluation.tasks import TaskFacts, facts_of
from reports.evaluation.types import PROGRAMME, RATINGS, Section, Task, TaskRule, Zone

Rated = tuple[TaskFacts, TaskVerdict]


def rated_tasks(tasks: Iterable[Task], rule: TaskRule, today: date) -> list[Rated]:
    """Facts and verdict of each task, by task code."""
    facts = [facts_of(task, today) for task in sorted(tasks, key=lambda task: task.code)]
    return [(each, rate_task(rule, each, today)) for each in facts]


def task_line(rated: Rated) -> dict[str, Any]:
    """The line of one task in the result."""
    facts, verdict = rated
    task = facts.task
    return {
        "code": task.code,
        "name_en": task.name_en,
        "name_zh": task.name_zh,
        "measure": task.measure,
        "section": task.section,
        "zone": task.zone,
        "lead": task.lead,
        "state": task.state,
        "due": task.due and task.due.isoformat(),
        "original_due": task.original_due and task.original_due.isoformat(),
        "completion": to_text(facts.completion, SHARE_PLACES),
        "planned": to_text(facts.planned, SHARE_PLACES),
        "spi": to_text(facts.spi, SHARE_PLACES),
        "overdue_days": facts.overdue,
        "overdue_days_original": facts.overdue_original,
        "rating": verdict.rating,
        "reasons": [reason.as_json() for reason in verdict.reasons],
    }


@exact
def summed(members: Sequence[Rated]) -> dict[str, Any]:
    """Counts and weighted ratios of a group; drafts and cancelled tasks are left out.

    completion = sum(w P) / sum(w), planned likewise, over the tasks that do not wait for a higher authority and are not
    suspended (None when there is none); tasks without any due date are left out of both, so that the two compare.
    `overdue` counts tasks that are still owed and past their due date.
    """
    counted = [(facts, verdict) for facts, verdict in members if facts.counts]
    working = [(facts, facts.planned) for facts, _ in counted if not facts.waiting]
    both = [(facts.task.weight, facts.completion, plan) for facts, plan in working if plan is not None]
    weight = total(each for each, _, _ in both)
    counts = dict.fromkeys(RATINGS, 0)
    for _, verdict in counted:
        counts[verdict.rating] += 1
    return {
        "total": len(counted),
        "closed": sum(1 for facts, _ in counted if facts.is_closed),
        "overdue": sum(1 for facts, _ in counted if facts.overdue),
        "completion": _share(total(each * done for each, done, _ in both), weight),
        "planned": _share(total(each * plan for each, _, plan in both), weight),
        "counts": counts,
    }


def _share(part: Decimal, whole: Decimal) -> str | None:
    return to_text(part / whole, SHARE_PLACES) if whole else None


def by_zone(rated: Sequence[Rated], zones: Sequence[Zone]) -> list[dict[str, Any]]:
    """One row per pilot zone in plan order, then rows for other zones that have tasks, the programme's own last."""
    groups: dict[str, list[Rated]] = {zone.code: [] for zone in zones}
    for each in sorted(rated, key=lambda each: (each[0].task.zone == PROGRAMME, each[0].task.zone)):
        groups.setdefault(each[0].task.zone, []).append(each)
    return [{"zone": zone, **summed(members)} for zone, members in groups.items()]


def by_section_zone(
    rated: Sequence[Rated], sections: Sequence[Section], zones: Sequence[Zone], rule: TaskRule
) -> list[dict[str, Any]]:
    """One row per section and zone that has tasks which count, in plan order, with the rating of the group."""
    groups: dict[tuple[str, str], list[Rated]] = {}
    for each in rated:
        if each[0].counts:
            groups.setdefault((each[0].task.section, each[0].task.zone), []).append(each)
    section_place = {section.code: place for place, section in enumerate(sections)}
    zone_place = {zone.code: place for place, zone in enumerate(zones)}

    def place(key: tuple[str, str]) -> tuple[int, str, int, bool, str]:
        section, zone = key
        return (
            section_place.get(section, len(sections)),
            section,
            zone_place.get(zone, len(zones)),
            zone == PROGRAMME,
            zone,
        )

    return [
        {"section": key[0], "zone": key[1], **summed(groups[key]), "rating": rate_group(rule, groups[key])}
        for key in sorted(groups, key=place)
    ]
