"""`load_plan` by file and by bundled code: what it prints, its exit and that it writes all or nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.catalogue_rules import indicator_problems
from indicators.models import Indicator
from programs.models import AuditEvent, Measure, Program

pytestmark = pytest.mark.django_db


def run(*arguments):
    """The command's output and error text."""
    out, err = StringIO(), StringIO()
    try:
        call_command("load_plan", *arguments, stdout=out, stderr=err)
    finally:
        run.errors = err.getvalue()
    return out.getvalue()


def test_the_bundled_plan_loads_by_code_and_twice_without_change():
    first = run("yrd-scitech-finance")
    assert "measures: 96 created, 0 updated, 0 unchanged" in first
    assert "indicators: 48 created" in first
    events = AuditEvent.objects.count()
    assert "measures: 0 created, 0 updated, 96 unchanged" in run("yrd-scitech-finance")
    assert AuditEvent.objects.count() == events
    assert set(AuditEvent.objects.values_list("actor", "door")) == {("system", "command")}


def test_check_writes_nothing():
    assert "in order" in run("yrd-scitech-finance", "--check")
    assert not Program.objects.exists()


def test_every_problem_is_printed_and_nothing_loaded(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(
        "program: {code: p, name_en: P, start: 2022-11-21, end: 2027-11-20}\nzones: []\nsections: []\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as caught:
        run(str(path))
    assert caught.value.returncode == 1
    assert "plan.yaml:1: /program: 'name_zh' is missing." in run.errors
    assert "plan.yaml:2: /zones" in run.errors
    assert not Measure.objects.exists()
    assert not Indicator.objects.exists()


def test_an_unknown_name_says_which_plans_are_bundled():
    with pytest.raises(CommandError, match="yrd-scitech-finance"):
        run("nothing-of-that-name")


def test_faults_of_the_indicator_part_are_found():
    good = {
        "code": "I1",
        "name_en": "I",
        "name_zh": "指",
        "definition_en": "D",
        "definition_zh": "定",
        "unit": "U",
        "direction": "increase",
        "frequency": "Q",
        "nature": "stock",
        "zone_rule": "sum",
        "time_rule": "last",
    }
    unit = {"code": "U", "name_en": "u", "name_zh": "个", "base": "U", "multiplier": 0}
    assert not list(indicator_problems({"units": [unit], "indicators": [good]}))
    bad = [
        {**good, "unit": "V"},
        {**good, "code": "I2", "numerator": "I1"},
        {**good, "code": "I3", "zone_rule": "weighted_mean"},
        {**good, "code": "I4", "weight_indicator": "I4"},
        {**good, "code": "I5", "minimum": 5, "maximum": 1},
        {**good, "code": "I6", "dimensions": ["size"], "measures": ["M999"]},
        {**good, "code": "I6"},
        {**good, "code": "I7", "frequency": "X"},
    ]
    found = {(problem.code, problem.pointer) for problem in indicator_problems({"units": [unit], "indicators": bad})}
    assert found == {
        ("reference_unknown", "/indicators/0/unit"),
        ("ratio_incomplete", "/indicators/1"),
        ("weight_missing", "/indicators/2/zone_rule"),
        ("reference_to_itself", "/indicators/3"),
        ("bounds_reversed", "/indicators/4/maximum"),
        ("reference_unknown", "/indicators/5/dimensions/0"),
        ("reference_unknown", "/indicators/5/measures/0"),
        ("code_twice", "/indicators/6/code"),
        ("code_unknown", "/indicators/7/frequency"),
    }
