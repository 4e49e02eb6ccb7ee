"""Own thresholds of an indicator: only what an evaluation can read is taken, whatever is typed."""

import pytest
from django.core.exceptions import ValidationError

from indicators.models import IndicatorUse
from indicators.threshold_rules import readable_thresholds
from tests.factories.indicators import Pilot, pilot
from tests.factories.pages import client_of
from tests.factories.programs import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def use() -> IndicatorUse:
    """An indicator that a programme uses."""
    place: Pilot = pilot()
    return place.program.indicator_uses.get(indicator__code="IND01")


UNREADABLE = [
    "true", "0", '"x"', "[1, 2]", '{"zz": 1}', '{"on_track": "x", "at_risk": "0.5"}', '{"on_track": "0.9"}',
    '{"on_track": -5, "at_risk": -6}', '{"on_track": "0.5", "at_risk": "0.9"}', '{"method": "guess"}',
    '{"method": ["x"]}', '{"allow_partial": "no"}', '{"version": {}}', '{"on_track": true, "at_risk": false}',
    "[" * 2000, '"\\ud800"', '{"on_track": NaN, "at_risk": 1}', '{"on_track": 1e999, "at_risk": 1}',
]  # fmt: skip


@pytest.mark.parametrize("typed", UNREADABLE)
def test_thresholds_that_no_evaluation_could_read_are_refused(use: IndicatorUse, typed: str) -> None:
    data = {
        "program": use.program_id, "indicator": use.indicator_id, "weight": "1", "target_type": "increase",
        "thresholds": typed, "row_version": use.version, "reason_for_change": "agreed", "targets-TOTAL_FORMS": "0",
        "targets-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = client_of(user_with("coordinator")).post(f"/admin/indicators/indicatoruse/{use.pk}/change/", data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    use.refresh_from_db()
    assert use.thresholds == {}


def test_readable_thresholds_are_taken() -> None:
    readable_thresholds({"on_track": "0.95", "at_risk": 0.8, "method": "growth_ratio", "version": 2})
    readable_thresholds({"allow_partial": True})
    with pytest.raises(ValidationError):
        readable_thresholds({"at_risk": "0.99"})
