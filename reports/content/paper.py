"""What of a long table stands on paper. Page, workbook and JSON always hold all rows, and paper says where."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.content.tree import Row, Table
from reports.content.workbook import sheet_title_of


def first_on_paper(table: Table, section: str, most: int) -> Table:
    """The table with its first `most` rows on paper; unchanged when it has no more."""
    return chosen_on_paper(table, section, table.rows[:most])


def chosen_on_paper(table: Table, section: str, rows: Sequence[Row]) -> Table:
    """The table with only `rows` on paper and a note that counts them; unchanged when these are all."""
    if len(rows) >= len(table.rows):
        return table
    return replace(table, paper=tuple(rows), paper_note=shown_note(len(rows), len(table.rows), section))


def shown_note(shown: int, total: int, section: str) -> str:
    """How many of all rows stand on paper, and where the others are."""
    figures = {"shown": shown, "total": total, "sheet": sheet_title_of(section)}
    return _("%(shown)s of %(total)s; all of them in the workbook, sheet %(sheet)s, and on the page.") % figures
