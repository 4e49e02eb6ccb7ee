"""Two editors: the second is told who changed what, keeps what was typed, and overwrites nothing by accident."""

from typing import Any

import pytest
from django.urls import reverse

from programs.models import AuditEvent, Milestone, Section, Task, Zone
from tests.factories.pages import client_of, text_of
from tests.factories.programs import MilestoneFactory, SectionFactory, TaskFactory, ZoneFactory, user_with

pytestmark = pytest.mark.django_db


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser would send back from a change page, inlines included."""
    forms = [response.context["adminform"].form]
    data: dict[str, Any] = {}
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, list | tuple):
                data[bound.html_name] = [getattr(item, "pk", item) for item in value]
            elif value is not None and value is not False:
                data[bound.html_name] = getattr(value, "isoformat", lambda value=value: value)()
    return data


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def zone() -> Zone:
    return ZoneFactory(code="310000", name_en="Shanghai", name_zh="上海市", sort_order=1)


def two_editors() -> tuple[Any, Any]:
    return client_of(user_with("coordinator", username="first")), client_of(user_with("coordinator", username="second"))


def test_the_second_editor_is_told_and_may_save_on_top(zone: Zone) -> None:
    first, second = two_editors()
    opened = fields_of(second.get(change_url(zone)))
    mine = fields_of(first.get(change_url(zone))) | {
        "name_en": "Shanghai Municipality",
        "reason_for_change": "official name",
    }
    assert first.post(change_url(zone), mine).status_code == 302

    typed = opened | {"name_zh": "上海", "reason_for_change": "short form"}
    refused = second.post(change_url(zone), typed)
    assert refused.status_code == 200
    told = text_of(refused)
    assert "Somebody else changed this record" in told
    assert "first" in told
    assert "Shanghai → Shanghai Municipality" in told
    zone.refresh_from_db()
    assert (zone.name_en, zone.name_zh, zone.version) == ("Shanghai Municipality", "上海市", 2)

    again = fields_of(refused)
    assert again["name_zh"] == "上海"  # typed text is kept
    assert again["name_en"] == "Shanghai Municipality"  # a field left alone shows the newer value
    assert again["reason_for_change"] == "short form"
    assert second.post(change_url(zone), again).status_code == 302
    zone.refresh_from_db()
    assert (zone.name_en, zone.name_zh, zone.version) == ("Shanghai Municipality", "上海", 3)


def test_a_field_that_both_changed_keeps_the_typed_text(zone: Zone) -> None:
    first, second = two_editors()
    opened = fields_of(second.get(change_url(zone)))
    first.post(change_url(zone), opened | {"name_en": "One", "reason_for_change": "r"})
    refused = second.post(change_url(zone), opened | {"name_en": "Two", "reason_for_change": "r"})
    assert fields_of(refused)["name_en"] == "Two"


def test_a_form_without_a_version_still_meets_the_conditional_update(zone: Zone) -> None:
    first, _second = two_editors()
    data = fields_of(first.get(change_url(zone))) | {"name_en": "Other", "reason_for_change": "r"}
    del data["row_version"]
    assert first.post(change_url(zone), data).status_code == 302
    zone.refresh_from_db()
    assert zone.version == 2


def test_a_stale_task_is_not_overwritten() -> None:
    task = TaskFactory(state="in_progress")
    first, second = two_editors()
    opened = fields_of(second.get(change_url(task)))
    assert first.post(change_url(task), opened | {"name_en": "First"}).status_code == 302
    assert second.post(change_url(task), opened | {"name_en": "Second"}).status_code == 200
    assert Task.objects.get(pk=task.pk).name_en == "First"


def test_a_stale_row_of_an_inline_refuses_the_whole_page() -> None:
    milestone = MilestoneFactory(task=TaskFactory(state="in_progress"))
    first, second = two_editors()
    address = change_url(milestone.task)
    opened = fields_of(second.get(address))
    name = "milestones-0-name_en"
    assert first.post(address, opened | {name: "First"}).status_code == 302
    fresh = fields_of(second.get(address))
    stale = fresh | {
        name: "Second",
        "milestones-0-row_version": opened["milestones-0-row_version"],
        "name_en": "Task too",
    }
    refused = second.post(address, stale)
    assert refused.status_code == 200
    assert "Somebody else changed this record" in text_of(refused)
    assert Milestone.objects.get(pk=milestone.pk).name_en == "First"
    assert Task.objects.get(pk=milestone.task_id).name_en == milestone.task.name_en


def test_a_race_after_the_check_is_caught_by_the_conditional_update(
    zone: Zone, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = two_editors()
    data = fields_of(first.get(change_url(zone))) | {"name_en": "Mine", "reason_for_change": "r"}
    from programs.admin import base

    saved = base.record_save

    def overtaken(**call: Any) -> Any:
        Zone.objects.filter(pk=zone.pk, version=1).update(name_en="Overtaken", version=2)
        monkeypatch.setattr(base, "record_save", saved)
        return saved(**call)

    monkeypatch.setattr(base, "record_save", overtaken)
    refused = first.post(change_url(zone), data)
    assert refused.status_code == 200
    assert refused.context["errors"]
    assert Zone.objects.get(pk=zone.pk).name_en != "Mine"


def test_a_reason_is_asked_for_and_audited_with_the_door(zone: Zone) -> None:
    first, _second = two_editors()
    data = fields_of(first.get(change_url(zone))) | {"name_en": "Other"}
    refused = first.post(change_url(zone), data)
    assert "reason_for_change" in refused.context["adminform"].form.errors
    assert fields_of(refused)["name_en"] == "Other"
    first.post(change_url(zone), data | {"reason_for_change": "the official name"})
    event = AuditEvent.objects.filter(table_name="programs_zone", operation="update").get()
    assert (event.actor, event.reason, event.door) == ("user:first", "the official name", "admin")


def test_what_the_service_refuses_shows_at_the_field_with_its_hint() -> None:
    task = TaskFactory(state="in_progress")
    first, _second = two_editors()
    data = fields_of(first.get(change_url(task))) | {"start": "2019-01-01"}
    refused = first.post(change_url(task), data)
    assert refused.status_code == 200
    assert "outside the programme" in str(refused.context["adminform"].form.errors["start"])
    assert Task.objects.get(pk=task.pk).start == task.start


def test_a_duplicate_code_is_a_form_error() -> None:
    first, _second = two_editors()
    section = SectionFactory(number=1, code="S01")
    data = {"program": section.program_id, "number": 2, "code": "S01", "name_en": "Again"}
    refused = first.post(reverse("admin:programs_section_add"), data)
    assert refused.status_code == 200
    assert refused.context["errors"]
    assert Section.objects.count() == 1
