"""One row of every audited model, with a column that may change and the value it changes to."""

import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.utils import timezone

from indicators.models import (
    Dimension,
    DimensionValue,
    Duty,
    Indicator,
    IndicatorUse,
    ReportingPeriod,
    Submission,
    Target,
    Unit,
)
from programs.models import Job, Membership, ProgramZone
from reports.models import Evaluation, Report, ReportFile
from tests.factories.programs import (
    AgencyFactory,
    EvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    ProgramFactory,
    ProgressReportFactory,
    SectionFactory,
    TaskFactory,
    UserFactory,
    ZoneFactory,
    key_for,
)


@dataclass(frozen=True)
class Case:
    """How to make a row that nothing refers to, and what to change in it."""

    make: Callable[[], Model]
    column: str
    value: Callable[[], Any]


def _word() -> str:
    return uuid.uuid4().hex[:12]


def _unit() -> Unit:
    return Unit.objects.create(code=_word(), name_en="unit", base="yuan")


def _dimension() -> Dimension:
    return Dimension.objects.create(code=_word(), name_en="size")


def _indicator() -> Indicator:
    return Indicator.objects.create(
        code=_word(), name_en="loans", unit=_unit(), direction="increase", frequency="Q", nature="stock"
    )


def _use() -> IndicatorUse:
    return IndicatorUse.objects.create(program=ProgramFactory(), indicator=_indicator())


def _submission() -> Submission:
    return Submission.objects.create(
        program=ProgramFactory(), agency=AgencyFactory(), door="api", format="json", mode="partial", state="in_review", received_at=timezone.now(),
        received_by="key:x", body=zlib.compress(b"{}"), sha256="0" * 64,
    )  # fmt: skip


def _evaluation() -> Evaluation:
    return Evaluation.objects.create(
        program=ProgramFactory(), kind="quarterly", period="2026-Q3", as_of=timezone.now(), method_version="1", fingerprint=uuid.uuid4().hex * 2,
        inputs={"a": 1}, result={"b": 2}, result_sha256="0" * 64, computed_at=timezone.now(), computed_by="system",
    )  # fmt: skip


def report_row() -> Report:
    """A draft of an evaluation."""
    return Report.objects.create(
        evaluation=_evaluation(), number=_word(), created_at=timezone.now(), created_by="system"
    )


def _report_file() -> ReportFile:
    return ReportFile.objects.create(
        report=report_row(),
        language="en",
        format="pdf",
        file="a.pdf",
        sha256="0" * 64,
        size=1,
        created_at=timezone.now(),
    )


def _joined(parent: Model, name: str, other: Model) -> Model:
    manager = getattr(parent, name)
    manager.add(other)
    return manager.through._base_manager.get(**{manager.source_field_name: parent.pk})


def _permission(place: int) -> Permission:
    return Permission.objects.order_by("pk")[place]


CASES: dict[str, Case] = {
    "programs.Job": Case(
        lambda: Job.objects.create(kind="x", key=_word(), requested_at=timezone.now(), requested_by="user:x"),
        "kind",
        lambda: "y",
    ),
    "programs.Zone": Case(lambda: ZoneFactory(code=_word()), "name_zh", lambda: "某市"),
    "programs.Agency": Case(AgencyFactory, "short_en", lambda: "short"),
    "programs.Program": Case(ProgramFactory, "summary_zh", lambda: "摘要"),
    "programs.ProgramZone": Case(
        lambda: ProgramZone.objects.create(program=ProgramFactory(), zone=ZoneFactory(code=_word())),
        "zone_id",
        lambda: ZoneFactory(code=_word()).pk,
    ),
    "programs.Section": Case(SectionFactory, "name_en", lambda: "another"),
    "programs.Measure": Case(MeasureFactory, "text_zh", lambda: "条文"),
    "programs.Measure_zones": Case(
        lambda: _joined(MeasureFactory(), "zones", ZoneFactory(code=_word())),
        "zone_id",
        lambda: ZoneFactory(code=_word()).pk,
    ),
    "programs.Task": Case(TaskFactory, "due", lambda: date(2026, 3, 31)),
    "programs.Task_cooperating": Case(
        lambda: _joined(TaskFactory(), "cooperating", AgencyFactory()), "agency_id", lambda: AgencyFactory().pk
    ),
    "programs.Milestone": Case(MilestoneFactory, "name_en", lambda: "another"),
    "programs.ProgressReport": Case(ProgressReportFactory, "problems", lambda: "none\nso far"),
    "programs.Evidence": Case(EvidenceFactory, "title", lambda: "another"),
    "programs.User": Case(UserFactory, "first_name", lambda: "Li"),
    "programs.User_groups": Case(
        lambda: _joined(UserFactory(), "groups", Group.objects.create(name=_word())),
        "group_id",
        lambda: Group.objects.create(name=_word()).pk,
    ),
    "programs.User_user_permissions": Case(
        lambda: _joined(UserFactory(), "user_permissions", _permission(0)), "permission_id", lambda: _permission(1).pk
    ),
    "programs.Membership": Case(
        lambda: Membership.objects.create(user=UserFactory(), role="leader"), "role", lambda: "expert"
    ),
    "programs.ApiKey": Case(lambda: key_for(AgencyFactory())[0], "label", lambda: "another"),
    "indicators.Unit": Case(_unit, "decimals", lambda: 2),
    "indicators.Dimension": Case(_dimension, "name_zh", lambda: "规模"),
    "indicators.DimensionValue": Case(
        lambda: DimensionValue.objects.create(dimension=_dimension(), code="small", name_en="small"),
        "sort_order",
        lambda: 3,
    ),
    "indicators.Indicator": Case(_indicator, "minimum", lambda: Decimal("0.5")),
    "indicators.Indicator_dimensions": Case(
        lambda: _joined(_indicator(), "dimensions", _dimension()), "dimension_id", lambda: _dimension().pk
    ),
    "indicators.IndicatorUse": Case(_use, "thresholds", lambda: {"on_track": "0.95"}),
    "indicators.IndicatorUse_measures": Case(
        lambda: _joined(_use(), "measures", MeasureFactory()), "measure_id", lambda: MeasureFactory().pk
    ),
    "indicators.Target": Case(
        lambda: Target.objects.create(use=_use(), baseline_period="2022", period="2027"), "strict", lambda: True
    ),
    "indicators.Duty": Case(
        lambda: Duty.objects.create(use=_use(), zone=ZoneFactory(code=_word()), agency=AgencyFactory()),
        "agency_id",
        lambda: AgencyFactory().pk,
    ),
    "indicators.ReportingPeriod": Case(
        lambda: ReportingPeriod.objects.create(
            program=ProgramFactory(), code="2026-Q3", start=date(2026, 7, 1), end=date(2026, 9, 30)
        ),
        "end",
        lambda: date(2026, 9, 29),
    ),
    "indicators.Submission": Case(_submission, "file_name", lambda: "loans.xlsx"),
    "reports.Evaluation": Case(_evaluation, "computed_by", lambda: "user:x"),
    "reports.Report": Case(report_row, "created_by", lambda: "user:x"),
    "reports.ReportFile": Case(_report_file, "size", lambda: 2),
}


def model_of(label: str) -> type[Model]:
    """The model of a case."""
    app, name = label.split(".")
    return next(
        model for model in apps.get_app_config(app).get_models(include_auto_created=True) if model.__name__ == name
    )
