"""Words that renderers add to the tree: page numbers, sheet names, notes of their own."""

from django.utils.translation import gettext as _

from reports.content.workbook import sheet_titles


def renderer_labels() -> dict[str, str]:
    """Labels by key, in the active language. `%(…)s` parts are filled in by the renderer."""
    return {
        "contents": _("Contents"),
        "page": _("Page %(page)s of %(pages)s"),
        "chart_data": _("The chart's figures"),
        "demonstration_long": _("Demonstration data: every figure is invented."),
        "missing_glyphs": _("Characters that the font of this file lacks are printed as 〓: %(list)s."),
        "fingerprint": _("Fingerprint"),
        **{f"sheet_{key}": title for key, title in sheet_titles().items()},
        "notes": _("Notes"),
    }
