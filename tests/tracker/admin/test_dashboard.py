"""The dashboard counts what its links list, for each role what it may see, and never with more queries for more rows."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from indicators.models import Obligation, ReportingPeriod
from indicators.services.periods import period_close
from programs import clock
from programs.actors import SYSTEM, Role
from programs.models import Program
from tests.factories.office import office
from tests.factories.pages import client_of, page_problems, text_of
from tests.factories.programs import ProgramFactory, TaskFactory, ZoneFactory, user_with
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


def tasks_of_every_kind(program: Program, zone: Any) -> None:
    today = clock.today()
    for state in (
        "draft",
        "assigned",
        "acknowledged",
        "in_progress",
        "returned",
        "reported_done",
        "closed",
        "suspended",
        "cancelled",
    ):
        for days in (-1, 0, 14, 15):
            TaskFactory(measure__section__program=program, zone=zone, state=state, due=today + timedelta(days=days))


def test_each_tile_counts_what_its_list_shows() -> None:
    here = office()
    tasks_of_every_kind(here.world.program, here.world.zones[0])
    client = client_of(here.users["coordinator"])
    page = client.get("/admin/")
    tiles = page.context["dashboard"].tiles
    assert len(tiles) == 8
    for tile in tiles:
        assert client.get(tile.url).context["cl"].result_count == tile.count, tile.label
    assert page_problems(page) == []


def test_what_nobody_can_hand_in_any_more_is_missed_not_overdue() -> None:
    here = office()
    Obligation.objects.update(
        received_at=None, recorded_at=None, submission=None, due=clock.today() - timedelta(days=1)
    )
    client = client_of(here.users["coordinator"])
    count = Obligation.objects.count()
    listed = "/admin/indicators/obligation/?when="

    def counts() -> list[int]:
        tile = client.get("/admin/").context["dashboard"].tiles[6].count
        return [tile, *(client.get(listed + key).context["cl"].result_count for key in ("overdue", "missed", "open"))]

    assert counts() == [count, count, 0, count]
    period_close(period=ReportingPeriod.objects.get(), by=SYSTEM, reason="all is in")
    assert counts() == [0, 0, count, count]


def test_the_bars_hold_every_task_once_and_link_to_it() -> None:
    program, zone = ProgramFactory(), ZoneFactory(name_en="Hefei")
    tasks_of_every_kind(program, zone)
    client = client_of(user_with("coordinator"))
    (bar,) = client.get("/admin/").context["dashboard"].bars
    assert sum(segment.count for segment in bar.segments) == bar.total == 36
    assert sum(float(segment.share.rstrip("%")) for segment in bar.segments) == pytest.approx(100, abs=0.05)
    for segment in bar.segments:
        assert client.get(segment.url).context["cl"].result_count == segment.count
    drawn = html.document_fromstring(client.get("/admin/").content).xpath("//svg[@class='bar']/@aria-label")
    assert drawn == [
        "Hefei: 36 tasks, of which 4 overdue, 8 due in 14 days, 4 due later, 4 reported done, 4 closed, 12 draft, suspended or cancelled"
    ]


def test_a_coordinator_of_one_programme_counts_its_tasks_only() -> None:
    own = TaskFactory(state="assigned")
    TaskFactory(state="assigned")
    client = client_of(user_with("coordinator", program=own.program))
    dashboard = client.get("/admin/").context["dashboard"]
    assert dashboard.tiles[2].count == 1  # not acknowledged
    assert [bar.zone for bar in dashboard.bars] == [own.zone.name]


def test_administrators_see_accounts_and_failed_jobs_only() -> None:
    here = office()
    page = client_of(here.users[Role.ADMINISTRATOR]).get("/admin/")
    assert [tile.count for tile in page.context["dashboard"].tiles] == [1]
    assert page.context["dashboard"].bars == []
    assert here.task.zone.name not in text_of(page)


@pytest.mark.parametrize("many", [1, 12])
def test_the_dashboard_takes_a_fixed_number_of_queries(many: int) -> None:
    for _ in range(many):
        TaskFactory(state="assigned")
    client = client_of(user_with("coordinator"))
    with counted("admin dashboard"):
        client.get("/admin/")


def test_demonstration_data_are_labelled_on_every_page() -> None:
    client = client_of(user_with("coordinator"))
    assert "Demonstration data" not in text_of(client.get("/admin/"))
    ProgramFactory(demonstration=True)
    for address in ("/admin/", "/admin/programs/task/", "/admin/programs/task/add/"):
        assert "Demonstration data" in text_of(client.get(address))


def test_the_language_is_switched_in_the_head() -> None:
    client = client_of(user_with("coordinator"))
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/admin/"}, follow=True)
    assert response.wsgi_request.path == "/admin/"
    assert html.document_fromstring(response.content).get("lang", "").lower().startswith("zh")
