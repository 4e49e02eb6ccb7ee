"""Tasks from a table: new ones are made as drafts, known ones are compared, and nothing is overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import Problem
from programs.models import Agency, Measure, Program, Task, Zone
from programs.services.acting import acting
from programs.services.given import refuse, text_problems, weight_problems
from programs.services.permissions import require_staff
from programs.text import clean_text

COLUMNS = ("code", "measure", "zone", "lead", "cooperating", "name_en", "name_zh", "start", "due", "weight")
NEEDED = ("code", "measure", "zone", "lead", "due")
COMPARED = ("due", "start", "weight", "cooperating")
CODE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `notes` name what the rows say otherwise than tasks that are there, and was not changed."""

    created: int
    unchanged: int
    notes: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Known:
    """Codes of what rows may name, read once."""

    program: Program
    measures: dict[str, Measure]
    zones: dict[str, Zone]
    agencies: dict[str, Agency]
    tasks: dict[str, Task]
    places: set[tuple[int, int, int]]


def tasks_import(*, program: Program, rows: Sequence[Mapping[str, Any]], by: Actor) -> Imported:
    """Make a draft task for every row whose code is new; rows of a stored task change nothing, and notes say what differs.

    A row maps COLUMNS to texts, dates or numbers; `cooperating` is a list of codes parted by commas. Coordinators
    only. A second run changes nothing. All or nothing: raises InvalidInput with every problem at `/rows/N/column`.
    The number of statements does not depend on the number of rows.
    """
    with acting(by=by, reason=_("Tasks imported")):
        program = Program.objects.select_for_update().get(pk=program.pk)
        require_staff(by, program.pk)
        known = _known(program)
        problems: list[Problem] = []
        made: list[tuple[Task, list[Agency]]] = []
        unchanged = 0
        notes: list[Problem] = []
        for index, row in enumerate(rows):
            task, cooperating, faults = _task(row, f"/rows/{index}", known)
            problems += faults
            stored = known.tasks.get(task.code) if task else None
            if task is None:
                continue
            if stored is None:
                known.tasks[task.code] = task
                known.places.add((task.measure_id, task.zone_id, task.lead_id))
                made.append((task, cooperating))
            elif stored.pk and _same(stored, task):
                unchanged += 1
                notes += _differences(stored, task, cooperating, row, f"/rows/{index}")
            else:
                problems.append(
                    Problem(
                        "task_exists",
                        _("There is already another task %(code)s.") % {"code": task.code},
                        f"/rows/{index}/code",
                        _("Change it in the admin, with a reason."),
                        task.code,
                    )
                )
        refuse(problems)
        Task.objects.bulk_create([task for task, _agencies in made])
        through = Task.cooperating.through
        through.objects.bulk_create(
            [through(task_id=task.pk, agency_id=agency.pk) for task, agencies in made for agency in agencies]
        )
    return Imported(len(made), unchanged, tuple(notes))


def _known(program: Program) -> _Known:
    tasks = {task.code: task for task in Task.objects.prefetch_related("cooperating")}
    places = {(task.measure_id, task.zone_id, task.lead_id) for task in tasks.values()}
    measures = {measure.code: measure for measure in Measure.objects.filter(program=program)}
    return _Known(
        program,
        measures,
        {zone.code: zone for zone in program.zones.all()},
        {agency.code: agency for agency in Agency.objects.all()},
        tasks,
        places,
    )


def _task(row: Mapping[str, Any], pointer: str, known: _Known) -> tuple[Task | None, list[Agency], list[Problem]]:
    given = {name: row.get(name) for name in COLUMNS}
    problems = [
        Problem("value_missing", _("This is needed."), f"{pointer}/{name}")
        for name in NEEDED
        if given[name] in (None, "")
    ]
    problems += [
        problem
        for name in ("code", "name_en", "name_zh")
        for problem in text_problems(
            str(given[name] or ""), f"{pointer}/{name}", most=CODE_LENGTH if name == "code" else 300
        )
    ]
    measure = _named(known.measures, given["measure"], f"{pointer}/measure", problems)
    zone = _named(known.zones, given["zone"], f"{pointer}/zone", problems)
    lead = _named(known.agencies, given["lead"], f"{pointer}/lead", problems)
    codes = [code.strip() for code in str(given["cooperating"] or "").replace("，", ",").split(",") if code.strip()]
    cooperating = [
        agency
        for code in codes
        if (agency := _named(known.agencies, code, f"{pointer}/cooperating", problems)) and agency != lead
    ]
    due = _day(given["due"], f"{pointer}/due", known.program, problems)
    start = _day(given["start"] or known.program.start, f"{pointer}/start", known.program, problems)
    weight = 1 if given["weight"] in (None, "") else given["weight"]
    problems += weight_problems(str(weight), f"{pointer}/weight")
    if start and due and due < start:
        problems.append(
            Problem("due_before_start", _("The due date is not before the start."), f"{pointer}/due", value=str(due))
        )
    code = clean_text(str(given["code"] or "")) if not problems else ""
    if measure and zone and lead and code not in known.tasks and (measure.pk, zone.pk, lead.pk) in known.places:
        problems.append(
            Problem(
                "task_exists", _("This lead agency already has a task for this measure and zone."), f"{pointer}/lead"
            )
        )
    if problems or not (measure and zone and lead and due and start):
        return None, [], problems
    names = {name: clean_text(str(given[name] or "")) or getattr(measure, name) for name in ("name_en", "name_zh")}
    task = Task(
        program=known.program,
        measure=measure,
        zone=zone,
        lead=lead,
        code=code,
        start=start,
        due=due,
        original_due=due,
        weight=Decimal(str(weight)),
        **names,
    )
    return task, cooperating, []


def _named(known: Mapping[str, Any], value: Any, pointer: str, problems: list[Problem]) -> Any:
    code = str(value or "").strip()
    if code and code not in known:
        problems.append(
            Problem(
                "reference_unknown", _("'%(code)s' is not known here.") % {"code": code[:40]}, pointer, value=code[:40]
            )
        )
    return known.get(code)


def _day(value: Any, pointer: str, program: Program, problems: list[Problem]) -> date | None:
    if value in (None, ""):
        return None
    try:
        day = (
            value.date()
            if isinstance(value, datetime)
            else value
            if isinstance(value, date)
            else date.fromisoformat(str(value).strip().replace("/", "-"))
        )
    except ValueError:
        problems.append(
            Problem("not_a_date", _("This must be a date."), pointer, _("Write 2026-06-30."), str(value)[:40])
        )
        return None
    if not program.start <= day <= program.end:
        problems.append(
            Problem(
                "outside_programme",
                _("The date lies outside the programme (%(start)s to %(end)s).")
                % {"start": program.start, "end": program.end},
                pointer,
                value=str(day),
            )
        )
    return day


def _same(stored: Task, task: Task) -> bool:
    return all(
        getattr(stored, name) == getattr(task, name)
        for name in ("measure_id", "zone_id", "lead_id", "program_id", "name_en", "name_zh")
    )


def _differences(
    stored: Task, task: Task, cooperating: Sequence[Agency], row: Mapping[str, Any], pointer: str
) -> list[Problem]:
    """What the row gives otherwise than the task has it. A task's dates are a promise: they move one by one, with a reason."""
    there = _told(stored, stored.cooperating.all())
    given = _told(task, cooperating)
    return [
        Problem(
            f"{name}_differs",
            _("The task has %(stored)s here and was not changed.") % {"stored": there[name] or "—"},
            f"{pointer}/{name}",
            _("Change it in the admin, with a reason."),
            given[name],
        )
        for name in COMPARED
        if row.get(name) not in (None, "") and given[name] != there[name]
    ]


def _told(task: Task, cooperating: Iterable[Agency]) -> dict[str, str]:
    return {
        "due": str(task.due),
        "start": str(task.start),
        "weight": f"{task.weight:.2f}",
        "cooperating": ", ".join(sorted(agency.code for agency in cooperating)),
    }
