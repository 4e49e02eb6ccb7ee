"""Factories of `programs`: people with roles, agencies, places, plans, tasks and keys.

A task factory takes `state=` and fills the moments and persons that the state implies, so that every row passes the
constraints of the database.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs.actors import Actor, Role
from programs.api.authentication import key_digest
from programs.models import (
    Agency,
    ApiKey,
    Evidence,
    Measure,
    Membership,
    Milestone,
    Program,
    ProgramZone,
    ProgressReport,
    Section,
    Task,
    User,
    Zone,
)
from programs.selectors import actor_of_key, actor_of_user

PASSWORD = "correct horse battery 9"
PROGRAM_START = date(2022, 11, 21)
PROGRAM_END = date(2027, 11, 20)
SHANGHAI_TIME = ZoneInfo("Asia/Shanghai")
AFTER = {  # which moments a state implies
    "assigned_at": {"assigned", "acknowledged", "in_progress", "reported_done", "closed", "returned", "suspended"},
    "acknowledged_at": {"acknowledged", "in_progress", "reported_done", "closed", "returned", "suspended"},
    "reported_done_at": {"reported_done", "closed", "returned"},
    "closed_at": {"closed"},
}
MOMENTS = {
    "assigned_at": datetime(2023, 2, 1, 9, tzinfo=SHANGHAI_TIME),
    "acknowledged_at": datetime(2023, 2, 3, 9, tzinfo=SHANGHAI_TIME),
    "reported_done_at": datetime(2025, 2, 3, 9, tzinfo=SHANGHAI_TIME),
    "closed_at": datetime(2025, 3, 3, 9, tzinfo=SHANGHAI_TIME),
}


class ZoneFactory(DjangoModelFactory):
    """A city; give `parent=` and `level=` for others."""

    class Meta:
        model = Zone
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{400000 + n}")
    name_en = factory.LazyAttribute(lambda zone: f"City {zone.code}")
    name_zh = factory.LazyAttribute(lambda zone: f"城市{zone.code}")
    level = "city"
    sort_order = factory.Sequence(lambda n: n % 1000)


class AgencyFactory(DjangoModelFactory):
    """A public body in a zone of its own unless `zone=` is given."""

    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"AG{n}-LFR")
    name_en = factory.LazyAttribute(lambda agency: f"Agency {agency.code}")
    name_zh = factory.LazyAttribute(lambda agency: f"单位{agency.code}")
    short_en = factory.LazyAttribute(lambda agency: agency.code)
    short_zh = factory.LazyAttribute(lambda agency: agency.code)
    function = "local_financial"
    zone = factory.SubFactory(ZoneFactory)


class ProgramFactory(DjangoModelFactory):
    """A programme of five years; `zones=[…]` makes its pilot zones."""

    class Meta:
        model = Program
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"program-{n}")
    name_en = factory.LazyAttribute(lambda program: f"Pilot {program.code}")
    name_zh = factory.LazyAttribute(lambda program: f"试验区{program.code}")
    start = PROGRAM_START
    end = PROGRAM_END

    @factory.post_generation
    def zones(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Pilot zones of the programme."""
        if create and extracted:
            ProgramZone.objects.bulk_create([ProgramZone(program=self, zone=zone) for zone in extracted])


class SectionFactory(DjangoModelFactory):
    """A numbered section of a programme."""

    class Meta:
        model = Section

    program = factory.SubFactory(ProgramFactory)
    number = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda section: f"S{section.number:02d}")
    name_en = factory.LazyAttribute(lambda section: f"Section {section.number}")
    name_zh = factory.LazyAttribute(lambda section: f"第{section.number}节")


class MeasureFactory(DjangoModelFactory):
    """A measure in a section of its own unless `section=` is given; `zones=[…]` names zones."""

    class Meta:
        model = Measure
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    program = factory.SelfAttribute("section.program")
    number = factory.Sequence(lambda n: n + 1)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda measure: f"M{measure.number:03d}")
    name_en = factory.LazyAttribute(lambda measure: f"Measure {measure.number}")
    name_zh = factory.LazyAttribute(lambda measure: f"举措{measure.number}")
    commitment = "shall"
    element = "initiative"
    lead_function = "local_financial"

    @factory.post_generation
    def zones(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Zones that the measure names."""
        if create and extracted:
            self.zones.set(extracted)


def _implied(moment: str) -> Any:
    return factory.LazyAttribute(lambda task: MOMENTS[moment] if task.state in AFTER[moment] else None)


def _implied_person(moment: str, person: str) -> Any:
    return factory.LazyAttribute(lambda task: person if task.state in AFTER[moment] else "")


class TaskFactory(DjangoModelFactory):
    """A task; its measure, zone and lead agency are made when not given. `cooperating=[…]` adds agencies."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    measure = factory.SubFactory(MeasureFactory)
    program = factory.SelfAttribute("measure.program")
    zone = factory.LazyAttribute(lambda task: task.lead.zone)
    lead = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda n: f"T-{n:05d}")
    name_en = factory.LazyAttribute(lambda task: f"Task {task.code}")
    name_zh = factory.LazyAttribute(lambda task: f"任务{task.code}")
    state = "draft"
    start = date(2023, 1, 3)
    due = date(2025, 6, 30)
    original_due = factory.SelfAttribute("due")
    assigned_at = _implied("assigned_at")
    assigned_by = _implied_person("assigned_at", "user:somebody-in-office")
    acknowledged_at = _implied("acknowledged_at")
    acknowledged_by = _implied_person("acknowledged_at", "user:somebody-in-agency")
    reported_done_at = _implied("reported_done_at")
    reported_done_by = _implied_person("reported_done_at", "user:somebody-in-agency")
    closed_at = _implied("closed_at")
    closed_by = _implied_person("closed_at", "user:somebody-in-office")

    @factory.post_generation
    def cooperating(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Cooperating agencies."""
        if create and extracted:
            self.cooperating.set(extracted)


class MilestoneFactory(DjangoModelFactory):
    """A step of a task; positions run by themselves."""

    class Meta:
        model = Milestone

    task = factory.SubFactory(TaskFactory)
    position = factory.Sequence(lambda n: n % 30000 + 1)
    name_en = factory.LazyAttribute(lambda milestone: f"Step {milestone.position}")
    name_zh = factory.LazyAttribute(lambda milestone: f"节点{milestone.position}")
    weight = 1
    due = factory.SelfAttribute("task.due")
    original_due = factory.SelfAttribute("due")


class ProgressReportFactory(DjangoModelFactory):
    """A progress report that waits for review; `state=` accepted or returned fills the review."""

    class Meta:
        model = ProgressReport

    task = factory.SubFactory(TaskFactory, state="in_progress")
    period = "2025-Q1"
    text = "The work goes on as planned."
    state = "submitted"
    submitted_at = datetime(2025, 4, 8, 9, tzinfo=SHANGHAI_TIME)
    submitted_by = "user:somebody-in-agency"
    reviewed_at = factory.LazyAttribute(
        lambda report: None if report.state == "submitted" else datetime(2025, 4, 9, 9, tzinfo=SHANGHAI_TIME)
    )
    reviewed_by = factory.LazyAttribute(lambda report: "" if report.state == "submitted" else "user:somebody-in-office")
    review_reason = factory.LazyAttribute(lambda report: "Figures are missing." if report.state == "returned" else "")


class EvidenceFactory(DjangoModelFactory):
    """A web address that proves progress."""

    class Meta:
        model = Evidence

    task = factory.SubFactory(TaskFactory, state="in_progress")
    title = "Published notice"
    url = factory.Sequence(lambda n: f"https://example.org/notice/{n}")
    added_at = datetime(2025, 4, 8, 9, tzinfo=SHANGHAI_TIME)
    added_by = "user:somebody-in-agency"


class UserFactory(DjangoModelFactory):
    """An account without any role, whose password is PASSWORD."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


def user_with(role: Role | str, *, agency: Agency | None = None, program: Program | None = None, **fields: Any) -> User:
    """A user with one role. A reporter or approver without `agency` gets one; staff roles may enter the admin."""
    role = Role(role)
    if role in (Role.REPORTER, Role.APPROVER) and agency is None:
        agency = AgencyFactory()
    fields.setdefault("is_staff", role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR))
    user = UserFactory(**fields)
    Membership.objects.create(user=user, role=role, agency=agency, program=program)
    return user


def actor_with(
    role: Role | str, *, agency: Agency | None = None, program: Program | None = None, **fields: Any
) -> Actor:
    """The actor behind `user_with(…)`, as services take it in `by=`."""
    return actor_of_user(user_with(role, agency=agency, program=program, **fields))


def key_for(
    agency: Agency, *, program: Program | None = None, scopes: str = "read submit", **fields: Any
) -> tuple[ApiKey, str]:
    """A stored key of an agency and its plain text (send it as `Authorization: Bearer …`)."""
    plain = f"pz_{secrets.token_urlsafe(32)}"
    now = timezone.now()
    values = {"label": "test key", "created_at": now, "expires_at": now + timedelta(days=30), **fields}
    return ApiKey.objects.create(
        agency=agency, program=program, prefix=plain[:9], digest=key_digest(plain), scopes=scopes, **values
    ), plain


def key_actor(agency: Agency, *, program: Program | None = None, **fields: Any) -> Actor:
    """The actor behind a new key of the agency."""
    return actor_of_key(key_for(agency, program=program, **fields)[0])
