"""Breaking a plan down: which zones, which agencies, which codes; repeatable and set-based."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.actors import SYSTEM, Role
from programs.exceptions import NotAllowed
from programs.models import Agency, Measure, Milestone, Program, Task
from programs.services.plans import plan_load
from programs.services.tasks import tasks_generate
from tests.factories.plan_document import plan_document
from tests.factories.programs import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """The small plan, loaded."""
    plan_load(document=plan_document(), by=SYSTEM)
    return Program.objects.get()


def leads() -> dict[str, str]:
    """Lead agency of each task."""
    return dict(Task.objects.values_list("code", "lead__code"))


def test_one_task_per_measure_and_zone_with_the_right_lead(program):
    report = tasks_generate(program=program, by=SYSTEM)
    assert leads() == {
        "T-M001-310000": "SH-STC",
        "T-M001-320100": "NJ-STC",
        "T-M002-310000": "SH-STC",
        "T-M002-320100": "NJ-STC",
        "T-M003-320100": "JS-STC",  # the measure names the province, so its agency leads
        "T-M004-310000": "SH-FIN",  # the measure names Shanghai only
    }
    assert set(report.created) == set(leads())
    assert (report.unchanged, report.without_lead, report.without_zone) == (0, (), ())


def test_cooperating_agencies_come_from_city_then_province(program):
    tasks_generate(program=program, by=SYSTEM)
    found = {
        task.code: [agency.code for agency in task.cooperating.all()]
        for task in Task.objects.prefetch_related("cooperating")
    }
    assert found["T-M001-310000"] == ["SH-FIN"]
    assert found["T-M001-320100"] == ["JS-FIN"]  # the city has no finance agency here
    assert found["T-M004-310000"] == ["SH-STC"]


def test_tasks_are_drafts_with_names_dates_and_milestones(program):
    tasks_generate(program=program, by=SYSTEM)
    task = Task.objects.get(code="T-M001-310000")
    assert (task.state, task.name_en, task.name_zh) == ("draft", "Measure 1", "举措1")
    assert program.start <= task.start < task.due <= program.end
    assert task.original_due == task.due
    milestones = list(task.milestones.all())
    assert [milestone.position for milestone in milestones] == [1, 2, 3, 4]
    assert sum(milestone.weight for milestone in milestones) == 100
    assert milestones[-1].due == task.due


def test_a_second_run_makes_nothing_and_touches_nothing(program):
    tasks_generate(program=program, by=SYSTEM)
    Task.objects.filter(code="T-M001-310000").update(name_en="Renamed by staff")
    before = list(Task.objects.order_by("pk").values())
    report = tasks_generate(program=program, by=SYSTEM)
    assert (report.created, report.unchanged) == ((), 6)
    assert list(Task.objects.order_by("pk").values()) == before


def test_what_has_no_agency_or_zone_is_reported(program):
    Agency.objects.filter(code="SH-FIN").update(function="education")
    Measure.objects.get(code="M003").zones.set([Agency.objects.get(code="JS-STC").zone])
    program.program_zones.filter(zone__code="320100").delete()
    report = tasks_generate(program=program, by=SYSTEM)
    assert report.without_lead == (("M004", "310000", "finance"),)
    assert report.without_zone == ("M003",)


def test_codes_of_another_programme_are_not_taken(program):
    other = plan_document()
    other["program"]["code"] = "second-pilot"
    plan_load(document=other, by=SYSTEM)
    tasks_generate(program=program, by=SYSTEM)
    second = Program.objects.get(code="second-pilot")
    report = tasks_generate(program=second, by=SYSTEM)
    assert f"T-M001-310000-{second.pk}" in report.created
    assert tasks_generate(program=second, by=SYSTEM).created == ()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_break_plans_down(program, role):
    with pytest.raises(NotAllowed):
        tasks_generate(program=program, by=actor_with(role))
    assert not Task.objects.exists()


def test_a_coordinator_of_another_programme_may_not(program):
    other = plan_document()
    other["program"]["code"] = "second-pilot"
    plan_load(document=other, by=SYSTEM)
    actor = actor_with(Role.COORDINATOR, program=Program.objects.get(code="second-pilot"))
    with pytest.raises(NotAllowed):
        tasks_generate(program=program, by=actor)


def test_queries_do_not_grow_with_measures():
    counts = []
    for copies in (1, 6):
        document = plan_document()
        document["program"]["code"] = f"plan-{copies}"
        template = document["sections"][0]["measures"][0]
        document["sections"][0]["measures"] = [
            {**template, "code": f"A{n}", "number": 100 + n, "position": n} for n in range(1, copies + 1)
        ]
        plan_load(document=document, by=SYSTEM)
        with CaptureQueriesContext(connection) as queries:
            tasks_generate(program=Program.objects.get(code=f"plan-{copies}"), by=SYSTEM)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Milestone.objects.count() == Task.objects.count() * 4
