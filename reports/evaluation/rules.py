"""The thresholds that an evaluation applied, so that its readers need not look into its frozen inputs."""

from collections.abc import Iterable
from typing import Any

from reports.evaluation.decimals import to_text
from reports.evaluation.types import Indicator, RatingRule, TaskRule


def rules_block(rule: RatingRule, task_rule: TaskRule, indicators: Iterable[Indicator]) -> dict[str, Any]:
    """The programme's rule, the rules that indicators carry instead (equal ones together), and the rule of tasks.

    Indicators of a rule and the rules themselves stand in the order of `indicators`.
    """
    own: dict[RatingRule, list[str]] = {}
    for indicator in indicators:
        if indicator.rule is not None:
            own.setdefault(indicator.rule, []).append(indicator.code)
    return {
        "programme": _rating_rule(rule),
        "own": [{**_rating_rule(each), "indicators": codes} for each, codes in own.items()],
        "tasks": {
            "version": task_rule.version,
            "on_track": to_text(task_rule.on_track),
            "at_risk": to_text(task_rule.at_risk),
            "off_track_share": to_text(task_rule.off_track_share),
            "due_soon_days": task_rule.due_soon_days,
        },
    }


def _rating_rule(rule: RatingRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "version": rule.version,
        "method": rule.method,
        "on_track": to_text(rule.on_track),
        "at_risk": to_text(rule.at_risk),
        "allow_partial": rule.allow_partial,
    }
