"""Which thresholds were applied stands in the result."""

from reports.evaluation.programme import evaluate_programme
from reports.evaluation.types import RatingRule, TaskRule
from tests.reports.evaluation.builders import D, indicator, inputs

STRICT = RatingRule(code="own_thresholds", version="2", on_track=D(1), at_risk=D("0.8"), allow_partial=True)


def test_the_result_names_every_rule_that_was_applied():
    given = inputs(
        indicators=(indicator("IND03", rule=STRICT), indicator("IND01", rule=STRICT), indicator("IND02")),
        rule=RatingRule(on_track=D("0.9"), at_risk=D("0.50")),
        task_rule=TaskRule(at_risk=D("0.7"), due_soon_days=14),
    )
    strict = {
        "code": "own_thresholds",
        "version": "2",
        "method": "progress_index",
        "on_track": "1",
        "at_risk": "0.8",
        "allow_partial": True,
    }
    assert evaluate_programme(given)["rules"] == {
        "programme": {
            "code": "progress_index",
            "version": "1",
            "method": "progress_index",
            "on_track": "0.9",
            "at_risk": "0.5",
            "allow_partial": False,
        },
        "own": [{**strict, "indicators": ["IND01", "IND03"]}],
        "tasks": {
            "version": "1",
            "on_track": "0.95",
            "at_risk": "0.7",
            "off_track_share": "0.3",
            "due_soon_days": 14,
        },
    }
