"""Moving tasks through their states, one or many at once, by the table beside the model.

All or nothing: when one task of many may not take the step, none does, and every refusal is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs import clock
from programs.actors import Actor
from programs.exceptions import (
    DomainError,
    InvalidInput,
    NotAllowed,
    NotAllowedInState,
    NotFound,
    Problem,
    StaleVersion,
)
from programs.models import Evidence, Task, TaskState
from programs.models.tasks import NEEDS_REASON, RETURNS_TO_WORK, TRANSITIONS
from programs.services.acting import acting
from programs.services.given import refuse, text_problems
from programs.services.permissions import acts_for, is_staff, is_system, require_reason

AGENCY_STEPS = frozenset({"acknowledge", "start", "report_done"})
NEEDS_EVIDENCE = frozenset({"report_done", "close"})
VERIFIER_STEPS = frozenset({"close", "return"})
SIGNS = {"assign": "assigned", "acknowledge": "acknowledged", "report_done": "reported_done", "close": "closed"}
CLEARS = {"reopen": ("closed", "reported_done")}
_ERRORS: tuple[type[DomainError], ...] = (NotAllowed, StaleVersion, NotAllowedInState, InvalidInput)


@dataclass(frozen=True, slots=True)
class _Refusal:
    kind: type[DomainError]
    problem: Problem


def task_transition(
    *, task: Task, transition: str, by: Actor, reason: str = "", expected_version: int | None = None
) -> Task:
    """Take one step of the table with one task; the refreshed task is returned.

    Agency steps (acknowledge, start, report_done) belong to the lead agency, or to staff on its behalf; the others to
    the coordination group. Raises NotAllowed, NotAllowedInState, StaleVersion or InvalidInput (reason or evidence
    missing, unknown transition). A second run of the same step is refused by the state.
    """
    expected = {} if expected_version is None else {task.pk: expected_version}
    _move([task.pk], transition, by, reason, expected)
    return Task.objects.for_lists().get(pk=task.pk)


def tasks_transition(*, tasks: Iterable[Task], transition: str, by: Actor, reason: str = "") -> int:
    """Take one step with many tasks, or with none: every refusal is named at `/tasks/CODE`. Returns how many moved.

    The number of statements does not depend on the number of tasks. Raises as `task_transition`.
    """
    return _move([task.pk for task in tasks], transition, by, reason, {})


def allowed_transitions(task: Task, by: Actor) -> list[str]:
    """The steps that the actor could take with the task now, in the order of the table; reads nothing."""
    return [name for name, (sources, _target) in TRANSITIONS.items() if task.state in sources and _may(task, name, by)]


def _move(ids: list[int], transition: str, by: Actor, reason: str, expected: Mapping[int, int]) -> int:
    if transition not in TRANSITIONS:
        known = ", ".join(TRANSITIONS)
        raise InvalidInput(
            _("'%(name)s' is not a step of a task.") % {"name": transition[:40]},
            code="transition_unknown",
            pointer="/transition",
            hint=_("Known steps: %(known)s.") % {"known": known},
        )
    if transition in NEEDS_REASON:
        reason = require_reason(reason)
    refuse(text_problems(reason, "/reason", most=2000))
    with acting(by=by, reason=reason):
        has_evidence = Exists(Evidence.objects.filter(task=OuterRef("pk")))
        tasks = list(
            Task.objects.filter(pk__in=ids)
            .annotate(has_evidence=has_evidence)
            .select_related("lead")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        if len(tasks) != len(set(ids)):
            raise NotFound(_("There is no such task."))
        _raise_all([refusal for task in tasks if (refusal := _refusal(task, transition, by, expected)) is not None])
        sources, _target = TRANSITIONS[transition]
        changed = Task.objects.filter(pk__in=ids, state__in=sources).update(**_values(transition, by))
        if changed != len(tasks):
            raise StaleVersion(_("Somebody else changed a task in between."), hint=_("Load the list again."))
    return changed


def _values(transition: str, by: Actor) -> dict[str, Any]:
    now = clock.now()
    values: dict[str, Any] = {"state": _target(transition), "version": F("version") + 1, "updated_at": now}
    if sign := SIGNS.get(transition):
        values |= {f"{sign}_at": now, f"{sign}_by": by.label}
    for name in CLEARS.get(transition, ()):
        values |= {f"{name}_at": None, f"{name}_by": ""}
    return values


def _target(transition: str) -> Any:
    if transition not in RETURNS_TO_WORK:
        return TRANSITIONS[transition][1]
    return Case(
        When(acknowledged_at__isnull=False, then=Value(TaskState.IN_PROGRESS)),
        When(assigned_at__isnull=False, then=Value(TaskState.ASSIGNED)),
        default=Value(TaskState.DRAFT),
    )


def _may(task: Task, transition: str, by: Actor) -> bool:
    if is_staff(by, task.program_id):
        return True
    return transition in AGENCY_STEPS and acts_for(by, task.program_id, {task.lead_id})


def _refusal(task: Any, transition: str, by: Actor, expected: Mapping[int, int]) -> _Refusal | None:
    pointer = f"/tasks/{task.code}"
    sources, _target_state = TRANSITIONS[transition]
    if not _may(task, transition, by):
        who = (
            _("The lead agency or the coordination group does this.")
            if transition in AGENCY_STEPS
            else _("The coordination group does this.")
        )
        return _Refusal(
            NotAllowed,
            Problem("not_allowed", _("%(task)s: you may not take this step.") % {"task": task.code}, pointer, who),
        )
    if task.pk in expected and task.version != expected[task.pk]:
        message = _("Somebody else changed %(task)s in between.") % {"task": task.code}
        return _Refusal(
            StaleVersion,
            Problem(
                "stale_version",
                message,
                pointer,
                _("Load it again, look at what changed, and take the step once more."),
            ),
        )
    if task.state not in sources:
        message = _("%(task)s is in the state '%(state)s', which does not allow this step.") % {
            "task": task.code,
            "state": task.get_state_display(),
        }
        hint = _("Allowed from: %(states)s.") % {
            "states": pgettext("between the names of a list", ", ").join(
                str(TaskState(state).label) for state in TaskState.values if state in sources
            )
        }
        return _Refusal(NotAllowedInState, Problem("not_allowed_in_state", message, pointer, hint))
    if transition in NEEDS_EVIDENCE and not task.has_evidence:
        return _Refusal(
            InvalidInput,
            Problem(
                "evidence_missing",
                _("%(task)s has no evidence.") % {"task": task.code},
                pointer,
                _("Add a file or a web address first."),
            ),
        )
    if transition in VERIFIER_STEPS and task.reported_done_by == by.label:
        kind = InvalidInput if is_system(by) else NotAllowed
        return _Refusal(
            kind,
            Problem(
                "verifier_is_submitter",
                _("%(task)s: whoever reported it done cannot verify it.") % {"task": task.code},
                pointer,
                _("Ask a colleague to verify it."),
            ),
        )
    return None


def _raise_all(refusals: list[_Refusal]) -> None:
    for kind in _ERRORS:
        if any(refusal.kind is kind for refusal in refusals):
            raise kind(
                code=next(refusal.problem.code for refusal in refusals if refusal.kind is kind),
                problems=[refusal.problem for refusal in refusals],
            )
