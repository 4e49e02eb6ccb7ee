"""Geometry of the inline drawings: it fits its frame and never draws what is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pages.drawing import (
    axis_steps,
    broken_lines,
    bullet,
    line_chart,
    short_number,
    spark,
    stacked_bar,
    timeline,
)


@given(
    st.dictionaries(
        st.sampled_from(["on_track", "at_risk", "off_track", "completed", "not_rated"]), st.integers(0, 500)
    )
)
def test_a_stacked_bar_fills_its_width(counts: dict[str, int]) -> None:
    """Pieces lie side by side and together are as wide as the bar; nothing counted, nothing drawn."""
    pieces = stacked_bar(counts, 300)
    assert sum(piece.count for piece in pieces) == sum(counts.values())
    if pieces:
        assert sum(float(piece.width) for piece in pieces) == pytest.approx(300, abs=0.5)
        assert float(pieces[-1].x) + float(pieces[-1].width) == pytest.approx(300, abs=0.5)


def test_a_spark_line_breaks_where_a_value_is_missing() -> None:
    """A gap is a gap, never a zero."""
    history = [{"period": "2026-Q1", "value": value} for value in ("1", "2", None, "3", "4")]
    drawing = spark(history)
    assert drawing is not None
    assert len(drawing["lines"]) == 2


@pytest.mark.parametrize("values", [[], ["1"], [None, None, "3"]])
def test_one_value_makes_no_line(values: list[str | None]) -> None:
    """A course needs two values."""
    assert spark([{"period": "2026-Q1", "value": value} for value in values]) is None


def test_lonely_points_make_no_line() -> None:
    """A run of one spot is no line."""
    assert broken_lines([(0, 0), None, (1, 1), (2, 2)], [0, 0, 0, 0]) == ["1.0,1.0 2.0,2.0"]


def test_a_line_breaks_between_segments() -> None:
    """A total that starts again in January is no fall."""
    assert broken_lines([(0, 0), (1, 1), (2, 0), (3, 1)], [2025, 2025, 2026, 2026]) == [
        "0.0,0.0 1.0,1.0",
        "2.0,0.0 3.0,1.0",
    ]
    path = [
        {"period": "2024-Q4", "expected": "0", "segment": 2025},
        {"period": "2025-Q4", "expected": "9", "segment": 2025},
        {"period": "2025-Q4", "expected": "0", "segment": 2026},
        {"period": "2026-Q4", "expected": "9", "segment": 2026},
    ]
    chart = line_chart([], path)
    assert chart is not None
    assert len(chart.path) == 2


@given(st.floats(-1e12, 1e12, allow_nan=False), st.floats(0, 1e12, allow_nan=False))
def test_an_axis_holds_its_values(low: float, span: float) -> None:
    """Steps begin at or below the lowest and end at or above the highest value, evenly, and there are few."""
    steps = axis_steps(low, low + span)
    assert 2 <= len(steps) <= 12
    slack = abs(steps[1] - steps[0]) * 1e-6
    assert steps[0] <= low + slack
    assert steps[-1] >= low + span - slack


def test_ticks_keep_the_places_they_need() -> None:
    """Neighbours never read the same."""
    assert [short_number(step, [0, 0.5, 1.0]) for step in (0, 0.5, 1.0)] == ["0.0", "0.5", "1.0"]
    assert short_number(40000, [0, 20000, 40000]) == "40,000"
    assert short_number(-0.0, [0, 1]) == "0"


def test_a_chart_without_values_is_none() -> None:
    """Nothing known, nothing drawn."""
    assert line_chart([], []) is None
    assert line_chart([{"period": "2026-Q1", "value": None}], []) is None
    assert line_chart([{"period": "nonsense", "value": "3"}], []) is None


def test_a_chart_places_values_and_path_in_the_same_frame() -> None:
    """All points lie inside the frame, the later ones further right."""
    chart = line_chart(
        [{"period": "2025-Q4", "value": "10"}, {"period": "2026-Q1", "value": "12"}],
        [{"period": "2026-Q4", "expected": "20"}, {"period": "2027-Q1", "expected": "25"}],
    )
    assert chart is not None
    spots = [tuple(map(float, spot.split(","))) for line in [*chart.values, *chart.path] for spot in line.split()]
    assert [x for x, _y in spots] == sorted(x for x, _y in spots)
    assert all(chart.left <= x <= chart.right and chart.top <= y <= chart.bottom for x, y in spots)


def test_a_bullet_stays_inside_its_ground() -> None:
    """More than reached fills the bar, less than nothing empties it; no attainment, no bar."""
    line = {"attainment": "1.7", "attainment_kind": "change", "baseline": "0", "target": "10", "expected": "5"}
    assert bullet(line, 120) == {"bar": "120.0", "mark": "60.0"}
    assert bullet({**line, "attainment": "-0.3"}, 120) == {"bar": "0.0", "mark": "60.0"}
    assert bullet({**line, "attainment": None}) is None
    assert bullet({**line, "target": "0"}, 120) == {"bar": "120.0", "mark": ""}


def test_a_bullet_marks_what_its_own_formula_expects() -> None:
    """A year's total is measured from nothing, whatever the baseline; a range has no mark."""
    line = {"attainment": "0.6", "attainment_kind": "year", "baseline": "4", "target": "10", "expected": "5"}
    assert bullet(line, 120) == {"bar": "72.0", "mark": "60.0"}
    assert bullet({**line, "attainment_kind": "range"}, 120) == {"bar": "72.0", "mark": ""}


def test_a_timeline_keeps_late_steps_inside() -> None:
    """Days outside the span stand at its edge; what is late says so."""
    drawing = timeline(
        date(2025, 1, 1),
        date(2026, 1, 1),
        date(2025, 7, 1),
        [
            (date(2025, 3, 1), date(2025, 4, 1), None),
            (date(2025, 9, 1), date(2025, 9, 1), None),
            (date(2024, 1, 1), date(2025, 2, 1), date(2025, 1, 20)),
        ],
    )
    assert [row["late"] for row in drawing["rows"]] == [True, False, False]
    assert [row["moved"] for row in drawing["rows"]] == [True, False, True]
    assert drawing["rows"][2]["original"] == "14.0"
    assert drawing["today"]


def test_a_value_that_does_not_compare_is_a_hollow_dot_off_the_line() -> None:
    """A sum of four cities is no fall."""
    values = [("2025-Q4", "5", False), ("2026-Q1", "6", False), ("2026-Q2", "4", True), ("2026-Q3", "7", False)]
    chart = line_chart([{"period": period, "value": value, "apart": apart} for period, value, apart in values], [])
    assert chart is not None
    assert (len(chart.values), len(chart.dots), len(chart.apart)) == (1, 3, 1)
    assert (
        spark([{"period": "2026-Q1", "value": value, "apart": apart} for _period, value, apart in values]) is not None
    )
