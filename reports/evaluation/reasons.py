"""Reasons: why a line or a task got its rating, as stable codes with named parameters.

`REASONS` is the complete list; the report layer holds one translatable sentence per code and can check itself
against it. Parameters are texts: numbers as decimal strings, periods as codes, dates as ISO dates.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.evaluation.decimals import SHARE_PLACES, to_text

REASONS: dict[str, tuple[str, ...]] = {
    # no figure
    "no_value": ("period",),
    "not_due": ("period",),
    "reported_missing": ("period",),
    "suppressed": ("period",),
    "not_applicable": ("period",),
    "no_numerator": ("period",),
    "no_denominator": ("period",),
    "zero_denominator": ("period",),
    "different_periods": ("period",),
    "period_mismatch": ("period",),
    "not_recomputable": ("period",),
    "no_time_rule": ("period",),
    "negative_weight": ("period",),
    "zero_weight": ("period",),
    "ambiguous_last": ("period",),
    "not_yes_no": ("period",),
    # figure, but no verdict
    "no_target": (),
    "partial_zones": ("have", "of", "missing"),
    "partial_periods": ("missing",),
    "frequency_mismatch": ("period", "named"),
    "before_path": ("period",),
    "no_path": (),
    "baseline_beyond_target": ("baseline", "target"),
    "nothing_expected_yet": ("expected",),
    "step_not_due": ("period",),
    "year_not_over": ("value", "target"),
    # verdicts
    "achieved": ("value", "target"),
    "achieved_early": ("period",),
    "achieved_then_lost": ("period",),
    "target_missed": ("value", "target"),
    "on_path": ("index", "threshold", "value", "expected"),
    "behind_path": ("index", "threshold", "value", "expected"),
    "far_behind_path": ("index", "threshold", "value", "expected"),
    "moving_away": ("value", "baseline"),
    "growth_on_pace": ("ratio", "threshold"),
    "growth_behind_pace": ("ratio", "threshold"),
    "growth_far_behind_pace": ("ratio", "threshold"),
    "growth_ratio_undefined": (),
    "limit_kept": ("value", "limit"),
    "within_tolerance": ("value", "limit", "tolerance"),
    "limit_broken": ("value", "limit"),
    "in_range": ("value", "low", "high"),
    "outside_range": ("value", "low", "high", "distance"),
    "year_met": ("year", "value", "target"),
    "year_missed": ("year", "value", "target"),
    "years_met": ("met", "of"),
    "earlier_year_missed": ("years",),
    "years_unknown": ("years",),
    # notes beside a verdict
    "target_summed_from_zones": ("zones",),
    "running_total": ("since",),
    "year_to_date": ("year",),
    "required_growth": ("rate", "until"),
    "below_minimum": ("value", "limit"),
    "above_maximum": ("value", "limit"),
    "provisional": (),
    "estimated": (),
    # tasks
    "closed": ("date",),
    "closed_after_status_date": ("date",),
    "cancelled": (),
    "draft": (),
    "not_started": (),
    "suspended": (),
    "waiting_for_approval": ("days",),
    "awaiting_verification": (),
    "done_late": ("days",),
    "done_without_evidence": (),
    "returned": (),
    "overdue": ("days",),
    "overdue_on_original_date": ("days",),
    "milestones_overdue": ("count",),
    "schedule_behind": ("spi", "threshold"),
    "schedule_time": ("spi_t",),
    "due_soon": ("days",),
    "on_schedule": (),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code and its parameters as texts."""

    code: str
    params: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The form in which results carry it."""
        return {"code": self.code, "params": self.params}


def reason(code: str, **params: Decimal | date | int | str | None) -> Reason:
    """A reason with its parameters turned to texts; a parameter that is None becomes an empty text.

    Raises KeyError for an unknown code and ValueError for parameters other than the listed ones, so that a sentence
    is never printed with a hole.
    """
    if set(params) != set(REASONS[code]):
        raise ValueError(f"reason {code} takes the parameters {REASONS[code]}")
    return Reason(code, {name: _text(value) for name, value in params.items()})


def share_text(value: Decimal) -> str:
    """A ratio with the digits that reasons show."""
    return to_text(value, SHARE_PLACES) or ""


def _text(value: Decimal | date | int | str | None) -> str:
    if isinstance(value, Decimal):
        return to_text(value) or ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
