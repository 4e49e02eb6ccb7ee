"""Five working days to acknowledge; later is late and stays visible."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from programs.acknowledgement import acknowledge_by, is_late
from tests.factories.programs import SHANGHAI_TIME

ASSIGNED = datetime(2025, 9, 29, 23, 30, tzinfo=SHANGHAI_TIME)  # a Monday before the National Day holidays


def test_the_last_day_passes_over_holidays():
    assert acknowledge_by(SimpleNamespace(assigned_at=ASSIGNED, acknowledged_at=None)) == date(2025, 10, 13)
    assert acknowledge_by(SimpleNamespace(assigned_at=None, acknowledged_at=None)) is None


@pytest.mark.parametrize(
    ("acknowledged", "today", "late"),
    [
        (None, date(2025, 10, 13), False),
        (None, date(2025, 10, 14), True),
        (datetime(2025, 10, 13, 23, 59, tzinfo=SHANGHAI_TIME), date(2026, 1, 1), False),
        (datetime(2025, 10, 14, 0, 1, tzinfo=SHANGHAI_TIME), date(2026, 1, 1), True),
    ],
)
def test_late(acknowledged, today, late):
    assert is_late(SimpleNamespace(assigned_at=ASSIGNED, acknowledged_at=acknowledged), today) is late


def test_an_unassigned_task_is_never_late():
    assert not is_late(SimpleNamespace(assigned_at=None, acknowledged_at=None), date(2030, 1, 1))
