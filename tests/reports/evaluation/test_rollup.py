"""Tasks added up by zone and by section."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.rollup import by_section_zone, by_zone, rated_tasks, summed, task_line
from reports.evaluation.types import Section, TaskRule
from tests.reports.evaluation.builders import D, steady, step, task, zones

TODAY = date(2026, 10, 25)
JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
SECTIONS = (Section("S01", 1, "One", "一"), Section("S02", 2, "Two", "二"))


def rated(*tasks):
    """Rated tasks under the standard rule."""
    return rated_tasks(tasks, TaskRule(), TODAY)


def test_a_group_is_weighted_and_leaves_out_drafts_waiting_and_undated_tasks():
    members = rated(
        task("T1", state="closed", closed=SEPTEMBER, due=SEPTEMBER, weight=D(3)),
        task("T2", due=JUNE, original_due=JUNE),
        task("T3", waiting_approval=True, due=JUNE),
        task("T4", state="draft", due=JUNE),
        task("T5", state="cancelled"),
        task("T6", due=None, original_due=None),
    )
    found = summed(members)
    assert found["counts"] == {"on_track": 1, "at_risk": 0, "off_track": 1, "completed": 1, "not_rated": 1}
    assert (found["total"], found["closed"], found["overdue"]) == (4, 1, 1)
    assert (found["completion"], found["planned"]) == ("0.75", "1")


def test_a_group_without_working_tasks_has_no_completion():
    found = summed(rated(task(waiting_approval=True)))
    assert (found["total"], found["completion"], found["planned"]) == (1, None, None)


def test_zones_come_in_plan_order_then_others_then_the_programme():
    tasks = [task(f"T{place}", zone=zone) for place, zone in enumerate(["", "Z", "A", "K"])]
    rows = by_zone(rated(*tasks), zones("C", "A"))
    assert [(row["zone"], row["total"]) for row in rows] == [("C", 0), ("A", 1), ("K", 1), ("Z", 1), ("", 1)]
    assert rows[0]["completion"] is None


def test_sections_by_zone_hold_only_what_exists():
    tasks = [
        task("T1", section="S02", zone="A", due=JUNE, original_due=JUNE),
        task("T2", section="S01", zone=""),
        task("T3", section="S01", zone="A", state="draft"),
        task("T4", section="S01", zone="C"),
        task("T5", section="S99", zone="Q"),
        task("T6", section="S01", zone="K"),
    ]
    rows = by_section_zone(rated(*tasks), SECTIONS, zones("C", "A"), TaskRule())
    assert [(row["section"], row["zone"], row["rating"]) for row in rows] == [
        ("S01", "C", "on_track"),
        ("S01", "K", "on_track"),
        ("S01", "", "on_track"),
        ("S02", "A", "off_track"),
        ("S99", "Q", "on_track"),
    ]


def test_the_line_of_a_task():
    line = task_line(
        rated(task(milestones=(step("1", JUNE, JUNE), step("2", SEPTEMBER)), due=None, original_due=None))[0]
    )
    assert (line["completion"], line["planned"], line["spi"]) == ("0.333333", "1", "0.333333")
    assert (line["due"], line["original_due"], line["overdue_days"], line["rating"]) == (None, None, 0, "off_track")
    late = task_line(rated(task(due=SEPTEMBER, original_due=JUNE))[0])
    assert (late["due"], late["overdue_days"], late["overdue_days_original"]) == ("2026-09-30", 25, 117)
    assert late["reasons"][0] == {"code": "overdue", "params": {"days": "25"}}


@steady
@given(
    st.permutations(
        [
            task(f"T{place}", weight=D(place + 1), due=due, zone=zone)
            for place, (due, zone) in enumerate([(JUNE, "A"), (DECEMBER, "A"), (SEPTEMBER, ""), (JUNE, "K")])
        ]
    )
)
def test_the_order_of_tasks_changes_nothing(tasks):
    ordered = sorted(tasks, key=lambda each: each.code)
    assert by_zone(rated(*tasks), zones("A")) == by_zone(rated(*ordered), zones("A"))
    assert [task_line(each) for each in rated(*tasks)] == [task_line(each) for each in rated(*ordered)]
