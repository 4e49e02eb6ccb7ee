"""Breaking the plan down: one task for each measure and each pilot zone that it concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.models import Agency, Measure, Milestone, Program, Task, Zone
from programs.services.acting import acting
from programs.services.permissions import require_staff
from programs.services.tasks.schedule import milestone_dates, task_dates


@dataclass(frozen=True, slots=True)
class GenerateReport:
    """What `tasks_generate` made: codes of new tasks, how many were there, and what could not be made and why."""

    created: tuple[str, ...]
    unchanged: int
    without_lead: tuple[tuple[str, str, str], ...]
    without_zone: tuple[str, ...]


@dataclass(slots=True)
class _Places:
    """Zones and agencies as dictionaries, read once."""

    zones: dict[int, Zone]
    pilots: list[Zone]
    agencies: dict[tuple[str, int], Agency]

    def concerned(self, named: Iterable[Zone]) -> list[tuple[Zone, Zone | None]]:
        """(pilot zone, the named zone it stands for) for each pilot zone that a measure concerns; all when none is named."""
        named = list(named)
        if not named:
            return [(pilot, None) for pilot in self.pilots]
        found = (
            (pilot, next((zone for zone in named if zone.pk in self.upwards(pilot)), None)) for pilot in self.pilots
        )
        return [(pilot, zone) for pilot, zone in found if zone is not None]

    def upwards(self, zone: Zone) -> list[int]:
        """The ids of the zone and everything above it."""
        chain: list[int] = []
        current: Zone | None = zone
        while current is not None and current.pk not in chain:
            chain.append(current.pk)
            current = self.zones.get(current.parent_id) if current.parent_id else None
        return chain

    def agency(self, function: str, pilot: Zone, named: Zone | None) -> Agency | None:
        """The agency of that function: in the zone that the measure names, else the city's, else that of the province."""
        places = ([named.pk] if named else []) + self.upwards(pilot)
        return next((self.agencies[function, place] for place in places if (function, place) in self.agencies), None)


def tasks_generate(*, program: Program, by: Actor) -> GenerateReport:
    """Make a draft task with milestones for every measure and zone concerned that has none yet.

    A measure concerns the zones that it names (a named province: the pilot cities inside it), or all pilot zones.
    Existing tasks are never touched, so it may run again at any time, also after the plan has grown. The number of
    statements does not depend on the number of measures. Coordinators only.
    """
    with acting(by=by, reason=_("Plan broken down into tasks")):
        program = Program.objects.select_for_update().get(pk=program.pk)
        require_staff(by, program.pk)
        places = _places(program)
        measures = Measure.objects.filter(program=program).prefetch_related("zones").order_by("number")
        present = set(Task.objects.filter(program=program).values_list("measure_id", "zone_id"))
        taken = set(Task.objects.exclude(program=program).values_list("code", flat=True))
        wanted = [
            (measure, pilot, named) for measure in measures for pilot, named in places.concerned(measure.zones.all())
        ]
        tasks, without_lead, unchanged = [], [], 0
        for measure, pilot, named in wanted:
            lead = places.agency(measure.lead_function, pilot, named)
            if (measure.pk, pilot.pk) in present:
                unchanged += 1
            elif lead is None:
                without_lead.append((measure.code, pilot.code, measure.lead_function))
            else:
                tasks.append(
                    (_task(program, measure, pilot, lead, taken), _cooperating(places, measure, pilot, named, lead))
                )
        _insert(tasks)
        concerned = {measure.pk for measure, _pilot, _named in wanted}
        without_zone = tuple(measure.code for measure in measures if measure.pk not in concerned)
    return GenerateReport(tuple(task.code for task, _agencies in tasks), unchanged, tuple(without_lead), without_zone)


def _places(program: Program) -> _Places:
    zones = {zone.pk: zone for zone in Zone.objects.all()}
    pilots = list(program.zones.order_by("sort_order", "code"))
    agencies: Mapping[tuple[str, int], Agency] = {
        (agency.function, agency.zone_id): agency for agency in Agency.objects.order_by("-code")
    }
    return _Places(zones, pilots, dict(agencies))


def _cooperating(places: _Places, measure: Measure, pilot: Zone, named: Zone | None, lead: Agency) -> list[int]:
    found = (places.agency(function, pilot, named) for function in measure.cooperating_functions)
    return sorted({agency.pk for agency in found if agency is not None and agency.pk != lead.pk})


def _task(program: Program, measure: Measure, zone: Zone, lead: Agency, taken: set[str]) -> Task:
    start, due = task_dates(
        start=program.start,
        end=program.end,
        commitment=measure.commitment,
        element=measure.element,
        number=measure.number,
    )
    code = f"T-{measure.code}-{zone.code}"
    return Task(
        program=program,
        measure=measure,
        zone=zone,
        lead=lead,
        code=code if code not in taken else f"{code}-{program.pk}",
        name_en=measure.name_en,
        name_zh=measure.name_zh,
        start=start,
        due=due,
        original_due=due,
    )


def _insert(tasks: list[tuple[Task, list[int]]]) -> None:
    Task.objects.bulk_create([task for task, _agencies in tasks])
    through = Task.cooperating.through
    through.objects.bulk_create(
        [through(task_id=task.pk, agency_id=agency) for task, agencies in tasks for agency in agencies]
    )
    Milestone.objects.bulk_create(
        [
            Milestone(
                task=task,
                position=position,
                name_en=step.name_en,
                name_zh=step.name_zh,
                weight=step.weight,
                due=due,
                original_due=due,
            )
            for task, _agencies in tasks
            for position, (step, due) in enumerate(
                milestone_dates(element=task.measure.element, start=task.start, due=task.due), 1
            )
        ]
    )
