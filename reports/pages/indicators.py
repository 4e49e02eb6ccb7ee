"""The page of an indicator: definition, clauses, cities, course against the path, and the observations behind it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from indicators.models import Indicator
from programs import clock
from reports.content.vocabulary import direction_word, frequency_word, zone_rule_word
from reports.pages.base import ProgramPage
from reports.pages.drawing import line_chart, value_range
from reports.pages.observations import observations_known
from reports.pages.reading import Reading
from reports.pages.rows import comparable_history, figure


class IndicatorPage(ProgramPage):
    """One indicator of a programme. `?zone=` narrows the observations, `?as_of=` asks what was known at the end of a day."""

    template_name = "reports/indicator.html"

    def context(self) -> dict[str, Any]:
        """Definition from the catalogue, figures from the evaluation, observations as known at the moment asked for."""
        indicator = self.one(
            Indicator.objects.select_related("unit").filter(uses__program=self.program), code=self.kwargs["indicator"]
        )
        as_of, asked, wrong = self.as_of()
        zones = list(self.program.zones.order_by("sort_order"))
        zone = next((row for row in zones if row.code == self.request.GET.get("zone")), None)
        return {
            **super().context(),
            "indicator": indicator,
            "words": {
                "direction": direction_word(indicator.direction),
                "frequency": frequency_word(indicator.frequency),
                "zone_rule": zone_rule_word(indicator.zone_rule),
            },
            "measures": indicator.uses.get(program=self.program).measures.select_related("section").order_by("number"),
            "zones": zones,
            "zone": zone,
            "as_of": asked,
            "as_of_problem": wrong,
            "today": clock.today(),
            "observations": observations_known(self.actor, self.program, indicator, zone, as_of),
            **self.figures(indicator.code),
        }

    def as_of(self) -> tuple[datetime | None, str, str]:
        """The moment of the view, the day as it was asked, and what is wrong with it.

        Without a day, or with one that cannot be used, the moment is that of the evaluation (None = now without one).
        """
        asked = self.request.GET.get("as_of", "")
        default = self.reading.evaluation.as_of if self.reading else None
        if not asked:
            return default, "", ""
        try:
            day = parse_date(asked)
        except ValueError:
            day = None
        if day is None:
            return default, "", _("“%(value)s” is not a day. Write it as 2026-10-15.") % {"value": asked[:40]}
        if day > clock.today():
            return default, "", _("The day lies in the future. Choose today or an earlier day.")
        return clock.end_of(day), asked, ""

    def figures(self, code: str) -> dict[str, Any]:
        """The evaluation's lines of the indicator with one chart per line; empty where it has none."""
        reading = self.reading
        lines = reading.source.lines_of(code) if reading else []
        if reading is None or not lines:
            return {"figures": [], "charts": []}
        rows = [
            {"name": found["zone_name"], "href": found["zone_href"], "figure": found}
            for line in lines
            for found in [figure(reading, line)]
        ]
        return {"figures": rows, "charts": charts(reading, lines)}


def charts(reading: Reading, lines: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Value and path by period: the programme on its own axis, the cities on one that they share."""
    cities = [line for line in lines if line["zone"]]
    shared = value_range([line["history"] for line in cities], [line["path"] for line in cities])
    found = []
    for line in sorted(lines, key=lambda line: bool(line["zone"])):
        size = (420, 210) if line["zone"] else (520, 230)
        chart = line_chart(comparable_history(reading, line), line["path"], shared if line["zone"] else None, *size)
        if chart is not None:
            found.append(
                {
                    "name": reading.source.zone_name(line["zone"]),
                    "city": bool(line["zone"]),
                    "chart": chart,
                    "key": line["zone"] or "all",
                    "last": figure(reading, line),
                }
            )
    return found
