"""Reason codes of the evaluation as sentences. Unknown codes are printed as they are, so that none disappears."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from reports.content.source import Source
from reports.content.text import clean_text
from reports.formats.dates import format_date
from reports.formats.numbers import format_number, format_share, to_decimal
from reports.formats.periods import format_period

_AMOUNTS = frozenset({"value", "target", "expected", "baseline", "limit", "low", "high", "tolerance", "distance"})
_INDICES = frozenset({"index", "threshold", "ratio", "spi", "spi_t"})
_BELOW_THRESHOLD = ("index", "ratio", "spi")
_MOST_PLACES = 6
_PERIODS = frozenset({"period", "until", "since"})
_ZONE_LISTS = frozenset({"missing", "zones", "named"})


def reason_sentence(reason: Mapping[str, Any], source: Source, decimals: int = 2) -> str:
    """One reason in the active language; amounts are printed with `decimals` places."""
    code, params = str(reason["code"]), reason.get("params") or {}
    sentences = _sentences(get_language() or "en")
    if code not in sentences:
        details = ", ".join(f"{clean_text(key, 30)}: {clean_text(value, 60)}" for key, value in params.items())
        return f"{clean_text(code, 60)} ({details})" if details else clean_text(code, 60)
    shown = _Shown({key: _shown(str(key), value, source, decimals) for key, value in params.items()})
    shown.update(_apart(params))
    return sentences[code] % shown


@lru_cache(maxsize=4)
def _sentences(_language: str) -> Mapping[str, str]:
    """Every code's sentence in the active language, which is the key: long lists ask thousands of times."""
    return {
        **_no_figure(),
        **_no_verdict(),
        **_path_verdicts(),
        **_limit_verdicts(),
        **_notes(),
        **_task_reasons(),
    }


class _Shown(dict[str, str]):
    """Parameters of a sentence; one that the result lacks is printed as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def _shown(key: str, value: Any, source: Source, decimals: int) -> str:
    text = clean_text(value, 200)
    if key in _AMOUNTS or key in _INDICES:
        return format_number(text, decimals if key in _AMOUNTS else 2)
    if key in _PERIODS:
        return format_period(text, source.language)
    if key in _ZONE_LISTS:
        joint = pgettext("between the names of a list", ", ")
        return joint.join(_zone_or_period(part.strip(), source) for part in text.split(","))
    special = {"rate": format_share, "date": lambda day: format_date(day, source.language)}
    return special[key](text) if key in special else text


def _apart(params: Mapping[str, Any]) -> dict[str, str]:
    """An index and the threshold that it misses, with the digits that tell them apart: never `0.60, below 0.60`."""
    name = next((name for name in _BELOW_THRESHOLD if name in params), "")
    if not name or "threshold" not in params:
        return {}
    pair = (clean_text(params[name], 60), clean_text(params["threshold"], 60))
    same = to_decimal(pair[0]) == to_decimal(pair[1])
    for places in () if same else range(2, _MOST_PLACES):
        shown, threshold = (format_number(text, places) for text in pair)
        if shown != threshold:
            return {name: shown, "threshold": threshold}
    return {}


def _zone_or_period(code: str, source: Source) -> str:
    return source.zone_name(code) if source.row("zones", code) else format_period(code, source.language)


def _no_figure() -> dict[str, str]:
    return {
        "no_value": _("No value for %(period)s."),
        "not_due": _("The value for %(period)s is not due yet."),
        "reported_missing": _("Reported as missing for %(period)s."),
        "suppressed": _("The value for %(period)s is suppressed."),
        "not_applicable": _("Not applicable in %(period)s."),
        "no_numerator": _("The numerator for %(period)s is missing."),
        "no_denominator": _("The denominator for %(period)s is missing."),
        "zero_denominator": _("The denominator for %(period)s is zero."),
        "different_periods": _("Numerator and denominator for %(period)s are known for different periods only."),
        "period_mismatch": _("The zones report different periods around %(period)s."),
        "not_recomputable": _("The rate for %(period)s cannot be computed from its parts."),
        "no_time_rule": _("No rule says how shorter periods make up %(period)s."),
        "negative_weight": _("A weight for %(period)s is negative."),
        "zero_weight": _("The weights for %(period)s add up to zero."),
        "ambiguous_last": _("More than one latest value for %(period)s."),
        "not_yes_no": _("A value for %(period)s is neither yes nor no."),
    }


def _no_verdict() -> dict[str, str]:
    return {
        "no_target": _("No target has been set."),
        "partial_zones": _("Only %(have)s of %(of)s zones; missing: %(missing)s."),
        "partial_periods": _("Periods are missing: %(missing)s."),
        "frequency_mismatch": _(
            "The value is for %(period)s, the target is set for periods of another length (%(named)s): they cannot be compared."
        ),
        "before_path": _("The path begins in %(period)s."),
        "no_path": _("No path has been agreed."),
        "baseline_beyond_target": _("The baseline %(baseline)s lies beyond the target %(target)s."),
        "nothing_expected_yet": _("The path expects no change yet (%(expected)s)."),
        "step_not_due": _("The step is due in %(period)s."),
        "year_not_over": _("The year is not over: %(value)s so far, %(target)s asked."),
    }


def _path_verdicts() -> dict[str, str]:
    return {
        "achieved": _("Target met: %(value)s against %(target)s."),
        "achieved_early": _("Met before %(period)s."),
        "achieved_then_lost": _("Was met in %(period)s, then lost."),
        "target_missed": _("Target missed: %(value)s against %(target)s."),
        "on_path": _("Index %(index)s."),
        "behind_path": _("Index %(index)s, below %(threshold)s."),
        "far_behind_path": _("Index %(index)s, below %(threshold)s."),
        "moving_away": _("Moving away from the target: %(value)s, baseline %(baseline)s."),
        "growth_on_pace": _("Growth is %(ratio)s of the required pace."),
        "growth_behind_pace": _("Growth is %(ratio)s of the required pace; on track from %(threshold)s."),
        "growth_far_behind_pace": _("Growth is %(ratio)s of the required pace; at risk from %(threshold)s."),
        "growth_ratio_undefined": _("Rated by the progress index: growth is undefined for these values."),
        "year_met": _("%(year)s: %(value)s against %(target)s, met."),
        "year_missed": _("%(year)s: %(value)s against %(target)s, missed."),
        "years_met": _("Years met: %(met)s of %(of)s."),
        "earlier_year_missed": _("Earlier years missed: %(years)s."),
        "years_unknown": _("Years that cannot be judged: %(years)s."),
    }


def _limit_verdicts() -> dict[str, str]:
    return {
        "limit_kept": _("%(value)s keeps the limit %(limit)s."),
        "within_tolerance": _("%(value)s is beyond the limit %(limit)s, within the tolerance %(tolerance)s."),
        "limit_broken": _("%(value)s is beyond the limit %(limit)s."),
        "in_range": _("%(value)s lies within %(low)s to %(high)s."),
        "outside_range": _("%(value)s lies outside %(low)s to %(high)s, by %(distance)s."),
    }


def _notes() -> dict[str, str]:
    return {
        "target_summed_from_zones": _("The target is the sum of the zones' targets."),
        "running_total": _("Running total since %(since)s."),
        "year_to_date": _("Total of %(year)s so far."),
        "required_growth": _("%(rate)s a year needed until %(until)s."),
        "below_minimum": _("%(value)s is below %(limit)s, the smallest value that the indicator allows."),
        "above_maximum": _("%(value)s is above %(limit)s, the largest value that the indicator allows."),
        "provisional": _("Provisional value."),
        "estimated": _("Estimated value."),
    }


def _task_reasons() -> dict[str, str]:
    return {
        "closed": _("Closed on %(date)s."),
        "closed_after_status_date": _("Closed on %(date)s, after the status date."),
        "cancelled": _("Cancelled."),
        "draft": _("Not assigned yet."),
        "not_started": _("Not started."),
        "suspended": _("Suspended."),
        "waiting_for_approval": _("Waiting for a higher authority, %(days)s days past the date."),
        "awaiting_verification": _("Reported done, not verified yet."),
        "done_late": _("Done %(days)s days late."),
        "done_without_evidence": _("Reported done without evidence."),
        "returned": _("Returned to the lead agency."),
        "overdue": _("%(days)s days overdue."),
        "overdue_on_original_date": _("%(days)s days overdue on the original date."),
        "milestones_overdue": _("Milestones overdue: %(count)s."),
        "schedule_behind": _("Schedule performance %(spi)s, below %(threshold)s."),
        "schedule_time": _("Schedule performance in time %(spi_t)s."),
        "due_soon": _("Due in %(days)s days."),
        "on_schedule": _("On schedule."),
    }
