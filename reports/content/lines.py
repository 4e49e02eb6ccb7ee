"""What is said about one result line beside its figure: its status, what is missing in it, and why it is rated so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programs.periods import MONTH_NAMES, PeriodError, parse
from reports.content.cells import number_cell, plain_number, share_cell, text_cell
from reports.content.reasons import reason_sentence
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Cell
from reports.formats.numbers import format_number
from reports.formats.periods import format_period

MOST_PERIODS = 2


def value_cell(line: Mapping[str, Any], source: Source, *, strong: bool = False, span: bool = True) -> Cell:
    """The line's value with its link to the evidence, and small print for anything unusual about it.

    Without `span` the small print leaves out which months the figure covers, where a column of its own says so.
    """
    indicator, zone = line["indicator"], line["zone"] or ""
    return number_cell(
        line["value"],
        source.decimals(indicator),
        href=source.lineage(indicator, zone),
        detail=source.joined(*value_notes(line, source, span=span)),
        strong=strong,
    )


def value_notes(line: Mapping[str, Any], source: Source, *, span: bool = True) -> list[str]:
    """Short notes: what is missing in the figure, provisional or estimated values, which months it covers."""
    notes = [partial_note(line, source), _without_periods(line, source), _status_note(line.get("status"))]
    if line["value"] is not None and span:
        notes += _span_notes(line, source)
    return [note for note in notes if note]


def _without_periods(line: Mapping[str, Any], source: Source) -> str:
    """`without June 2026`; long lists are counted, the reason beside the rating names them."""
    missing = line["missing_periods"]
    if line["value"] is None or not missing:
        return ""
    if len(missing) > MOST_PERIODS:
        return _("%(number)s periods missing") % {"number": len(missing)}
    joint = pgettext("between the names of a list", ", ")
    names = joint.join(format_period(clean_text(code, 12), source.language) for code in missing)
    return _("without %(periods)s") % {"periods": names}


def _span_notes(line: Mapping[str, Any], source: Source) -> list[str]:
    period = clean_text(line["value_period"], 12)
    shown = format_period(period, source.language)
    if line["covers"] == "year_to_date":
        return [each for each in [_since_january(period, shown)] if each != _period_of(source)]
    another = [shown] if period != source.scope["period"] else []
    if line["covers"] == "since_baseline":
        return [*_since_baseline(line, source), *another]
    return another


def _period_of(source: Source) -> str:
    return format_period(clean_text(source.scope["period"], 12), source.language)


def _since_baseline(line: Mapping[str, Any], source: Source) -> list[str]:
    if not line["baseline_period"]:
        return []
    start = format_period(clean_text(line["baseline_period"], 12), source.language)
    return [_("total since the end of %(period)s") % {"period": start}]


def _since_january(period: str, shown: str) -> str:
    """The months that a total since January covers; a plain period where it is one month or the whole year."""
    language = get_language() or "en"
    try:
        last = parse(period).end
    except PeriodError:
        return shown
    if last.month == 12:
        return format_period(str(last.year), language)
    if last.month == 1:
        return shown
    month = str(last.month) if language.startswith("zh") else MONTH_NAMES[last.month - 1]
    return pgettext("total since January", "January to %(month)s %(year)s") % {"month": month, "year": last.year}


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
    """The figure of the evaluation period before: with its period where that is one of its own, or why there is none."""
    detail = _no_previous(line["previous_reason"])
    if line["previous"] is not None and line["value_period"] != source.scope["period"]:
        detail = format_period(clean_text(line["previous_period"], 12), source.language)
    return number_cell(line["previous"], source.decimals(line["indicator"]), detail=detail)


def _no_previous(code: str | None) -> str:
    if not code:
        return ""
    words = {
        "different_coverage": _("other coverage"),
        "year_restarted": _("total restarts in January"),
        "reported_missing": _("reported as missing"),
        "not_due": _("not due yet"),
        "no_value": _("no data"),
        "suppressed": _("suppressed"),
        "not_applicable": _("not applicable"),
    }
    return words.get(code) or _("not computable")


def attained_cell(line: Mapping[str, Any]) -> Cell:
    """The attainment; for a target of each year that of this year, and how many of the years that are over met it."""
    parts = [_("of this year")] if line["attainment_kind"] == "year" else []
    if line["years_tested"]:
        parts.append(years_text(line))
    return replace(share_cell(line["attainment"]), detail=pgettext("between short remarks", "; ").join(parts))


def years_text(line: Mapping[str, Any]) -> str:
    """`2 of 2 years met`; empty where no year of a yearly target is over, and for other targets."""
    if not line["years_tested"]:
        return ""
    return _("%(met)s of %(of)s years met") % {"met": line["years_met"], "of": line["years_tested"]}


def target_cell(line: Mapping[str, Any], source: Source) -> Cell:
    """The target, saying how it is meant: of each year, a floor, a ceiling, or a range."""
    places = source.decimals(line["indicator"])
    kind = source.indicator(line["indicator"]).get("target_type")
    if line["target"] is None and kind == "maintain":
        return text_cell(_range_text(line, places))
    words = {"yearly": _("each year"), "minimum": _("at least"), "maximum": _("at most")}
    return number_cell(line["target"], places, detail=words.get(str(kind), "") if line["target"] is not None else "")


def _range_text(line: Mapping[str, Any], places: int) -> str:
    for reason in line["reasons"]:
        params = reason.get("params") or {}
        if "low" in params and "high" in params:
            return f"{format_number(params['low'], places)} – {format_number(params['high'], places)}"
    return ""


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
