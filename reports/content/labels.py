"""Words that renderers add to the tree: page numbers, sheet names, notes of their own."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def renderer_labels() -> dict[str, str]:
    """Labels by key, in the active language. `%(…)s` parts are filled in by the renderer."""
    return {
        "contents": _("Contents"),
        "page": _("Page %(page)s of %(pages)s"),
        "chart_data": _("The chart's figures"),
        "demonstration_long": _("Demonstration data: every figure is invented."),
        "missing_glyphs": _("Characters that the font of this file lacks are printed as 〓: %(list)s."),
        "fingerprint": _("Fingerprint"),
        "sheet_summary": pgettext("workbook sheet", "Summary"),
        "sheet_indicators": pgettext("workbook sheet", "Indicators"),
        "sheet_sections": pgettext("workbook sheet", "Sections"),
        "sheet_overdue": pgettext("workbook sheet", "Overdue"),
        "sheet_quality": pgettext("workbook sheet", "Quality"),
        "sheet_definitions": pgettext("workbook sheet", "Definitions"),
        "sheet_provenance": pgettext("workbook sheet", "Provenance"),
        "sheet_charts": pgettext("workbook sheet", "Chart data"),
        "notes": _("Notes"),
    }
