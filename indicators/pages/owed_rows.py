"""The owed values as a file to fill in and upload, CSV or workbook; and what of such a file is read back.

Beside the columns of every upload stand some for people: names, units and the value before. They are not read back, and
a row that nobody filled in is passed over, as an empty cell of the form is.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from indicators.intake.delivery import Delivery
from indicators.pages.matrix import Cell, dimension_key, matrix
from indicators.pages.submit import AgencyDelivery
from indicators.validation.types import COLUMNS, Table

FOR_PEOPLE = ("name", "unit", "part", "previous")
WIDTHS = {"name": 34, "unit": 14, "part": 18, "dimensions": 18, "note": 30}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class OwedRows(AgencyDelivery):
    """The owed cells, one line per value with the codes that the API uses and what is handed in so far."""

    kind: ClassVar[str] = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file of the choice; 404 where nothing can be handed in."""
        choice = self.chosen()
        if choice is None:
            raise Http404
        cells = matrix(self.actor, choice["program"], choice["agency"], choice["period"])
        lines = [[*COLUMNS, *FOR_PEOPLE], *map(line_of, cells)]
        body = as_workbook(lines) if self.kind == "xlsx" else as_csv(lines)
        response = HttpResponse(body, content_type=TYPES[self.kind])
        name = f"{choice['program'].code}-{choice['agency'].code}-{choice['period']}.{self.kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class OwedWorkbook(OwedRows):
    """The same as an Excel workbook."""

    kind = "xlsx"


def line_of(cell: Cell) -> list[str]:
    """The line of a cell: the columns that are read, then those for people."""
    owed, row = cell.obligation, cell.as_row()
    row["dimensions"] = dimension_key(cell.dimensions)
    previous = "" if cell.previous is None else f"{cell.previous.normalize():f}"
    return [*(row[name] for name in COLUMNS), owed.indicator.name, owed.indicator.unit.name, cell.part, previous]


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read Chinese words right."""
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(lines: Sequence[Sequence[str]]) -> bytes:
    """One sheet of texts, so that no program turns a code or a value into something else."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
        for place, name in enumerate(lines[0]):
            sheet.set_column(place, place, WIDTHS.get(name, 12), text)
        for number, line in enumerate(lines):
            for place, content in enumerate(line):
                sheet.write_string(number, place, content, text)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def filled_in(delivery: Delivery) -> tuple[Delivery, int]:
    """The delivery without rows that nobody filled in and without the columns for people; and how many rows those were.

    When no row is filled in, all of them stay, so that the rules say what is missing.
    """
    table = delivery.table
    unknown = [(row, name) for row, name in table.unknown if row is not None or name not in FOR_PEOPLE]
    kept = [row for row in range(len(table)) if not _is_empty(table, row)] or list(range(len(table)))
    moved = {row: place for place, row in enumerate(kept)}
    columns = {name: [getattr(table, name)[row] for row in kept] for name in COLUMNS}
    told = [(None if row is None else moved[row], name) for row, name in unknown if row is None or row in moved]
    lines = [delivery.lines[row] for row in kept] if delivery.lines else ()
    return replace(delivery, table=Table(**columns, unknown=told), lines=lines), len(table) - len(kept)


def _is_empty(table: Table, row: int) -> bool:
    return table.value[row] in ("", None) and table.note[row] in ("", None) and table.status[row] in ("", None, "A")
