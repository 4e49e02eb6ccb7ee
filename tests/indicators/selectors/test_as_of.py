"""Any interleaving of revisions: what was known at any moment is answered exactly."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Observation, ObservationHistory
from indicators.selectors.observations import ObservationFilter, observation_rows
from programs import clock, periods
from programs.actors import SYSTEM
from tests.factories.indicators import Pilot, pilot, row, submit

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
CELLS = [
    ("IND01", "2026-Q2", {"size": "small"}),
    ("IND01", "2026-Q3", None),
    ("IND03", "2026-07", None),
    ("IND03", "2026-08", None),
]
DELIVERIES = st.lists(
    st.dictionaries(st.sampled_from(range(len(CELLS))), st.sampled_from(["100.0", "101.0", "102.0", None]), min_size=1),
    min_size=1,
    max_size=8,
)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Pilot:
    """A small pilot whose clock can be set; each example adds to it, which only makes the history longer."""
    request.getfixturevalue("settings").DEBUG = True
    return pilot()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(deliveries=DELIVERIES)
def test_as_of_answers_what_a_plain_log_answers(place: Pilot, deliveries: list[dict[int, str | None]]) -> None:
    begin = max(
        [
            START,
            *(
                moment + timedelta(hours=1)
                for moment in Observation.objects.order_by("-recorded_at").values_list("recorded_at", flat=True)[:1]
            ),
        ]
    )
    log: list[tuple[datetime, dict[str, Decimal | None]]] = [(begin - timedelta(minutes=1), _known(place, begin))]
    for number, delivery in enumerate(deliveries):
        moment = begin + timedelta(minutes=number)
        with clock.at(moment):
            outcome = submit(place, [_row(cell, value) for cell, value in delivery.items()], mode="partial")
        assert outcome.state == "accepted"
        log.append(
            (
                moment,
                log[-1][1]
                | {_name(cell): None if value is None else Decimal(value) for cell, value in delivery.items()},
            )
        )
    for moment, state in log:
        for asked in (moment, moment + timedelta(seconds=59)):
            assert _known(place, asked) == state
    versions = list(observation_rows(place.program, ObservationFilter(revisions=True), by=SYSTEM))
    by_cell: dict[tuple[str, int, str], list[int]] = {}
    for version in versions:
        by_cell.setdefault((version["indicator"], version["month"], version["dimension_key"]), []).append(
            version["version"]
        )
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_cell.values())
    assert len(versions) == Observation.objects.count() + ObservationHistory.objects.count()


def _row(cell: int, value: str | None) -> dict:
    indicator, period, dimensions = CELLS[cell]
    missing = {"status": "M", "note": "not collected"} if value is None else {}
    return row(value, indicator=indicator, period=period, dimensions=dimensions, **missing)


def _name(cell: int) -> str:
    indicator, period, dimensions = CELLS[cell]
    return f"{indicator} {period} {'size=small' if dimensions else ''}"


def _known(place: Pilot, moment: datetime) -> dict[str, Decimal | None]:
    rows = observation_rows(place.program, ObservationFilter(as_of=moment), by=SYSTEM)
    return {
        f"{item['indicator']} {periods.from_month(item['frequency'], item['month']).code} {item['dimension_key']}": item[
            "value"
        ]
        for item in rows
    }
