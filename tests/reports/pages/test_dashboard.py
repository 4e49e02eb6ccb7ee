"""The dashboard tells what is partial, how counts moved, and what needs attention first, with whose it is."""

from typing import Any

from lxml import html

from programs.actors import Role
from reports.pages.dashboard import tiles
from reports.pages.drawing import line_chart
from reports.pages.reading import Reading
from reports.pages.rows import figure, zone_mark
from tests.factories.pages import client_of
from tests.reports.pages.conftest import Shown


def test_a_partial_figure_says_so_under_its_value(shown: Shown) -> None:
    """Zones and periods that are missing, and what a running total covers, stand in the row of the figure."""
    reading = Reading(shown.evaluation)
    line = dict(reading.source.line("IND01", "") or {})
    line |= {"missing": ["320100"], "contributing": ["310000"], "missing_periods": ["2026-06"]}
    line |= {"covers": "since_baseline", "baseline_period": "2023-Q3"}
    notes = figure(reading, line)["notes"]
    assert notes == ["sum of 1 of 2 zones", "without June 2026", "total since the end of Q3 2023"]


def test_a_target_of_each_year_shows_the_years_and_the_share_of_this_one(shown: Shown) -> None:
    """`2 of 2 years met` beside this year's share, and the target as one of each year."""
    reading = Reading(shown.evaluation)
    line = dict(reading.source.line("IND01", "310000") or {})
    line |= {"attainment": "0.596", "attainment_kind": "year", "years_met": 2, "years_tested": 2}
    row = figure(reading, line)
    assert row["attainment"] == "59.6%"
    assert row["attainment_note"] == "of this year; 2 of 2 years met"


def test_what_is_not_rated_has_a_dash_and_its_own_word(shown: Shown) -> None:
    """No mark for a missing rating; not due, no data, not assessable and no target are told apart."""
    reading = Reading(shown.evaluation)
    line = dict(reading.source.line("IND01", "310000") or {}) | {"rating": "not_rated"}
    marks = [
        zone_mark(reading, {**line, "assessment": word})
        for word in ("not_due", "no_data", "not_assessable", "no_target")
    ]
    assert {mark["symbol"] for mark in marks} == {"—"}
    assert len({mark["word"] for mark in marks}) == 4


def test_tiles_tell_how_much_their_counts_moved(shown: Shown) -> None:
    """The difference of the counts, and apart from it how many are newly overdue."""
    reading = Reading(shown.evaluation)
    summary = {**reading.result["summary"], "task_overdue": 78, "task_closed": 3}
    reading.result = {**reading.result, "summary": summary, "changes": {"new_overdue": ["A"] * 26, "newly_closed": []}}
    found = tiles(reading, {"task_overdue": 67, "task_closed": 3, "task_counts": {"off_track": 1}})
    assert found[2]["notes"] == ["+11 since the last evaluation", "26 newly overdue"]
    assert found[0]["notes"] == ["±0 since the last evaluation"]
    assert "since the last evaluation" in found[1]["notes"][0]
    assert tiles(reading, None)[2]["notes"] == ["26 newly overdue"]


def test_the_dashboard_names_the_tasks_that_are_overdue_longest(shown: Shown) -> None:
    """Title, city, lead agency, days and due date, with the way to the task."""
    page = opened(shown, "/programs/pilot/")
    entry = page.xpath("//section[@aria-labelledby='attention']//li")[0]
    text = " ".join(entry.text_content().split())
    line = max(shown.evaluation.result["tasks"]["lines"], key=lambda row: row["overdue_days"])
    assert f"{line['overdue_days']} days overdue" in text
    assert shown.place.agency.name in text
    assert entry.xpath(".//a/@href")[0].startswith("/tasks/")


def test_values_on_time_lead_to_the_agencies_first(shown: Shown) -> None:
    """The tile opens the page at its table of agencies, which stands before the clauses."""
    assert opened(shown, "/programs/pilot/").xpath("//a[contains(@href, 'coverage/#quality')]")
    order = opened(shown, "/programs/pilot/coverage/").xpath("//section/@aria-labelledby")
    assert order.index("quality") < order.index("without-task")


def test_filters_are_not_restored_by_the_browser(shown: Shown) -> None:
    """Going back must not show another choice than the page was made from."""
    for address in ("/programs/pilot/tasks/", "/programs/pilot/indicators/IND01/"):
        forms = opened(shown, address).xpath("//main//form[@method='get']")
        assert [form.get("autocomplete") for form in forms] == ["off"]


def test_labels_of_a_chart_are_not_cut_at_its_right_edge() -> None:
    """The last period stands whole inside the frame."""
    chart = line_chart([{"period": "2026-Q1", "value": "1"}, {"period": "2027-Q3", "value": "2"}], [], width=420)
    assert chart is not None
    assert float(chart.labels[-1].place) + 36 <= 420


def opened(shown: Shown, address: str) -> Any:
    """A page as the leader sees it."""
    return html.document_fromstring(client_of(shown.users[Role.LEADER]).get(address).content.decode())
