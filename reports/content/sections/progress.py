"""Progress against plan: sections of the plan by zones, as a heat table that also reads without colour."""

from django.utils.translation import gettext as _

from reports.content.cells import heat_cell, text_cell
from reports.content.sections.ratings import legend
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Cell, Column, Paragraph, Row, Section, Table


def progress_section(source: Source) -> Section:
    """One row per section, one column per zone: rating symbol, letter, and closed of all tasks."""
    found = {(group["section"], group["zone"] or ""): group for group in source.result["tasks"]["by_section_zone"]}
    others = sorted({zone for _section, zone in found} - set(source.zones), key=lambda zone: (not zone, zone))
    zones = [*source.zones, *others]
    rows = tuple(
        Row(
            (
                text_cell(f"{section['number']}  {source.name('sections', section['code'])}"),
                *(_cell(found.get((section["code"], zone))) for zone in zones),
            )
        )
        for section in source.result["sections"]
    )
    columns = (
        Column(_("Section of the plan"), 3.4),
        *(Column(clean_text(source.zone_name(zone), 40), 1, "center") for zone in zones),
    )
    blocks: list[Block] = [
        Paragraph(
            _("Each cell shows the rating of the tasks of a section in a zone, and how many of them are closed."),
            source.language,
        ),
        legend(),
        Table(
            "sections",
            _("Tasks by section of the plan and zone"),
            columns,
            rows if found else (),
            empty=_("No task has been entered yet."),
            dense=True,
            note=_("A dash: no task of this section in this zone."),
        ),
    ]
    return Section("progress", "", _("Progress by section and zone"), tuple(blocks))


def _cell(group: dict | None) -> Cell:
    if not group or not group["total"]:
        return text_cell("—")
    cell = heat_cell(group["rating"])
    return Cell(
        kind="rating", text=f"{cell.text}  {group['closed']}/{group['total']}", rating=cell.rating, symbol=cell.symbol
    )
