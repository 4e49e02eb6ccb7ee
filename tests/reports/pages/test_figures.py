"""The way back from a figure: lineage, observations as known at a moment, and the lists behind the counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import html

from indicators.models import Observation, ObservationHistory
from programs.actors import Role
from programs.models import Task
from programs.services.acting import acting
from reports.pages import task_list
from tests.factories.evaluated import submission_of
from tests.factories.pages import client_of, text_of
from tests.factories.programs import MeasureFactory, TaskFactory, actor_with
from tests.reports.pages.conftest import Shown, draft, evaluate


def test_lineage_names_the_delivery_and_the_arithmetic(shown: Shown) -> None:
    """Value, baseline and target stand in the sentence; each observation links to its delivery."""
    response = client_of(shown.users[Role.LEADER]).get(f"/lineage/{shown.evaluation.pk}/IND01/310000")
    text = text_of(response)
    assert "(148.0 − 100.0) ÷ (200.0 − 100.0) = 0.4800" in text
    assert f"/submissions/{shown.place.submission.pk}/".encode() in response.content
    assert shown.place.agency.name in text
    assert shown.evaluation.fingerprint in text


def test_lineage_of_the_programme_lists_its_zones(shown: Shown) -> None:
    """An aggregate shows each zone's figure with the way on, and numerator and denominator of a ratio."""
    client = client_of(shown.users[Role.LEADER])
    response = client.get(f"/lineage/{shown.evaluation.pk}/IND01/all")
    for zone in ("310000", "320100"):
        assert f'href="/lineage/{shown.evaluation.pk}/IND01/{zone}"'.encode() in response.content
    ratio = text_of(client.get(f"/lineage/{shown.evaluation.pk}/IND09/all"))
    assert "Value = Bad loans ÷ Loans × 100 = 2 ÷ 246 × 100 = 0.81301." in ratio


def test_lineage_marks_what_was_replaced_since(shown: Shown) -> None:
    """A version that a later delivery replaced is still shown, marked so."""
    revise(shown, "150")
    text = text_of(client_of(shown.users[Role.LEADER]).get(f"/lineage/{shown.evaluation.pk}/IND01/310000"))
    assert "replaced since" in text
    assert "148.0" in text


def test_observations_as_known_on_a_day(shown: Shown) -> None:
    """Before the correction the page shows the old value, after it the new one."""
    revise(shown, "150")
    client = client_of(shown.users[Role.AUDITOR])
    address = "/programs/pilot/indicators/IND01/?zone=310000"
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    today = timezone.localdate().isoformat()
    now, then = client.get(f"{address}&as_of={today}"), client.get(f"{address}&as_of={yesterday}")
    assert values_of(now) == ["150.0", "136.0", "124.0", "112.0", "100.0"]
    assert values_of(then) == ["148.0", "136.0", "124.0", "112.0", "100.0"]
    plain = client.get(address)
    assert values_of(plain) == values_of(then)
    assert "As known to the evaluation" in text_of(plain)


@pytest.mark.parametrize(
    ("asked", "said"), [("abc", "“abc” is not a day."), ("2030-01-01", "The day lies in the future.")]
)
def test_a_day_that_cannot_be_used_is_answered_on_the_page(shown: Shown, asked: str, said: str) -> None:
    """The page stays, says what is wrong, and shows what the evaluation knew."""
    response = client_of(shown.users[Role.AUDITOR]).get(f"/programs/pilot/indicators/IND01/?zone=310000&as_of={asked}")
    assert response.status_code == 200
    assert said in text_of(response)
    assert values_of(response)[0] == "148.0"


def test_task_lists_follow_their_filters(shown: Shown) -> None:
    """Each count of the dashboard leads to exactly the tasks that it counts."""
    client = client_of(shown.users[Role.LEADER])
    for query, count in (
        ("", 2),
        ("?zone=310000", 1),
        ("?overdue=1", 2),
        ("?rating=completed", 0),
        ("?section=S01&zone=320100", 1),
    ):
        assert f"{count} of 2 tasks" in text_of(client.get(f"/programs/pilot/tasks/{query}"))


def test_every_count_of_the_dashboard_is_the_length_of_its_list(shown: Shown) -> None:
    """Tiles and city rows link to lists of exactly as many tasks; drafts and cancelled ones are in neither."""
    old = shown.task
    for state in ("draft", "cancelled", "closed", "assigned"):
        TaskFactory(
            program=shown.place.program, measure=MeasureFactory(section=old.measure.section), zone=old.zone, state=state
        )
    draft(evaluate(shown.place), "pilot-2026-Q3-second")
    client = client_of(shown.users[Role.COORDINATOR])
    page = html.document_fromstring(client.get("/programs/pilot/").content.decode())
    links = [
        link
        for link in page.xpath("//a[contains(@href, '/tasks/?')]")
        if link.text_content().strip()[:1].isdigit() and "section=" not in link.get("href")
    ]
    assert len(links) >= 4
    for link in links:
        count = link.text_content().split()[0]
        assert (link.get("href"), text_of(client.get(link.get("href"))).partition(" of ")[0].split()[-1]) == (
            link.get("href"),
            count,
        )


def test_long_task_lists_come_in_pages(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each task stands on exactly one page; the filters stay in the links; a page beyond the end is the last one."""
    monkeypatch.setattr(task_list, "PAGE", 1)
    client = client_of(shown.users[Role.LEADER])
    pages = [client.get("/programs/pilot/tasks/", {"overdue": "1", "page": number}) for number in (1, 2, 9)]
    assert b'href="?overdue=1&amp;page=2"' in pages[0].content
    seen = [
        {task.code for task in Task.objects.all() if f"/tasks/{task.code}/" in page.content.decode()} for page in pages
    ]
    assert len(seen[0] | seen[1]) == 2
    assert seen[1] == seen[2]


def test_coverage_lists_what_nothing_covers(shown: Shown) -> None:
    """The page counts as the evaluation does."""
    gaps = shown.evaluation.result["coverage"]
    text = text_of(client_of(shown.users[Role.LEADER]).get("/programs/pilot/coverage/"))
    assert f"Measures without an indicator ({len(gaps['measures_without_indicator'])})" in text
    assert f"Tasks without evidence ({len(gaps['tasks_without_evidence'])})" in text


def revise(shown: Shown, value: str) -> None:
    """A later delivery changes the newest value of Shanghai; the trigger keeps the old version."""
    submission = submission_of(shown.place.program, shown.place.agency, timezone.now())
    newest = (
        Observation.objects.filter(series__indicator__code="IND01", series__zone__code="310000")
        .order_by("-period")
        .first()
    )
    with acting(by=actor_with(Role.COORDINATOR)):
        Observation.objects.filter(pk=newest.pk).update(
            value=Decimal(value), version=2, submission=submission, recorded_at=timezone.now()
        )
    assert ObservationHistory.objects.filter(observation_id=newest.pk).count() == 1


def values_of(response) -> list[str]:
    """The values in the table of observations."""
    page = html.document_fromstring(response.content.decode())
    rows = page.xpath("//*[@id='observations-table']//tbody/tr")
    return [row.xpath(".//td[contains(@class, 'number')]")[0].text_content().strip() for row in rows]
