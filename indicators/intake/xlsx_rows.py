"""Reads the first sheet of a workbook with the columns of the CSV form."""

import io
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from indicators.intake.delivery import Delivery, Unreadable
from indicators.intake.sheet import delivery_of_sheet
from indicators.intake.upload_guard import check_workbook


def read_xlsx(body: bytes, *, dimensions: Collection[str], max_rows: int, max_bytes: int) -> Delivery:
    """The delivery in a workbook. Formulas count by their stored result. Raises Unreadable (400), TooLarge (413)."""
    check_workbook(body, max_bytes=max_bytes, max_rows=max_rows + 1000)
    try:
        lines = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OverflowError) as error:  # OverflowError: a duration beyond all calendars
        raise Unreadable(
            _("The workbook cannot be read: %(detail)s") % {"detail": str(error)[:200]}, code="not_a_workbook"
        ) from error
    return delivery_of_sheet(lines, dimensions=dimensions, max_rows=max_rows, cell_text=cell_text)


def sheet_names(body: bytes) -> list[str]:
    """The names of the sheets of a workbook that `read_xlsx` could read; the first one is read."""
    return list(CalamineWorkbook.from_filelike(io.BytesIO(body)).sheet_names)


def cell_text(cell: Any) -> Any:
    """A cell as people see it: numbers by their 15 digits (12.7 stays 12.7), texts as they are, other kinds untouched."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return format(Decimal(format(cell, ".15g")), "f")
