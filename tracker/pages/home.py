"""The first page: what this is, the doors, and what is loaded. Open to visitors, so it shows published counts only."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programs.actors import SEES_STATUS
from programs.models import Measure, Program, ProgramZone, Section
from programs.selectors import actor_of_user
from reports.models import Report
from tracker.health import job_state, redis_state

ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page. Staff also see whether database, broker and worker serve."""
    staff = request.user.is_authenticated and actor_of_user(request.user).has_role(*SEES_STATUS)
    context = {"programs": loaded_programs(), "system": system_strip() if staff else [], "tour": tour()}
    return render(request, "tracker/home.html", context)


def loaded_programs() -> QuerySet[Program]:
    """Every programme with the counts of its plan and the date of its newest published report, in one query."""
    published = (
        Report.objects.filter(evaluation__program=OuterRef("pk"), state="published")
        .order_by()
        .values("evaluation__program")
    )
    return Program.objects.annotate(
        section_count=_count(Section),
        measure_count=_count(Measure),
        zone_count=_count(ProgramZone),
        report_at=Subquery(published.annotate(newest=Max("published_at")).values("newest")),
    )


def _count(model: Any) -> Subquery:
    of_program = model.objects.filter(program=OuterRef("pk")).order_by().values("program")
    return Subquery(of_program.annotate(found=Count("pk")).values("found"), output_field=IntegerField())


def system_strip() -> list[dict[str, Any]]:
    """Database, broker and worker in words, for staff. `good` is False where somebody should look."""
    jobs = job_state()
    redis = redis_state()
    broker = {
        "up": _("Redis answers"),
        "down": _("Redis does not answer"),
        "not used": _("no broker: jobs run beside the server"),
    }[redis]
    waits = jobs["oldest_queued_seconds"]
    worker = _("%(running)s running, %(queued)s waiting, %(failed)s failed") % jobs
    return [
        {"label": _("Database"), "text": ENGINES.get(connection.vendor, connection.vendor), "good": True},
        {"label": _("Broker"), "text": broker, "good": redis != "down"},
        {"label": _("Worker"), "text": worker, "good": not jobs["failed"] and (waits is None or waits < 600)},
        {"label": _("Version"), "text": settings.APP_VERSION, "good": True},
    ]


def tour() -> list[str]:
    """What a newcomer tries in five minutes, step by step."""
    return [
        _(
            "Sign in as a leader: the dashboard opens. Follow an off-track figure to the indicator, and on to how it was computed."
        ),
        _(
            "Sign in as coordination staff: open a task that is overdue, change its due date with a reason, and see both dates on the task's page."
        ),
        _(
            "Sign in as an agency: My work shows what is owed. Enter a value with its unit, such as 4.2亿, check it, read the finding, correct it and send."
        ),
        _(
            "As coordination staff, start the quarterly evaluation and watch the job; publish the report when it is done."
        ),
        _("Open the report, download it as PDF or Word, and follow a blue figure back to the submission behind it."),
    ]
