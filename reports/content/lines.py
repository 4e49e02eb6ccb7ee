"""What is said about one result line beside its figure: its status, what is missing in it, and why it is rated so."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import number_cell, plain_number
from reports.content.reasons import reason_sentence
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Cell
from reports.formats.periods import format_period


def value_cell(line: Mapping[str, Any], source: Source, *, strong: bool = False, link: bool = True) -> Cell:
    """The line's value with its link to the evidence, and small print for anything unusual about it."""
    indicator, zone = line["indicator"], line["zone"] or ""
    return number_cell(
        line["value"],
        source.decimals(indicator),
        href=source.lineage(indicator, zone) if link else "",
        detail=source.joined(*value_notes(line, source)),
        strong=strong,
    )


def value_notes(line: Mapping[str, Any], source: Source) -> list[str]:
    """Short notes: partial sums, provisional or estimated values, an older period than the report's."""
    notes = [partial_note(line, source), _status_note(line.get("status"))]
    period = line.get("value_period")
    if line["value"] is not None and period and period != source.scope["period"]:
        notes.append(format_period(clean_text(period, 12), source.language))
    return [note for note in notes if note]


def partial_note(line: Mapping[str, Any], source: Source) -> str:
    """`sum of 4 of 5 zones` when zones are missing from a programme figure; empty otherwise."""
    missing, contributing = line.get("missing") or [], line.get("contributing") or []
    if not missing or line["zone"]:
        return ""
    figures = {"present": len(contributing), "total": len(contributing) + len(missing)}
    if source.indicator(line["indicator"]).get("zone_rule") == "sum":
        return _("sum of %(present)s of %(total)s zones") % figures
    return _("from %(present)s of %(total)s zones") % figures


def previous_cell(line: Mapping[str, Any], source: Source) -> Cell:
    """The figure of the period before, marked where zones or periods did not contribute to it."""
    partial = any(point["partial"] for point in line["history"] if point["period"] == line["previous_period"])
    detail = _("partial") if partial else ""
    return number_cell(line["previous"], source.decimals(line["indicator"]), detail=detail)


def fraction_text(line: Mapping[str, Any]) -> str:
    """Numerator over denominator of a computed ratio; empty when the line has none."""
    if line.get("numerator") is None and line.get("denominator") is None:
        return ""
    return f"{plain_number(line.get('numerator'))} / {plain_number(line.get('denominator'))}"


def reason_text(line: Mapping[str, Any], source: Source) -> str:
    """The sentences behind the rating, and the zones that are missing, as one small text."""
    places = source.decimals(line["indicator"])
    sentences = [reason_sentence(reason, source, places) for reason in line.get("reasons") or []]
    told = {reason.get("code") for reason in line.get("reasons") or []}
    if line.get("missing") and not line["zone"] and "partial_zones" not in told:
        names = pgettext("between the names of a list", ", ").join(source.zone_name(code) for code in line["missing"])
        sentences.append(_("Missing: %(zones)s.") % {"zones": names})
    joint = "" if source.suffix == "zh" else " "
    return joint.join(dict.fromkeys(sentence for sentence in sentences if sentence))


def _status_note(status: Any) -> str:
    return {
        "P": _("provisional"),
        "E": _("estimated"),
        "B": _("break in the series"),
        "M": _("reported as missing"),
        "Q": _("suppressed"),
        "N": _("not applicable"),
    }.get(str(status), "")
