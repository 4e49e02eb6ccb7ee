"""Native charts of the workbook, fed from one sheet that holds their figures."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import xlsxwriter

from reports.content.tree import Chart
from reports.renderers.sheet_tables import SheetWriter

_LINE_COLORS = ("#0B4F8A", "#B45309", "#1B5E20", "#7C3AED", "#6B7280", "#B71C1C", "#0E7490")
_ROWS_OF_A_CHART = 17


class Place(NamedTuple):
    """Where the figures of a chart lie: sheet name, row of the head, last row."""

    sheet: str
    head: int
    last: int


def write_chart_data(sheet: SheetWriter, name: str, charts: Sequence[Chart]) -> dict[str, tuple[Chart, Place]]:
    """Write every chart's figures as a table; gives each chart's place. Line charts get room for the drawing beside."""
    places = {}
    for chart in charts:
        head = sheet.row + 1
        sheet.table(chart.data, for_chart=True)
        places[chart.key] = (chart, Place(name, head, head + len(chart.data.rows)))
        if chart.native == "line":
            sheet.row = max(sheet.row, head + _ROWS_OF_A_CHART)
    return places


def insert_chart(book: xlsxwriter.Workbook, sheet: SheetWriter, chart: Chart, place: Place, *, beside: bool) -> None:
    """Draw the chart on `sheet`: beside its figures, or below what is written so far."""
    kinds: dict[str, dict[str, Any]] = {
        "stacked": {"type": "bar", "subtype": "percent_stacked"},
        "line": {"type": "line"},
        "bar": {"type": "bar"},
    }
    drawn = book.add_chart(kinds[chart.native])
    colors = chart.colors or _LINE_COLORS
    for number, column in enumerate(chart.native_columns):
        color = colors[number % len(colors)]
        look: dict[str, Any] = (
            {
                "line": {"color": color, "width": 1.75},
                "marker": {"type": "circle", "size": 4, "fill": {"color": color}, "border": {"color": color}},
            }
            if chart.native == "line"
            else {"fill": {"color": color}, "gap": 60}
        )
        drawn.add_series(
            {
                "name": [place.sheet, place.head, column],
                "categories": [place.sheet, place.head + 1, 0, place.last, 0],
                "values": [place.sheet, place.head + 1, column, place.last, column],
                **look,
            }
        )
    title = f"{chart.data.caption} ({chart.data.note})" if chart.native == "line" and chart.data.note else chart.caption
    drawn.set_title({"name": title[:200], "name_font": {"size": 10}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 760, "height": 300 if beside else 320})
    if chart.native != "line":
        drawn.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1})
        drawn.set_x_axis(
            {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E3E7EC"}}}
        )
    options = {"description": chart.alt[:1000], "object_position": 1}
    if beside:
        sheet.sheet.insert_chart(place.head, len(chart.data.columns) + 1, drawn, options)
    else:
        sheet.sheet.insert_chart(sheet.row, 0, drawn, options)
        sheet.row += _ROWS_OF_A_CHART + 1
