"""Loading definitions from a document, setting targets, and finding out who reports what."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Duty, Indicator, IndicatorUse, Target
from indicators.services.definitions import duties_generate, indicators_load, targets_set
from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput, NotAllowed
from programs.models import Program
from tests.factories.indicators import IndicatorUseFactory
from tests.factories.programs import (
    AgencyFactory,
    MeasureFactory,
    ProgramFactory,
    SectionFactory,
    ZoneFactory,
    actor_with,
)

pytestmark = pytest.mark.django_db
CATALOGUE = settings.BASE_DIR / "indicators" / "catalogue" / "yrd-scitech-finance"


def document() -> dict[str, Any]:
    """A small document: a stock by size, a count, and their ratio, which stands first."""
    plain = {
        "unit": "CNY",
        "direction": "increase",
        "frequency": "Q",
        "nature": "stock",
        "reporting_function": "science",
    }
    return {
        "units": [{"code": "CNY", "name_en": "yuan", "base": "CNY", "multiplier": 0, "decimals": 2}],
        "dimensions": [
            {
                "code": "size",
                "name_en": "Size",
                "values": [{"code": "small", "name_en": "Small"}, {"code": "large", "name_en": "Large"}],
            }
        ],
        "indicators": [
            {
                **plain,
                "code": "R1",
                "name_en": "Ratio",
                "nature": "rate",
                "numerator": "A1",
                "denominator": "B1",
                "scale": 100,
            },
            {
                **plain,
                "code": "A1",
                "name_en": "Loans",
                "dimensions": ["size"],
                "additive": True,
                "minimum": 0,
                "measures": ["M001"],
            },
            {
                **plain,
                "code": "B1",
                "name_en": "Deposits",
                "zone_rule": "weighted_mean",
                "weight_indicator": "A1",
                "measures": ["M001", "M002"],
            },
        ],
    }


@pytest.fixture
def program() -> Program:
    """A programme with two measures; a city with its own science office and one that relies on its province."""
    province = ZoneFactory(code="320000", level="province")
    own, relying = ZoneFactory(code="310000"), ZoneFactory(code="320100", parent=province)
    program = ProgramFactory(zones=[own, relying])
    section = SectionFactory(program=program)
    for code in ("M001", "M002"):
        MeasureFactory(section=section, code=code)
    AgencyFactory(code="SH-STC", function="science", zone=own)
    AgencyFactory(code="JS-STC", function="science", zone=province)
    AgencyFactory(code="NJ-FIN", function="finance", zone=relying)
    return program


def test_loading_makes_everything_and_a_second_time_nothing(program: Program) -> None:
    first = indicators_load(document=document(), program=program, by=SYSTEM)
    assert {kind: counts.created for kind, counts in first.kinds.items()} == {
        "units": 1,
        "dimensions": 1,
        "dimension_values": 2,
        "indicators": 3,
        "indicator_uses": 3,
        "duties": 4,
    }
    ratio = Indicator.objects.select_related("numerator", "denominator").get(code="R1")
    assert (ratio.numerator.code, ratio.denominator.code, ratio.scale, ratio.is_computed, ratio.version) == (
        "A1",
        "B1",
        Decimal(100),
        True,
        1,
    )
    assert [dimension.code for dimension in Indicator.objects.get(code="A1").dimensions.all()] == ["size"]
    assert {m.code for m in IndicatorUse.objects.get(indicator__code="B1").measures.all()} == {"M001", "M002"}
    second = indicators_load(document=document(), program=program, by=SYSTEM)
    assert second.changes == 0
    assert {kind: counts.unchanged for kind, counts in second.kinds.items()}["indicators"] == 3
    assert set(Indicator.objects.values_list("version", flat=True)) == {1}


def test_a_change_updates_what_changed_and_nothing_else(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    changed = document()
    changed["indicators"][1] |= {"name_en": "All loans", "dimensions": []}
    changed["indicators"][2]["measures"] = ["M002"]
    report = indicators_load(document=changed, program=program, by=SYSTEM)
    assert (report.kinds["indicators"].updated, report.kinds["indicators"].unchanged) == (1, 2)
    loans = Indicator.objects.get(code="A1")
    assert (loans.name_en, loans.version, loans.dimensions.count()) == ("All loans", 2, 0)
    assert [m.code for m in IndicatorUse.objects.get(indicator__code="B1").measures.all()] == ["M002"]


def test_every_problem_of_a_document_at_once_and_nothing_loaded(program: Program) -> None:
    broken = document()
    broken["units"].append({"code": "CNY", "base": "CNY"})
    broken["dimensions"].append({"code": "other"})
    broken["indicators"][0]["colour"] = "red"
    del broken["indicators"][1]["unit"]
    with pytest.raises(InvalidInput) as error:
        indicators_load(document=broken, program=program, by=SYSTEM)
    assert {(problem.code, problem.pointer) for problem in error.value.problems} == {
        ("duplicate", "/units/1/code"),
        ("missing", "/dimensions/1/values"),
        ("unknown_field", "/indicators/0/colour"),
        ("missing", "/indicators/1/unit"),
    }
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"unit": "USD"}, "unknown_code", "/indicators/1/unit"),
        ({"dimensions": ["colour"]}, "unknown_code", "/indicators/1/dimensions"),
        ({"measures": ["M099"]}, "unknown_code", "/indicators/1/measures"),
        ({"numerator": "Z9", "denominator": "B1"}, "unknown_code", "/indicators/1/numerator"),
        ({"numerator": "R1", "denominator": "B1"}, "circular", "/indicators/0"),
        ({"frequency": "W"}, "invalid_choice", "/indicators/1/frequency"),
        ({"due_days": "soon"}, "invalid", "/indicators/1"),
    ],
)
def test_a_reference_or_value_that_does_not_fit_is_named(
    program: Program, change: dict, code: str, pointer: str
) -> None:
    broken = document()
    broken["indicators"][1] |= change
    with pytest.raises(InvalidInput) as error:
        indicators_load(document=broken, program=program, by=SYSTEM)
    assert any(problem.code == code and problem.pointer.startswith(pointer) for problem in error.value.problems)
    assert not Indicator.objects.exists()


def test_a_value_that_does_not_fit_a_stored_row_is_named_too(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    broken = document()
    broken["indicators"][1] |= {"due_days": "soon"}
    with pytest.raises(InvalidInput) as error:
        indicators_load(document=broken, program=program, by=SYSTEM)
    assert error.value.problems[0].pointer.startswith("/indicators/1")


def test_other_dimensions_are_a_new_version(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    changed = document()
    changed["indicators"][1] |= {"dimensions": []}
    assert indicators_load(document=changed, program=program, by=SYSTEM).kinds["indicators"].updated == 1
    assert Indicator.objects.get(code="A1").version == 2


def shared_change(kind: str) -> dict[str, Any]:
    """The document with one definition changed."""
    changed = document()
    if kind == "dimension_values":
        changed["dimensions"][0]["values"][0]["name_en"] = "Changed"
    elif kind == "links":
        changed["indicators"][1]["dimensions"] = []
    else:
        changed[kind][-1]["name_en"] = "Changed"
    return changed


@pytest.mark.parametrize("kind", ["units", "dimensions", "dimension_values", "indicators", "links"])
def test_a_definition_that_another_programme_uses_is_not_changed_by_one_coordinator(
    program: Program, kind: str
) -> None:
    by = actor_with(Role.COORDINATOR, program=program)
    indicators_load(document=document(), program=program, by=by)
    indicators_load(document=shared_change(kind), program=program, by=by)
    indicators_load(document=document(), program=program, by=by)
    IndicatorUseFactory(program=ProgramFactory(), indicator=Indicator.objects.get(code="A1"))
    IndicatorUseFactory(program=ProgramFactory(), indicator=Indicator.objects.get(code="B1"))
    with pytest.raises(NotAllowed) as refused:
        indicators_load(document=shared_change(kind), program=program, by=by)
    assert refused.value.code == "shared_with_others"
    indicators_load(document=shared_change(kind), program=program, by=actor_with(Role.COORDINATOR))


def test_the_bundled_catalogue_loads_in_few_statements(program: Program) -> None:
    bundled = yaml.safe_load((CATALOGUE / "indicators.yaml").read_text(encoding="utf-8"))
    section = program.sections.get()
    for code in sorted({code for item in bundled["indicators"] for code in item["measures"]} - {"M001", "M002"}):
        MeasureFactory(section=section, code=code)
    with CaptureQueriesContext(connection) as first:
        report = indicators_load(document=bundled, program=program, by=SYSTEM)
    assert report.kinds["indicators"].created == 48
    with CaptureQueriesContext(connection) as second:
        assert indicators_load(document=bundled, program=program, by=SYSTEM).changes == 0
    assert (len(first) <= 40, len(second) <= 30) == (True, True)


def test_a_duty_goes_to_the_agency_of_the_function_in_the_zone_or_its_province(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    duties = {
        (duty.use.indicator.code, duty.zone.code): duty.agency.code
        for duty in Duty.objects.select_related("use__indicator", "zone", "agency")
    }
    assert duties == {
        ("A1", "310000"): "SH-STC",
        ("A1", "320100"): "JS-STC",
        ("B1", "310000"): "SH-STC",
        ("B1", "320100"): "JS-STC",
    }


def test_a_duty_that_staff_gave_to_another_agency_stays(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    other = AgencyFactory(code="SH-FIN", function="finance", zone=program.zones.get(code="310000"))
    Duty.objects.filter(zone__code="310000").update(agency=other)
    Duty.objects.filter(zone__code="320100", use__indicator__code="A1").delete()
    assert duties_generate(program=program, by=SYSTEM) == {"created": 1, "unchanged": 3, "without_agency": 0}
    assert Duty.objects.filter(agency=other).count() == 2


def test_cells_without_an_agency_are_counted(program: Program) -> None:
    changed = document()
    changed["indicators"][1]["reporting_function"] = "forex"
    indicators_load(document=changed, program=program, by=SYSTEM)
    assert duties_generate(program=program, by=SYSTEM)["without_agency"] == 2


def target(**others: Any) -> dict[str, Any]:
    """A target of A1 for 310000."""
    return {
        "indicator": "A1",
        "zone": "310000",
        "type": "increase",
        "baseline": "100",
        "baseline_period": "2023-Q3",
        "value": "150.5",
        "period": "2027-Q3",
        **others,
    }


def test_targets_are_set_once_and_changed_with_a_reason(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    both = [
        target(),
        target(zone=None, value="300", steps=[["2025-Q3", "120"]], path="step", baseline_period="2023-Q3"),
    ]
    assert targets_set(program=program, targets=both, by=SYSTEM) == {"created": 2, "updated": 0, "unchanged": 0}
    assert targets_set(program=program, targets=both, by=SYSTEM) == {"created": 0, "updated": 0, "unchanged": 2}
    assert IndicatorUse.objects.get(indicator__code="A1").target_type == "increase"
    with pytest.raises(InvalidInput) as error:
        targets_set(program=program, targets=[target(value=160)], by=SYSTEM)
    assert error.value.code == "reason_missing"
    assert Target.objects.get(zone__code="310000").value == Decimal("150.5")
    assert (
        targets_set(program=program, targets=[target(value=160)], by=SYSTEM, reason="agreed in March")["updated"] == 1
    )
    changed = Target.objects.get(zone__code="310000")
    assert (changed.value, changed.version) == (160, 2)


def test_every_problem_of_targets_at_once(program: Program) -> None:
    indicators_load(document=document(), program=program, by=SYSTEM)
    broken = [target(indicator="Z9"), target(zone="999999", period="x", value="much", type="grow", colour="red")]
    with pytest.raises(InvalidInput) as error:
        targets_set(program=program, targets=broken, by=SYSTEM)
    assert {problem.pointer for problem in error.value.problems} == {
        "/0/indicator",
        "/1/zone",
        "/1/period",
        "/1/value",
        "/1/type",
        "/1/colour",
    }
    assert not Target.objects.exists()


def test_only_the_coordination_group_defines(program: Program) -> None:
    leader = actor_with(Role.LEADER)
    for act in (
        lambda: indicators_load(document=document(), program=program, by=leader),
        lambda: duties_generate(program=program, by=leader),
        lambda: targets_set(program=program, targets=[], by=leader),
    ):
        with pytest.raises(NotAllowed):
            act()
