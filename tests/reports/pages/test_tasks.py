"""Tasks and clauses: as an evaluation found them, and as they stand today; the chosen evaluation is kept on the way."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from lxml import html

from programs import clock
from programs.actors import Role
from programs.models import Task
from tests.factories.pages import client_of, text_of
from tests.factories.programs import MilestoneFactory, ProgressReportFactory, TaskFactory
from tests.reports.pages.conftest import Shown, draft, evaluate


def test_a_task_shows_the_evaluation_and_today_apart(shown: Shown) -> None:
    """A task closed after the evaluation stands there as it was found, with the reasons, and beside it as it is now."""
    line = task_line(shown)
    Task.objects.filter(pk=shown.task.pk).update(
        state="closed",
        reported_done_at=timezone.now(),
        reported_done_by="user:lead",
        closed_at=timezone.now(),
        closed_by="user:office",
    )
    page = html.document_fromstring(
        client_of(shown.users[Role.LEADER]).get(f"/tasks/{shown.task.code}/").content.decode()
    )
    then = " ".join(page.xpath("//section[@aria-labelledby='evaluated']")[0].text_content().split())
    now = " ".join(page.xpath("//section[@aria-labelledby='facts']")[0].text_content().split())
    assert "In the evaluation of Q3 2026" in then
    assert f"{line['overdue_days']} days overdue." in then
    assert "Closed" not in then.partition("Due")[0]
    assert now.startswith("Today, ")
    assert "Stateclosed" in now
    assert "overdue" not in now


def test_the_chosen_evaluation_stays_chosen_on_the_way_through_tasks_and_clauses(shown: Shown) -> None:
    """Task list, task, clause and section of an older evaluation link to each other with its name."""
    TaskFactory(program=shown.place.program, measure=shown.task.measure, zone=shown.task.zone)
    draft(evaluate(shown.place), "pilot-2026-Q3-second")
    client = client_of(shown.users[Role.COORDINATOR])
    chosen = f"?evaluation={shown.evaluation.pk}"
    task, program = shown.task, shown.place.program.code
    hops = {
        f"/programs/{program}/tasks/{chosen}": f"/tasks/{task.code}/{chosen}",
        f"/tasks/{task.code}/{chosen}": f"/programs/{program}/measures/{task.measure.code}/{chosen}",
        f"/programs/{program}/measures/{task.measure.code}/{chosen}": f"/tasks/{task.code}/{chosen}",
    }
    for address, following in hops.items():
        assert f'href="{following}"' in client.get(address).content.decode()
    assert client.get(f"/tasks/{task.code}/?evaluation=nonsense").status_code == 404


def test_late_milestones_say_so_in_words_and_people_stand_by_name(shown: Shown) -> None:
    """A red ring alone told lateness; one that is done, or due today, is not late."""
    today = clock.today()
    for days, done in ((-1, None), (-1, today), (0, None)):
        MilestoneFactory(
            task=shown.task, due=today + timedelta(days=days), done_on=done, done_by="user:lead" if done else ""
        )
    Task.objects.filter(pk=shown.task.pk).update(state="in_progress")
    ProgressReportFactory(task=shown.task, submitted_by="user:lead")
    page = html.document_fromstring(
        client_of(shown.users[Role.LEADER]).get(f"/tasks/{shown.task.code}/").content.decode()
    )
    chips = page.xpath("//section[@aria-labelledby='milestones']//tbody//*[contains(@class, 'chip')]")
    assert [" ".join(chip.text_content().split()) for chip in chips] == ["■ overdue"]
    assert "user:lead" not in page.xpath("//section[@aria-labelledby='progress']")[0].text_content()


def test_a_clause_shows_its_tasks_in_the_evaluation_and_today(shown: Shown) -> None:
    """Rating with its reasons under the evaluation's name, the state under today's date."""
    task = shown.task
    text = text_of(
        client_of(shown.users[Role.LEADER]).get(f"/programs/{shown.place.program.code}/measures/{task.measure.code}/")
    )
    assert "In the evaluation of Q3 2026" in text
    assert f"{task_line(shown)['overdue_days']} days overdue." in text
    assert "Today, " in text


def task_line(shown: Shown) -> dict[str, Any]:
    """The line of the first task in the evaluation, which is overdue."""
    line = next(row for row in shown.evaluation.result["tasks"]["lines"] if row["code"] == shown.task.code)
    assert line["overdue_days"]
    return dict(line)
