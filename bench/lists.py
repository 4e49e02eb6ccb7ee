"""List pages of 50 rows against the bare health view, first page and deep page, few rows and many."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench.evaluation import build
from bench.measuring import Figure, cpu_seconds
from indicators.models import Observation
from programs.actors import SYSTEM, Role
from programs.models import Agency, Measure, Membership, Program, Section, Task, User
from reports.services.evaluations import evaluation_compute, evaluation_store

MANY = 100
PAGES = (
    ("tasks over REST", "/api/v1/tasks/?page_size=50", "values and orjson instead of serializers"),
    ("tasks over REST, deep page", "/api/v1/tasks/?page_size=50&page={last}", "keyset instead of OFFSET"),
    ("observations over REST", "/api/v1/observations/?page_size=50", "an index in the order of the list, no COUNT"),
    ("one series over REST", "/api/v1/observations/?indicator=B000&page_size=500", "the same"),
    ("tasks in the admin", "/admin/programs/task/", "fewer template tags a cell"),
    ("programme dashboard", "/programs/bench/", "counts kept beside the evaluation"),
)


def _people_and_tasks(program: Program) -> User:
    section = Section.objects.create(program=program, code="S01", number=1, name_en="Section")
    zones = list(program.zones.all()[:50])
    agency = Agency.objects.get(code="BENCH")
    measures = Measure.objects.bulk_create(
        Measure(
            program=program,
            section=section,
            code=f"M{n:03d}",
            number=n,
            position=n,
            name_en=f"Measure {n}",
            commitment="shall",
            element="plan",
            lead_function="science",
        )
        for n in range(1, MANY + 1)
    )
    days = {"start": "2023-01-01", "due": "2026-01-01", "original_due": "2026-01-01"}
    Task.objects.bulk_create(
        Task(program=program, measure=m, zone=z, code=f"T-{m.code}-{z.code}", name_en=m.name_en, lead=agency, **days)
        for m in measures
        for z in zones
    )
    user = User.objects.create(username="bench", is_staff=True)
    Membership.objects.create(user=user, role=Role.COORDINATOR, program=program)
    return user


def measure() -> Iterator[Figure]:
    """The figures; everything is rolled back afterwards."""
    with transaction.atomic():
        program = build(zones=50, indicators=100, quarters=8)
        user = _people_and_tasks(program)
        moment = datetime.now(UTC)
        computed = evaluation_compute(program=program, period="2026-Q3", kind="quarterly", as_of=moment)
        evaluation_store(computed=computed, by=SYSTEM)
        client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        bare = cpu_seconds(lambda: client.get("/healthz"), rounds=15)
        last = Task.objects.count() // 50
        rows = f"{Task.objects.count()} tasks, {Observation.objects.count()} observations"
        for name, address, remedy in PAGES:
            path = address.format(last=last)
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code} at {datetime.now(UTC):%H:%M}")
            yield Figure(
                f"{name} vs bare view",
                cpu_seconds(lambda path=path: client.get(path), rounds=9) / bare,
                "≤ 10" if "REST" in name else "",
                f"{rows}; would raise it: {remedy}",
            )
        transaction.set_rollback(True)
