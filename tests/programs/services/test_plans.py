"""Loading a plan is repeatable, set-based, complete or not at all, and never removes anything in silence."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed
from programs.models import Agency, AuditEvent, Measure, Program, Section, Zone
from programs.services.plans import plan_load
from tests.factories.plan_document import plan_document
from tests.factories.programs import actor_with

pytestmark = pytest.mark.django_db


def load(document, by=SYSTEM):
    """Load and return the report."""
    return plan_load(document=document, by=by)


def test_everything_in_the_document_is_stored():
    report = load(plan_document())
    assert {kind: counts.created for kind, counts in report.kinds.items()} == {
        "program": 1,
        "zones": 3,
        "pilot zones": 2,
        "agencies": 5,
        "sections": 2,
        "measures": 4,
    }
    measure = Measure.objects.get(code="M003")
    assert measure.clause == "2.1"
    assert [zone.code for zone in measure.zones.all()] == ["320000"]
    assert Zone.objects.get(code="320100").parent.code == "320000"
    assert Agency.objects.get(code="NJ-STC").search_initials == "njskxjsj"
    assert set(Program.objects.get().zones.values_list("code", flat=True)) == {"310000", "320100"}


def test_a_second_run_changes_nothing_and_leaves_no_trace():
    load(plan_document())
    events = AuditEvent.objects.count()
    report = load(plan_document())
    assert report.changes == 0
    assert report.gone == {}
    assert AuditEvent.objects.count() == events
    assert not Measure.objects.exclude(version=1).exists()


def test_a_changed_measure_gets_a_new_version_and_an_event():
    load(plan_document())
    document = plan_document()
    document["sections"][0]["measures"][0]["text_en"] = "Other text."
    report = load(document)
    assert report.changes == 1
    measure = Measure.objects.get(code="M001")
    assert (measure.text_en, measure.version) == ("Other text.", 2)
    event = AuditEvent.objects.filter(table_name="programs_measure", operation="update").get()
    assert event.actor == "system"


def test_changed_zones_of_a_measure_count_as_a_change():
    load(plan_document())
    document = plan_document()
    document["sections"][1]["measures"][0]["zones"] = ["310000"]
    assert load(document).kinds["measures"].updated == 1
    measure = Measure.objects.get(code="M003")
    assert [zone.code for zone in measure.zones.all()] == ["310000"]
    assert measure.version == 2


def test_what_the_file_no_longer_has_is_named_and_kept():
    load(plan_document())
    document = plan_document()
    del document["sections"][1]["measures"][1]
    del document["agencies"][4]
    document["zones"][1]["pilot"] = False
    report = load(document)
    assert report.gone == {"pilot zones": ("320100",), "agencies": ("JS-FIN",), "measures": ("M004",)}
    assert report.changes == 0
    assert Measure.objects.filter(code="M004").exists()
    assert Program.objects.get().zones.count() == 2


def test_two_measures_and_two_sections_may_swap_places():
    load(plan_document())
    document = plan_document()
    first, second = document["sections"][0]["measures"]
    first["position"], second["position"] = 2, 1
    document["sections"][0]["number"], document["sections"][1]["number"] = 2, 1
    assert load(document).changes == 4
    assert list(Measure.objects.filter(section__code="S01").order_by("position").values_list("code", "position")) == [
        ("M002", 1),
        ("M001", 2),
    ]
    assert list(Section.objects.order_by("number").values_list("code", flat=True)) == ["S02", "S01"]


def test_a_clause_that_a_vanished_measure_holds_is_refused_with_both_names():
    load(plan_document())
    document = plan_document()
    document["sections"][0]["measures"][1]["code"] = "M900"
    with pytest.raises(InvalidInput) as caught:
        load(document)
    assert [problem.code for problem in caught.value.problems] == ["place_taken"]
    assert "M002" in caught.value.message
    assert not Measure.objects.filter(code="M900").exists()


def test_a_faulty_document_writes_nothing_and_names_every_fault():
    document = plan_document()
    document["sections"][0]["measures"][0]["zones"] = ["999999"]
    document["agencies"][0]["function"] = "magic"
    with pytest.raises(InvalidInput) as caught:
        load(document)
    assert {problem.pointer for problem in caught.value.problems} == {
        "/sections/0/measures/0/zones/0",
        "/agencies/0/function",
    }
    assert not Program.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_load_plans(role):
    with pytest.raises(NotAllowed):
        load(plan_document(), by=actor_with(role))
    assert not Program.objects.exists()


def test_a_coordinator_of_one_programme_cannot_make_another():
    load(plan_document())
    actor = actor_with(Role.COORDINATOR, program=Program.objects.get())
    assert load(plan_document(), by=actor).changes == 0
    other = plan_document()
    other["program"]["code"] = "other"
    with pytest.raises(NotAllowed):
        load(other, by=actor)


def test_queries_do_not_grow_with_measures():
    counts = []
    for copies in (1, 40):
        document = plan_document()
        document["program"]["code"] = f"plan-{copies}"
        template = document["sections"][0]["measures"][0]
        document["sections"][0]["measures"] = [
            {**template, "code": f"A{n}", "number": 100 + n, "position": n, "zones": ["310000"]}
            for n in range(1, copies + 1)
        ]
        load(plan_document())
        with CaptureQueriesContext(connection) as queries:
            load(document)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def other_document():
    """The same zones and agencies in a plan of another programme."""
    document = plan_document()
    document["program"] = {**document["program"], "code": "other-pilot"}
    return document


def test_what_two_programmes_share_is_changed_only_by_who_coordinates_both():
    load(plan_document())
    load(other_document())
    own = Program.objects.get(code=plan_document()["program"]["code"])
    both = actor_with(Role.COORDINATOR, program=own)
    both = replace(both, grants=(*both.grants, *actor_with(Role.COORDINATOR, program=other_program()).grants))
    changed = plan_document()
    changed["zones"][0]["name_en"] = "Renamed"
    with pytest.raises(NotAllowed) as refused:
        load(changed, by=actor_with(Role.COORDINATOR, program=own))
    assert refused.value.code == "shared_with_others"
    assert changed["zones"][0]["code"] in refused.value.message
    assert not Zone.objects.filter(name_en="Renamed").exists()
    load(changed, by=both)
    assert Zone.objects.get(name_en="Renamed").code == changed["zones"][0]["code"]


def other_program():
    """The programme of `other_document`."""
    return Program.objects.get(code="other-pilot")


def test_shared_rows_are_added_and_own_ones_changed_by_the_coordinator_of_one_programme():
    load(plan_document())
    own = Program.objects.get()
    changed = plan_document()
    changed["zones"][0]["name_en"] = "Renamed"
    changed["agencies"].append({**changed["agencies"][0], "code": "NEW-STC"})
    report = load(changed, by=actor_with(Role.COORDINATOR, program=own))
    assert (report.kinds["zones"].updated, report.kinds["agencies"].created) == (1, 1)


def test_a_province_is_shared_by_the_programmes_of_its_cities():
    load(plan_document())
    load(other_document())
    own = Program.objects.get(code=plan_document()["program"]["code"])
    changed = plan_document()
    province = next(zone for zone in changed["zones"] if zone["code"] == "320000")
    province["name_en"] = "Renamed"
    with pytest.raises(NotAllowed):
        load(changed, by=actor_with(Role.COORDINATOR, program=own))
