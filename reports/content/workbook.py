"""The workbook's sheets: which parts of the report each holds, and what it is called. Paper refers readers to them."""

from django.utils.translation import pgettext

SHEETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("summary", ("overview", "year", "closed", "changes", "ratings", "indicators")),
    ("indicators", ("details",)),
    ("sections", ("progress", "coverage")),
    ("overdue", ("overdue", "due_soon")),
    ("quality", ("quality", "unreported")),
    ("definitions", ("definitions", "method")),
    ("provenance", ("provenance",)),
)


def sheet_titles() -> dict[str, str]:
    """The title of every sheet by its key, in the active language."""
    return {
        "summary": pgettext("workbook sheet", "Summary"),
        "indicators": pgettext("workbook sheet", "Indicators"),
        "sections": pgettext("workbook sheet", "Sections"),
        "overdue": pgettext("workbook sheet", "Overdue"),
        "quality": pgettext("workbook sheet", "Quality"),
        "definitions": pgettext("workbook sheet", "Definitions"),
        "provenance": pgettext("workbook sheet", "Provenance"),
        "charts": pgettext("workbook sheet", "Chart data"),
    }


def sheet_title_of(section: str) -> str:
    """The title of the sheet that holds a section of the report. KeyError for an unknown section."""
    places = {key: name for name, keys in SHEETS for key in keys}
    return sheet_titles()[places[section]]
