"""Period codes: reading, order, neighbours, parts and labels."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation import periods
from reports.evaluation.errors import EvaluationError
from reports.evaluation.periods import Period, parse
from tests.reports.evaluation.builders import steady

any_period = st.builds(periods.from_month, st.sampled_from("ASQM"), st.integers(12 * 1900, 12 * 2100))


@pytest.mark.parametrize(
    ("code", "normal", "first", "last"),
    [
        ("2025", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-S1", "2025-S1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-S2", "2025-S2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-Q3", "2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-07", "2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("2025-M07", "2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_code_names_its_days(code, normal, first, last):
    period = parse(code)
    assert (period.code, period.start, period.end) == (normal, first, last)
    assert periods.normal(code) == normal


@pytest.mark.parametrize(
    "code",
    [
        "",
        "25",
        "0000",
        "2025-",
        "2025-Q0",
        "2025-Q5",
        "2025-S3",
        "2025-13",
        "2025-00",
        "2025-M13",
        "2025-M7",
        "2025-7",
        "2025-Q01",
        "2025-S01",
        "2025Q3",
        "2025-q3",
        " 2025",
        "2025-W01",
        "２０２５",
    ],
)
def test_anything_else_is_refused_with_the_accepted_forms(code):
    with pytest.raises(EvaluationError) as refusal:
        parse(code)
    assert refusal.value.code == "bad_period"
    assert "2025-Q3" in refusal.value.faults[0].hint


@pytest.mark.parametrize(
    ("code", "before", "last_year"),
    [
        ("2025", "2024", "2024"),
        ("2025-S1", "2024-S2", "2024-S1"),
        ("2025-Q1", "2024-Q4", "2024-Q1"),
        ("2025-01", "2024-12", "2024-01"),
    ],
)
def test_neighbours(code, before, last_year):
    assert periods.previous(parse(code)).code == before
    assert periods.year_ago(parse(code)).code == last_year


def test_a_shift_out_of_the_calendar_is_refused():
    with pytest.raises(periods.PeriodError):
        periods.shift(parse("9999"), 1)
    with pytest.raises(periods.PeriodError):
        periods.shift(parse("0001-01"), -1)


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("2025-Q3", "2025-Q3", 0),
        ("2025-Q3", "2025-Q4", -1),
        ("2025-09", "2025-Q3", -1),
        ("2025", "2025-S2", 1),
        ("2026-01", "2025", 1),
    ],
)
def test_order_is_by_last_day_then_length(left, right, order):
    assert periods.compare(parse(left), parse(right)) == order


@pytest.mark.parametrize(
    ("code", "frequency", "parts"),
    [
        ("2025-Q3", "M", ["2025-07", "2025-08", "2025-09"]),
        ("2025", "Q", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("2025-S2", "Q", ["2025-Q3", "2025-Q4"]),
        ("2025-07", "M", ["2025-07"]),
        ("2025-07", "Q", []),
    ],
)
def test_parts_of_a_period(code, frequency, parts):
    assert [part.code for part in periods.children(parse(code), frequency)] == parts


@pytest.mark.parametrize(
    ("code", "frequency", "found"),
    [("2026-Q3", "A", "2025"), ("2026-Q4", "A", "2026"), ("2026-08", "Q", "2026-Q2"), ("2026-Q3", "M", "2026-09")],
)
def test_the_newest_period_that_has_ended(code, frequency, found):
    assert periods.latest_ended(frequency, parse(code).last_month).code == found


@pytest.mark.parametrize(
    ("code", "frequency", "found"),
    [("2024", "Q", "2025-Q1"), ("2024-11", "Q", "2025-Q1"), ("2024-10", "Q", "2025-Q1"), ("2024-09", "Q", "2024-Q4")],
)
def test_the_first_period_that_begins_later(code, frequency, found):
    assert periods.first_after(frequency, parse(code).last_month).code == found


def test_a_span_has_both_ends():
    assert [period.code for period in periods.until(parse("2025-Q3"), parse("2026-Q1"))] == [
        "2025-Q3",
        "2025-Q4",
        "2026-Q1",
    ]
    assert periods.until(parse("2026-Q1"), parse("2025-Q4")) == ()


def test_the_window_runs_backwards():
    assert [period.code for period in periods.window(parse("2026-Q1"), 2)] == ["2025-Q4", "2025-Q3"]


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        ("2025", "2025", "2025年"),
        ("2025-S1", "First half of 2025", "2025年上半年"),
        ("2025-S2", "Second half of 2025", "2025年下半年"),
        ("2025-Q3", "Q3 2025", "2025年第三季度"),
        ("2025-M07", "July 2025", "2025年7月"),
        ("2025-12", "December 2025", "2025年12月"),
    ],
)
def test_labels(code, english, chinese):
    assert periods.label(code, "en") == english
    assert periods.label(code, "zh-hans") == chinese


@steady
@given(any_period, st.integers(-200, 200))
def test_a_shift_there_and_back_changes_nothing(period: Period, steps: int):
    assert periods.shift(periods.shift(period, steps), -steps) == period


@steady
@given(any_period)
def test_a_code_reads_back_and_days_follow_without_gap(period: Period):
    assert parse(period.code) == period
    assert (period.start - periods.previous(period).end).days == 1
    assert periods.shift(period, -periods.PER_YEAR[period.frequency]) == periods.year_ago(period)
