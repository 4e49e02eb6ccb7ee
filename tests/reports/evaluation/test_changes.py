"""What changed since an earlier result."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reports.evaluation.changes import previous_of
from reports.evaluation.programme import evaluate_programme
from tests.reports.evaluation.builders import cell, inputs, scope, target, task

JULY = {"kind": "quarterly", "period": "2026-Q2", "as_of": datetime(2026, 7, 25, tzinfo=UTC)}
SEPTEMBER = date(2026, 9, 30)
BEFORE = (cell("2025-Q4", "120"), cell("2026-Q1", "130"), cell("2026-Q2", "136"))


def after(*cells, earlier=BEFORE, tasks_before=(), tasks_now=(), **changes):
    """Changes of the third quarter against the second."""
    past = evaluate_programme(
        inputs(scope=scope(**JULY), cells=earlier, targets=(target(),), tasks=tuple(tasks_before))
    )
    given = inputs(cells=cells, targets=(target(),), tasks=tuple(tasks_now), previous=previous_of(past), **changes)
    return past, evaluate_programme(given)["changes"]


def test_without_an_earlier_result_there_are_no_changes():
    assert evaluate_programme(inputs())["changes"] is None


def test_nothing_changed():
    past, found = after(*BEFORE, cell("2026-Q3", "144"))
    assert found == {
        "since": {"period": "2026-Q2", "fingerprint": past["scope"]["fingerprint"]},
        "rating_moves": [],
        "restated": [],
        "new_overdue": [],
        "newly_closed": [],
    }


def test_a_rating_that_moved():
    _, found = after(*BEFORE, cell("2026-Q3", "90"))
    assert found["rating_moves"] == [{"indicator": "IND01", "zone": "A", "from": "on_track", "to": "off_track"}]


def test_a_value_that_appears_or_disappears_moves_the_rating_too():
    _, found = after(*BEFORE)
    assert found["rating_moves"][0]["to"] == "not_rated"


def test_restated_withdrawn_and_filled_values():
    earlier = (cell("2025-Q2", "1"), cell("2025-Q4", "120"), cell("2026-Q1", "130.0"), cell("2026-Q2", "136"))
    now = (
        cell("2025-Q3", "110"),
        cell("2025-Q4", "121"),
        cell("2026-Q1", "130"),
        cell("2026-Q3", "144"),
        cell("2025-Q2", "0"),
    )
    _, found = after(*now, earlier=earlier)
    of_zone = [(row["period"], row["from"], row["to"]) for row in found["restated"] if row["zone"] == "A"]
    assert of_zone == [
        ("2025-Q2", "1", "0"),
        ("2025-Q3", None, "110"),
        ("2025-Q4", "120", "121"),
        ("2026-Q2", "136", None),
    ]
    assert [row["zone"] for row in found["restated"]] == ["A"] * 4 + [""] * 4


def test_tasks_newly_overdue_and_newly_closed():
    before = [
        task("T1", due=SEPTEMBER),
        task("T2", due=date(2026, 6, 30)),
        task("T3", state="reported_done"),
        task("T4", state="closed", closed=date(2026, 7, 1)),
        task("T5", due=SEPTEMBER),
    ]
    now = [
        replace(before[0]),
        replace(before[1]),
        replace(before[2], state="closed", closed=date(2026, 8, 1)),
        replace(before[3]),
        replace(before[4], state="closed", reported_done=date(2026, 10, 20), closed=date(2026, 10, 24)),
        task("T6", due=SEPTEMBER),
        task("T7", state="closed", closed=date(2026, 8, 1)),
    ]
    _, found = after(*BEFORE, tasks_before=before, tasks_now=now)
    assert (found["new_overdue"], found["newly_closed"]) == (["T1", "T6"], ["T3", "T5", "T7"])


def test_a_zone_of_one_result_only_is_not_compared():
    past = evaluate_programme(inputs(scope=scope(**JULY), cells=BEFORE, targets=(target(),)))
    shrunk = inputs(zones=inputs().zones[1:], cells=(), previous=previous_of(past))
    found = evaluate_programme(shrunk)["changes"]
    assert {row["zone"] for row in found["restated"]} == {""}


def test_a_restated_figure_says_whether_zones_were_missing_before_or_now():
    quarter = cell("2026-Q2", "136")
    other = replace(quarter, zone="B")
    _, found = after(quarter, other, earlier=(quarter,))
    rows = {row["zone"]: row for row in found["restated"]}
    assert (rows[""]["from"], rows[""]["from_partial"], rows[""]["to"], rows[""]["to_partial"]) == (
        "136",
        True,
        "272",
        False,
    )
    _, found = after(quarter, earlier=(quarter, other))
    total = next(row for row in found["restated"] if row["zone"] == "")
    assert (total["from"], total["from_partial"], total["to"], total["to_partial"]) == ("272", False, "136", True)
