"""Who has not reported: agencies with values that were due and did not arrive, the most missing first."""

from django.utils.translation import gettext as _

from reports.content.cells import count_cell, share_cell, text_cell
from reports.content.paper import first_on_paper
from reports.content.source import Source
from reports.content.tree import Column, Row, Section, Table


def unreported_section(source: Source, most: int) -> Section:
    """Agencies that owe values of the period; `most` of them on paper."""
    quality = source.result["quality"]
    owing = [row for row in quality["by_agency"] if row["missing"]]
    owing.sort(key=lambda row: (-int(row["missing"]), str(row["agency"])))
    due = bool(quality["overall"]["expected"])
    table = Table(
        "unreported",
        _("Agencies that have not reported, most missing first"),
        (
            Column(_("Agency"), 4),
            Column(_("Values due"), 1, "right"),
            Column(_("Received"), 1, "right"),
            Column(_("Missing"), 1, "right"),
            Column(_("Completeness"), 1.2, "right"),
        ),
        tuple(
            Row(
                (
                    text_cell(source.name("agencies", row["agency"])),
                    count_cell(row["expected"]),
                    count_cell(row["received"]),
                    count_cell(row["missing"], strong=True),
                    share_cell(row["completeness"]),
                )
            )
            for row in owing
        ),
        empty=_("Every agency has reported what was due.") if due else _("Nothing was due in this period."),
        dense=True,
    )
    return Section("unreported", "", _("Who has not reported"), (first_on_paper(table, "unreported", most),))
