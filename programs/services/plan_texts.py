"""Storing the sections and measures that were found in a plain plan text."""

from typing import Any

from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import InvalidInput
from programs.models import Measure, Program, Section
from programs.plan_text import PlanText
from programs.services.acting import acting
from programs.services.loading import LoadReport, rows_sync
from programs.services.permissions import require_staff
from programs.text import clean_text

ELEMENT = "initiative"
LEAD_FUNCTION = "coordination"


def plan_text_load(*, program: Program, plan: PlanText, by: Actor) -> LoadReport:
    """Add the text's sections and measures to a programme, numbered S01… and M001… in reading order.

    What is stored already stays: only a text that is empty in this language is filled in, so the English and the
    Chinese plan may be read one after the other, and a second run changes nothing. Coordinators only. New measures
    carry the kind `initiative` and the function `coordination` until staff decide. Raises InvalidInput when the text
    holds no measure.
    """
    if not plan.sections:
        raise InvalidInput(
            _("No section with a measure was found in the text."),
            code="plan_text_empty",
            hint=_("A heading is a short line without a final stop; each paragraph below it is a measure."),
        )
    report = LoadReport()
    with acting(by=by, reason=_("Plan text read")):
        program = Program.objects.select_for_update().get(pk=program.pk)
        require_staff(by, program.pk)
        sections = _sections(program, plan, report)
        _measures(program, plan, sections, report)
    return report


def plan_text_document(plan: PlanText) -> dict[str, Any]:
    """The text as the `sections` part of a plan catalogue; texts of the other language are empty."""
    other = "en" if plan.language == "zh" else "zh"

    def words(**texts: str) -> dict[str, str]:
        given = {f"{stem}_{plan.language}": text for stem, text in texts.items()} | {
            f"{stem}_{other}": "" for stem in texts
        }
        return {name: given[name] for name in sorted(given)}

    number, sections = 0, []
    for place, section in enumerate(plan.sections, 1):
        measures = []
        for position, measure in enumerate(section.measures, 1):
            number += 1
            measures.append(
                {
                    "code": f"M{number:03d}",
                    "number": number,
                    "position": position,
                    **words(name=measure.name, text=measure.text),
                    "commitment": measure.commitment,
                    "element": ELEMENT,
                    "zones": [],
                    "institutions": [],
                    "lead_function": LEAD_FUNCTION,
                    "cooperating_functions": [],
                    "indicators": [],
                }
            )
        sections.append({"number": place, "code": f"S{place:02d}", **words(name=section.name), "measures": measures})
    return {"sections": sections}


def _sections(program: Program, plan: PlanText, report: LoadReport) -> dict[str, Section]:
    existing = Section.objects.filter(program=program)
    stored = {section.code: section for section in existing}
    rows = []
    for place, section in enumerate(plan.sections, 1):
        values: dict[str, Any] = {
            "code": f"S{place:02d}",
            "program_id": program.pk,
            "number": place,
            "name_en": "",
            "name_zh": "",
        }
        values[f"name_{plan.language}"] = clean_text(section.name, max_length=300)
        rows.append(_kept(stored.get(values["code"]), values))
    sections, report.kinds["sections"] = rows_sync(existing, rows)
    return sections


def _measures(program: Program, plan: PlanText, sections: dict[str, Section], report: LoadReport) -> None:
    existing = Measure.objects.filter(program=program)
    stored = {measure.code: measure for measure in existing}
    rows = []
    for place, section in enumerate(plan_text_document(plan)["sections"], 1):
        for measure in section["measures"]:
            texts = {
                name: clean_text(measure[name], lines=True) for name in ("name_en", "name_zh", "text_en", "text_zh")
            }
            plain = {
                name: measure[name] for name in ("code", "number", "position", "commitment", "element", "lead_function")
            }
            values = {"program_id": program.pk, "section_id": sections[f"S{place:02d}"].pk, **plain, **texts}
            rows.append(_kept(stored.get(measure["code"]), values))
    _measures_found, report.kinds["measures"] = rows_sync(existing, rows)


def _kept(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The stored values, with texts filled in only where they are empty."""
    if row is None:
        return values
    return {
        name: getattr(row, name) or value if name[-3:] in ("_en", "_zh") else getattr(row, name)
        for name, value in values.items()
    }
