"""Loading a plan: programme, zones, agencies, sections and measures from one checked document."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.catalogue import plan_problems
from programs.exceptions import InvalidInput, Problem
from programs.models import Agency, Measure, Program, ProgramZone, Section, Zone
from programs.pinyin import initials
from programs.services.acting import acting
from programs.services.loading import Counts, LoadReport, links_differing, links_sync, rows_sync
from programs.services.permissions import require_shared, require_staff

Guard = Callable[[Sequence[Model]], None]


def plan_load(*, document: dict[str, Any], by: Actor, reason: str = "") -> LoadReport:
    """Insert or update everything that the document says of its plan; a second run changes nothing.

    `document` has the parts of the plan catalogue (`programs.catalogue`); parts of other apps are passed over.
    Nothing is deleted: what the document no longer holds is named as gone in the report. Coordinators only, and zones or
    agencies that other programmes use are changed only by who coordinates these as well. Raises InvalidInput with every
    problem at once, and then nothing has been written.
    """
    problems = list(plan_problems(document))
    if problems:
        raise InvalidInput(problems=problems)
    report = LoadReport()
    with acting(by=by, reason=reason or _("Plan loaded")):
        stored = Program.objects.filter(code=document["program"]["code"]).first()
        require_staff(by, stored.pk if stored else None)
        program = _load_program(document, report)
        guard = partial(require_shared, by)
        zones = _load_zones(document, program, report, guard)
        _load_agencies(document, zones, report, guard)
        _load_measures(document, program, zones, _load_sections(document, program, report), report)
    return report


def program_of(document: dict[str, Any]) -> Program:
    """The stored programme of a loaded document. Raises Program.DoesNotExist."""
    return Program.objects.get(code=document["program"]["code"])


def _load_program(document: dict[str, Any], report: LoadReport) -> Program:
    given = document["program"]
    texts = {
        f"{stem}_{language}": _with_note(given, stem, language)
        for stem in ("summary", "source")
        for language in ("en", "zh")
    }
    values = {
        "code": given["code"],
        "name_en": given["name_en"],
        "name_zh": given["name_zh"],
        "start": _day(given["start"]),
        "end": _day(given["end"]),
        "issuing_bodies": document.get("issuing_bodies", []),
        **texts,
    }
    programs, report.kinds["program"] = rows_sync(Program.objects.filter(code=given["code"]), [values])
    return programs[given["code"]]


def _with_note(given: Mapping[str, str], stem: str, language: str) -> str:
    parts = [given.get(f"{stem}_{language}", "")]
    if stem == "source":
        parts.append(given.get(f"date_note_{language}", ""))
    return "\n".join(part.strip() for part in parts if part)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _load_zones(document: dict[str, Any], program: Program, report: LoadReport, guard: Guard) -> dict[str, Zone]:
    given = document["zones"]
    rows = [
        {
            "code": zone["code"],
            "name_en": zone["name_en"],
            "name_zh": zone["name_zh"],
            "level": zone["level"],
            "sort_order": zone.get("sort_order", 0),
        }
        for zone in given
    ]
    codes = [zone["code"] for zone in given]
    parents = {zone["code"]: zone.get("parent") for zone in given}
    existing = Zone.objects.filter(code__in=codes)
    known = dict(existing.values_list("code", "parent__code"))
    moved = [code for code, parent in known.items() if parent != parents[code]]
    zones, report.kinds["zones"] = rows_sync(existing, rows, touched=moved, guard=guard)
    placed = [zone for code, zone in zones.items() if known.get(code) != parents[code]]
    for zone in placed:
        parent = parents[zone.code]
        zone.parent = zones[parent] if parent else None
    if placed:
        Zone.objects.bulk_update(placed, ["parent"])
    report.kinds["pilot zones"] = _load_pilots(document, program, zones)
    return zones


def _load_pilots(document: dict[str, Any], program: Program, zones: Mapping[str, Zone]) -> Counts:
    wanted = [zones[zone["code"]] for zone in document["zones"] if zone["pilot"]]
    stored = dict(ProgramZone.objects.filter(program=program).values_list("zone_id", "zone__code"))
    new = [ProgramZone(program=program, zone=zone) for zone in wanted if zone.pk not in stored]
    ProgramZone.objects.bulk_create(new)
    wanted_ids = {zone.pk for zone in wanted}
    gone = tuple(sorted(code for pk, code in stored.items() if pk not in wanted_ids))
    return Counts(len(new), 0, len(wanted) - len(new), gone)


def _load_agencies(document: dict[str, Any], zones: Mapping[str, Zone], report: LoadReport, guard: Guard) -> None:
    if "agencies" not in document:
        return
    rows = [
        {
            "code": agency["code"],
            "name_en": agency["name_en"],
            "name_zh": agency["name_zh"],
            "short_en": agency.get("short_en", ""),
            "short_zh": agency.get("short_zh", ""),
            "function": agency["function"],
            "zone_id": zones[agency["zone"]].pk,
            "search_initials": initials(agency["name_zh"], agency.get("short_zh", "")),
        }
        for agency in document["agencies"]
    ]
    codes = [row["code"] for row in rows]
    _agencies, counts = rows_sync(Agency.objects.filter(code__in=codes), rows, guard=guard)
    gone = (
        Agency.objects.filter(zone__in=[zone.pk for zone in zones.values()])
        .exclude(code__in=codes)
        .order_by("code")
        .values_list("code", flat=True)
    )
    report.kinds["agencies"] = Counts(counts.created, counts.updated, counts.unchanged, tuple(gone))


def _load_sections(document: dict[str, Any], program: Program, report: LoadReport) -> dict[str, Section]:
    rows = [
        {
            "code": section["code"],
            "program_id": program.pk,
            "number": section["number"],
            "name_en": section["name_en"],
            "name_zh": section["name_zh"],
        }
        for section in document["sections"]
    ]
    existing = Section.objects.filter(program=program)
    _refuse_taken(existing.values_list("code", "number"), {row["code"]: (row["number"],) for row in rows}, "/sections")
    sections, report.kinds["sections"] = rows_sync(existing, rows, parked=["number"])
    return sections


def _load_measures(
    document: dict[str, Any],
    program: Program,
    zones: Mapping[str, Zone],
    sections: Mapping[str, Section],
    report: LoadReport,
) -> None:
    given = [
        (sections[section["code"]], measure) for section in document["sections"] for measure in section["measures"]
    ]
    rows = [_measure_values(program, section, measure) for section, measure in given]
    existing = Measure.objects.filter(program=program)
    _refuse_taken(
        existing.values_list("code", "section_id", "position"),
        {row["code"]: (row["section_id"], row["position"]) for row in rows},
        "/sections",
    )
    wanted = {measure["code"]: {zones[code].pk for code in measure.get("zones", [])} for _section, measure in given}
    through = Measure.zones.through
    stored = {pk: wanted[code] for code, pk in existing.values_list("code", "pk") if code in wanted}
    differing = links_differing(through, "measure_id", "zone_id", stored)
    codes = {measure.pk: measure.code for measure in existing.only("code").filter(pk__in=differing)}
    measures, report.kinds["measures"] = rows_sync(existing, rows, parked=["position"], touched=codes.values())
    links_sync(through, "measure_id", "zone_id", {measures[code].pk: targets for code, targets in wanted.items()})


def _measure_values(program: Program, section: Section, measure: Mapping[str, Any]) -> dict[str, Any]:
    plain = ("code", "number", "position", "name_en", "name_zh", "commitment", "element", "lead_function")
    return {
        **{name: measure[name] for name in plain},
        "program_id": program.pk,
        "section_id": section.pk,
        "text_en": measure["text_en"].strip(),
        "text_zh": measure["text_zh"].strip(),
        "institutions": measure.get("institutions", []),
        "cooperating_functions": measure.get("cooperating_functions", []),
    }


def _refuse_taken(stored: Any, wanted: Mapping[str, tuple[Any, ...]], pointer: str) -> None:
    """Raise when a row that the document no longer holds still sits where the document wants another one."""
    kept = {tuple(place): code for code, *place in stored if code not in wanted}
    problems = [
        Problem(
            "place_taken",
            _("%(old)s is no longer in the plan but still holds the number that %(new)s now has.")
            % {"old": kept[place], "new": code},
            pointer,
            _("Keep its old code, or move the old record first."),
            code,
        )
        for code, place in wanted.items()
        if place in kept
    ]
    if problems:
        raise InvalidInput(problems=problems)
