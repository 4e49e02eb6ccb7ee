"""Periods and days in words."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from reports.formats.dates import format_date, format_moment
from reports.formats.periods import format_period, period_end


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        ("2026-Q3", "Q3 2026", "2026年第三季度"),
        ("2026", "2026", "2026年"),
        ("2026-07", "July 2026", "2026年7月"),
        ("2026-M07", "July 2026", "2026年7月"),
        ("2026-S1", "First half of 2026", "2026年上半年"),
        ("2026-S2", "Second half of 2026", "2026年下半年"),
        ("next week", "next week", "next week"),
        (None, "—", "—"),
    ],
)
def test_period(code, english, chinese):
    assert format_period(code, "en") == english
    assert format_period(code, "zh-hans") == chinese


def test_period_end():
    assert period_end("2026-Q3") == date(2026, 9, 30)
    assert period_end("2028-02") == date(2028, 2, 29)
    assert period_end("2026-Q5") is None


def test_day():
    assert format_date("2026-08-31", "en") == "31 August 2026"
    assert format_date("2026-08-31", "en", short=True) == "31 Aug 2026"
    assert format_date(date(2026, 8, 1), "zh-hans") == "2026年8月1日"
    assert format_date(date(2026, 8, 1), "zh-hans", short=True) == "2026-08-01"
    assert format_date("soon", "en") == format_date(None, "en") == "—"


def test_moment_names_its_distance_from_utc():
    moment = datetime(2026, 10, 25, 16, 5, tzinfo=timezone(timedelta(hours=8)))
    assert format_moment(moment, "en") == "25 October 2026 16:05 (UTC+8)"
    assert format_moment(moment, "zh-hans") == "2026年10月25日 16:05（UTC+8）"
    assert format_moment(moment.astimezone(UTC), "en") == "25 October 2026 08:05 (UTC)"
    assert format_moment(moment.astimezone(timezone(timedelta(hours=-3, minutes=-30))), "en").endswith("(UTC-3:30)")
