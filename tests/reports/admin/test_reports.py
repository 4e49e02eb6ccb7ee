"""Evaluations are asked for as jobs, reports published and withdrawn, and tasks rated in the list."""

from typing import Any
from uuid import uuid4

import pytest
from lxml import html

from programs.models import AuditEvent, Job, Task
from reports.models import Evaluation, EvaluationTaskLine, Report, ReportFile
from reports.services.report_files import store_bytes
from tests.factories.office import AS_OF, Office, office
from tests.factories.pages import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def client(here: Office) -> Any:
    return client_of(here.users["coordinator"])


def test_an_evaluation_is_asked_for_as_a_job(here: Office, client: Any) -> None:
    data = {"program": here.world.program.pk, "kind": "quarterly", "period": "2026-Q2", "as_of_0": "", "as_of_1": ""}
    response = client.post("/admin/reports/evaluation/add/", data, follow=True)
    job = Job.objects.exclude(state="failed").get()
    assert response.redirect_chain[-1][0] == f"/admin/programs/job/{job.pk}/change/"
    assert "Evaluation: Q2 2026, quarterly" in text_of(response)
    assert "Evaluation: Q2 2026, quarterly" in text_of(client.get(f"/jobs/{job.pk}/"))
    assert (job.kind, job.parameters["period"], job.requested_by) == ("evaluate", "2026-Q2", "user:the-coordinator")


def test_an_evaluation_is_started_not_saved(client: Any) -> None:
    page = html.document_fromstring(client.get("/admin/reports/evaluation/add/").content.decode())
    assert page.xpath("//div[@class='submit-row']//input/@value") == ["Start the evaluation"]


def test_a_period_that_does_not_fit_is_a_form_error(here: Office, client: Any) -> None:
    data = {"program": here.world.program.pk, "kind": "annual", "period": "2026-Q2"}
    response = client.post("/admin/reports/evaluation/add/", data)
    assert "period" in response.context["adminform"].form.errors


def test_an_evaluation_reads_in_words_and_leads_to_the_portal(here: Office, client: Any) -> None:
    """Names, units and links instead of codes: whoever checks it before publishing must be able to read it."""
    evaluation, loans = here.report.evaluation, here.world.loans
    page = client.get(f"/admin/reports/evaluation/{evaluation.pk}/change/")
    text, source = text_of(page), page.content.decode()
    assert "Q3 2026 · quarterly · data as known on" in text
    for word in (loans.name, loans.unit.name, here.world.zones[0].name, here.task.name, here.task.lead.name):
        assert word in text
    assert f"/lineage/{evaluation.pk}/{loans.code}/" in source
    assert f"/programs/{here.world.program.code}/?evaluation={evaluation.pk}" in source


def test_an_evaluation_shows_its_worst_rows_first_and_not_all(
    here: Office, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.admin.worst.SHOWN", 1)
    evaluation = here.report.evaluation
    worst = client.get(f"/admin/reports/evaluation/{evaluation.pk}/change/").context["worst"]
    assert (len(worst["figures"]), len(worst["tasks"])) == (1, 1)
    assert worst["all_tasks"] == evaluation.task_lines.count() > 1
    assert worst["tasks"][0]["rating"] == "off_track"


def test_a_job_is_tried_again_and_cancelled_with_reasons(here: Office, client: Any) -> None:
    job = Job.objects.get(state="failed")
    client.post(f"/admin/programs/job/{job.pk}/step/retry/", {"reason": "the disk was full"})
    job.refresh_from_db()
    assert job.state == "queued"
    client.post(f"/admin/programs/job/{job.pk}/step/cancel/", {"reason": "not needed"})
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_report_is_published_and_withdrawn(here: Office, client: Any) -> None:
    address = f"/admin/reports/report/{here.report.pk}"
    leader = client_of(here.users["leader"])
    assert leader.get(f"{address}/change/").status_code == 302
    client.post(f"{address}/step/publish/", {"row_version": 1})
    assert Report.objects.get().state == "published"
    assert leader.get(f"{address}/change/").status_code == 200
    assert "reason" in client.post(f"{address}/step/withdraw/", {}).context["form"].errors
    client.post(f"{address}/step/withdraw/", {"reason": "a wrong table"})
    assert (Report.objects.get().state, Report.objects.get().withdrawn_reason) == ("withdrawn", "a wrong table")
    assert AuditEvent.objects.filter(table_name="reports_report", reason="a wrong table", door="admin").exists()


def test_publishing_says_what_it_publishes_and_names_a_second_report_of_the_period(here: Office, client: Any) -> None:
    address = f"/admin/reports/report/{here.report.pk}/step/publish/"
    shown = text_of(client.get(address))
    for word in ("Q3 2026", "quarterly", "data as known on", "R-1"):
        assert word in shown
    Evaluation.objects.bulk_create([copy_of(here.report.evaluation)])
    second = Evaluation.objects.exclude(pk=here.report.evaluation_id).get()
    Report.objects.create(
        evaluation=second, number="R-0", created_at=AS_OF, created_by="system", state="published", issue=1,
        published_at=AS_OF, published_by="system",
    )  # fmt: skip
    refused = text_of(client.post(address, {"row_version": 1}))
    assert "The report R-0 of the same period is published." in refused
    assert "Withdraw it first" in refused
    here.report.refresh_from_db()
    assert here.report.state == "draft"


def copy_of(evaluation: Evaluation) -> Evaluation:
    """Another evaluation of the same programme, kind and period."""
    values = {field.attname: getattr(evaluation, field.attname) for field in Evaluation._meta.concrete_fields}
    return Evaluation(**{**values, "id": uuid4(), "fingerprint": "0" * 64})


def test_a_file_whose_bytes_changed_is_not_handed_out(here: Office, client: Any, settings: Any) -> None:
    stored = store_bytes(b"{}", "R-1", "en", "json")
    file = ReportFile.objects.create(
        report=here.report,
        language="en",
        format="json",
        file=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        created_at=AS_OF,
    )
    address = f"/admin/reports/report/{here.report.pk}/files/{file.pk}/"
    assert client.get(address).content == b"{}"
    (settings.MEDIA_ROOT / stored.name).write_bytes(b"[]")
    refused = client.get(address, follow=True)
    assert "hash differs" in text_of(refused)
    assert client_of(here.users["leader"]).get(address).status_code == 404


def test_the_page_of_a_task_tells_why_it_was_returned_and_leads_on(here: Office, client: Any) -> None:
    """The reason stood in the history only, and neither rating nor indicators could be seen from the task."""
    Task.objects.filter(pk=here.task.pk).update(
        state="reported_done", reported_done_at=AS_OF, reported_done_by="user:x"
    )
    address = f"/admin/programs/task/{here.task.pk}"
    client.post(f"{address}/step/return/", {"reason": "no figures for August"})
    response = client.get(f"{address}/change/")
    text = text_of(response)
    assert "no figures for August" in text
    assert "the-coordinator" in text.partition("Last decision")[2]
    assert "Off track" in text or "off track" in text
    assert f"/tasks/{here.task.code}/" in response.content.decode()


def test_tasks_show_the_rating_of_the_newest_evaluation(here: Office, client: Any) -> None:
    line = EvaluationTaskLine.objects.get(task=here.task.code)
    page = client.get("/admin/programs/task/")
    assert line.get_rating_display() in text_of(page)
    assert client.get(f"/admin/programs/task/?rating={line.rating}").context["cl"].result_count >= 1
    others = {"on_track", "at_risk", "off_track", "completed"} - set(
        EvaluationTaskLine.objects.values_list("rating", flat=True)
    )
    assert all(client.get(f"/admin/programs/task/?rating={key}").context["cl"].result_count == 0 for key in others)


def test_a_task_that_no_evaluation_saw_is_not_rated(here: Office) -> None:
    text = text_of(
        client_of(here.users["leader"]).get("/admin/programs/task/")
    )  # a leader sees no unpublished evaluation
    assert "not rated" in text
