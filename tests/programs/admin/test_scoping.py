"""A coordinator of one programme meets no other: not in lists, fields, filters, searches or addresses."""

from typing import Any

import pytest
from django.urls import reverse

from programs.models import Measure, Section, Task
from tests.factories.pages import client_of, text_of
from tests.factories.programs import (
    AgencyFactory,
    MeasureFactory,
    ProgramFactory,
    ProgressReportFactory,
    SectionFactory,
    TaskFactory,
    ZoneFactory,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Any:
    return TaskFactory(state="in_progress", code="OWN-1")


@pytest.fixture
def foreign() -> Any:
    return TaskFactory(state="in_progress", code="FOREIGN-1")


@pytest.fixture
def client(own: Any) -> Any:
    return client_of(user_with("coordinator", program=own.program))


def test_lists_show_own_rows_only(client: Any, own: Any, foreign: Any) -> None:
    text = text_of(client.get("/admin/programs/task/"))
    assert own.code in text
    assert foreign.code not in text
    assert client.get("/admin/programs/task/?q=FOREIGN").context["cl"].result_count == 0


def test_pages_of_other_rows_are_not_found(client: Any, foreign: Any) -> None:
    report = ProgressReportFactory(task=foreign)
    assert client.get(f"/admin/programs/task/{foreign.pk}/change/").status_code == 302
    assert client.get(f"/admin/programs/task/{foreign.pk}/history/").status_code == 404
    assert client.get(f"/admin/programs/task/{foreign.pk}/step/suspend/").status_code == 404
    assert client.post(f"/admin/programs/progressreport/{report.pk}/step/accept/").status_code == 404


def test_autocompletes_offer_own_rows_only(client: Any, own: Any, foreign: Any) -> None:
    address = reverse("admin:autocomplete")
    answer = client.get(
        address, {"app_label": "programs", "model_name": "task", "field_name": "measure", "term": ""}
    ).json()
    assert [item["id"] for item in answer["results"]] == [str(own.measure_id)]


def test_a_field_refuses_a_row_of_another_programme(client: Any, own: Any, foreign: Any) -> None:
    data = {
        "measure": foreign.measure_id,
        "zone": own.zone_id,
        "code": "NEW",
        "name_en": "x",
        "lead": own.lead_id,
        "start": "2023-01-01",
        "due": "2024-01-01",
        "weight": "1",
    }
    response = client.post("/admin/programs/task/add/", data)
    assert "measure" in response.context["adminform"].form.errors
    assert Task.objects.count() == 2


def test_a_task_is_added_to_the_programme_of_its_measure(client: Any, own: Any) -> None:
    measure = MeasureFactory(section=own.measure.section)
    helper = AgencyFactory()
    data = {
        "measure": measure.pk, "zone": own.zone_id, "code": "NEW", "name_en": "x", "lead": own.lead_id, "cooperating": [helper.pk],
        "start": "2023.01.01", "due": "2024年1月31日", "weight": "1",
    }  # fmt: skip
    assert client.post("/admin/programs/task/add/", data).status_code == 302
    task = Task.objects.get(code="NEW")
    assert (task.program_id, task.state, str(task.original_due)) == (own.program_id, "draft", "2024-01-31")
    assert list(task.cooperating.all()) == [helper]


def test_filters_offer_own_choices_only(client: Any, own: Any, foreign: Any) -> None:
    page = client.get("/admin/programs/measure/")
    offered = {
        choice["display"] for spec in page.context["cl"].filter_specs for choice in spec.choices(page.context["cl"])
    }
    assert str(foreign.program) not in offered
    assert str(foreign.measure.section) not in offered


def test_reference_data_of_all_programmes_is_read_only(client: Any) -> None:
    zone = ZoneFactory()
    assert client.get(f"/admin/programs/zone/{zone.pk}/change/").status_code == 200
    assert client.post(f"/admin/programs/zone/{zone.pk}/change/", {"name_en": "x"}).status_code == 403
    assert client.get("/admin/programs/zone/add/").status_code == 403


def test_a_section_cannot_be_moved_to_another_programme(client: Any, own: Any, foreign: Any) -> None:
    section = own.measure.section
    data = {
        "program": foreign.program_id,
        "number": section.number,
        "code": section.code,
        "name_en": "x",
        "row_version": 1,
        "reason_for_change": "r",
    }
    assert client.post(f"/admin/programs/section/{section.pk}/change/", data).status_code == 200
    assert Section.objects.get(pk=section.pk).program_id == own.program_id


def test_lead_here_and_reader_there_writes_here_only(own: Any, foreign: Any) -> None:
    user = user_with("coordinator", program=own.program)
    user.memberships.create(role="auditor", program=foreign.program)
    client = client_of(user)
    data = {"program": foreign.program_id, "number": 9, "code": "S99", "name_en": "Slipped in"}
    assert client.get(f"/admin/programs/measure/{foreign.measure_id}/change/").status_code == 200
    assert client.post("/admin/programs/section/add/", data).status_code == 403
    assert not Section.objects.filter(code="S99").exists()


def test_deleting_asks_for_a_reason_and_is_refused_while_referred_to() -> None:
    client = client_of(user_with("coordinator"))
    used, free = TaskFactory().measure, MeasureFactory()
    for measure in (used, free):
        asked = client.get(f"/admin/programs/measure/{measure.pk}/delete/")
        assert asked.url.endswith(f"/{measure.pk}/step/delete/")
    refused = client.post(f"/admin/programs/measure/{used.pk}/step/delete/", {"reason": "a mistake"})
    assert "Remove those first" in text_of(refused)
    assert "reason" in client.post(f"/admin/programs/measure/{free.pk}/step/delete/", {}).context["form"].errors
    client.post(f"/admin/programs/measure/{free.pk}/step/delete/", {"reason": "a mistake"})
    assert list(Measure.objects.values_list("pk", flat=True)) == [used.pk]


def test_screens_that_do_not_delete_refuse_it() -> None:
    client = client_of(user_with("coordinator"))
    program, section = ProgramFactory(), SectionFactory()
    assert client.post(f"/admin/programs/program/{program.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(
        "/admin/programs/section/", {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"}
    ).status_code in (200, 302)
    assert Section.objects.filter(pk=section.pk).exists()
