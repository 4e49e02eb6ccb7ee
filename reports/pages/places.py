"""Pages of a city and of a section of the plan: the tasks and indicators that fall to it."""

from typing import Any

from reports.pages.base import ProgramPage
from reports.pages.rows import SEVERITY, group_row, heat_cell, indicator_rows, task_rows


class ZonePage(ProgramPage):
    """One pilot zone: its task counts, indicators and tasks, the worst first."""

    template_name = "reports/zone.html"

    def context(self) -> dict[str, Any]:
        """Rows of this zone from the evaluation; 404 for a zone that it does not list."""
        code = self.kwargs["zone"]
        zone = self.coded("zones", code)
        context = super().context()
        reading = context["reading"]
        tasks = [line for line in reading.result["tasks"]["lines"] if line["zone"] == code]
        groups = [group_row(reading, row) for row in reading.result["tasks"]["by_zone"] if row["zone"] == code]
        return {
            **context,
            "zone": zone,
            "name": reading.source.zone_name(code),
            "group": groups[0] if groups else None,
            "quality": next((row for row in reading.result["quality"]["by_zone"] if row["zone"] == code), None),
            "indicators": indicator_rows(reading, zone=code),
            "tasks": task_rows(reading, tasks),
        }


class SectionPage(ProgramPage):
    """One section of the plan: its cities, measures and tasks."""

    template_name = "reports/section.html"

    def context(self) -> dict[str, Any]:
        """Rows of this section from the evaluation; 404 for a section that it does not list."""
        code = self.kwargs["section"]
        section = self.coded("sections", code)
        context = super().context()
        reading = context["reading"]
        tasks = [line for line in reading.result["tasks"]["lines"] if line["section"] == code]
        cells = {row["zone"]: row for row in reading.result["tasks"]["by_section_zone"] if row["section"] == code}
        worst: dict[str, str] = {}
        for line in tasks:
            if SEVERITY.get(line["rating"], 5) < SEVERITY.get(worst.get(line["measure"], ""), 6):
                worst[line["measure"]] = line["rating"]
        measures = [
            {
                "code": row["code"],
                "clause": f"{section['number']}.{row['position']}",
                "name": reading.name("measures", row["code"]),
                "href": reading.to("measures", row["code"]),
                "tasks": row["tasks"],
                "indicators": row["indicators"],
                "rating": worst.get(row["code"], ""),
            }
            for row in reading.result["measures"]
            if row["section"] == code
        ]
        return {
            **context,
            "section": section,
            "name": reading.name("sections", code),
            "cells": [
                {"zone": reading.source.zone_name(zone), **heat_cell(reading, cells.get(zone), code, zone)}
                for zone in reading.source.zones
            ],
            "measures": measures,
            "tasks": task_rows(reading, tasks),
        }
