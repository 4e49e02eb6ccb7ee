"""Who may do what, route by route: the table of the permission test. Add one line for each new route.

`api(name, get=…, post=…, on=…)`, `page(…)` and `screens(…)` name the callers that get through; everybody else must be
refused, and so is every method that is not named. `on=` says how the address finds its row: then the same callers
must get the answer "no such thing" for a row of another programme or agency. `hidden=` names callers that may use the
route but do not see even the own row (such as an expert and tasks).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.repository.matrix_world import MISSING_ID, MISSING_UUID

Callers = frozenset[str]
Side = dict[str, Any]


def callers(words: str) -> Callers:
    """Names parted by blanks."""
    return frozenset(words.split())


NOBODY = callers("")
CHIEF = callers("chief")
STAFF = callers("coordinator chief")
OVERSIGHT = STAFF | callers("leader auditor")
READERS = OVERSIGHT | callers("expert")
PEOPLE_OF_AGENCY = callers("reporter approver")
AGENCY = PEOPLE_OF_AGENCY | callers("key")
DATA = READERS | AGENCY
PEOPLE = callers("administrator coordinator chief reporter approver leader expert auditor")
ADMINISTRATOR = callers("administrator")
ACCOUNTS = callers("administrator auditor")
EVERYBODY = PEOPLE | callers("anonymous key")
NO_JOBS = callers("reporter approver leader expert key")  # they see only jobs that they asked for
ADMIN_PEOPLE = OVERSIGHT | ADMINISTRATOR


@dataclass(frozen=True)
class On:
    """How an address finds its row on one side, what a missing one looks like, and whether another side exists."""

    own: Callable[[Side], dict[str, Any]]
    missing: dict[str, Any]
    scoped: bool = True


@dataclass(frozen=True)
class Row:
    """One route: who gets through with which method."""

    name: str
    kind: str
    allow: dict[str, Callers]
    on: On | None = None
    hidden: Callers = NOBODY
    body: dict[str, Any] = field(default_factory=dict)
    label: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()


def _on(kind: str, parameter: str, attribute: str, missing: Any, *, scoped: bool = True, **more: Any) -> On:
    return On(lambda side: {parameter: getattr(side[kind], attribute), **more}, {parameter: missing, **more}, scoped)


TASK = _on("task", "code", "code", "T-MISSING")
PROGRAM = _on("program", "code", "code", "no-such-programme")
SUBMISSION = _on("submission", "pk", "pk", MISSING_UUID)
JOB = _on("job", "pk", "pk", MISSING_ID, scoped=False)
REPORT = _on("report", "number", "number", "R-MISSING")

SDMX_VERSION = On(lambda _side: {"version": "1.0"}, {"version": "9.9"}, scoped=False)
SDMX_FLOW = On(lambda _side: {"flow": "OBSERVATIONS"}, {"flow": "NONE"}, scoped=False)
SDMX_DATA = On(lambda _side: {"flow": "OBSERVATIONS", "key": "all"}, {"flow": "NONE", "key": "all"}, scoped=False)


def in_program(parameter: str, kind: str) -> On:
    """A page below a programme that names a row of it by code."""
    return On(
        lambda side: {"code": side["program"].code, parameter: side[kind].code},
        {"code": "no-such-programme", parameter: "X1"},
    )


def lineage() -> On:
    """An evaluation, an indicator and a zone."""
    return On(
        lambda side: {
            "evaluation": side["evaluation"].pk,
            "indicator": side["indicator"].code,
            "zone": side["zone"].code,
        },
        {"evaluation": MISSING_UUID, "indicator": "X1", "zone": "X2"},
    )


def api(
    name: str, *, on: On | None = None, hidden: Callers = NOBODY, body: dict[str, Any] | None = None, **allow: Callers
) -> Row:
    """A REST route: anonymous callers are answered 401, others 403."""
    return Row(name, "api", {method.upper(): who for method, who in allow.items()}, on, hidden, body or {})


def page(
    name: str, *, on: On | None = None, hidden: Callers = NOBODY, body: dict[str, Any] | None = None, **allow: Callers
) -> Row:
    """A page of the portal: visitors are led to the sign-in, others are answered 403."""
    return Row(name, "page", {method.upper(): who for method, who in allow.items()}, on, hidden, body or {})


def open_to_all(name: str, on: On | None = None) -> Row:
    """A route that everybody may call; it only must not break."""
    return Row(name, "open", {"GET": EVERYBODY}, on)


def screens(
    label: str,
    *,
    view: Callers,
    add: Callers = NOBODY,
    change: Callers = NOBODY,
    delete: Callers = NOBODY,
    step: str = "none",
    steps: Callers = NOBODY,
    scoped: bool = True,
    hidden: Callers = NOBODY,
) -> list[Row]:
    """The admin screens of one model (`app_model`): list, add, change, history, one named step, and deleting as a step.

    Lists and histories only show, so they are asked with GET alone.
    """
    kind, prefix = label.rpartition("_")[2], f"admin:{label}"
    found = On(
        lambda side: {"object_id": side[kind].pk},
        {"object_id": MISSING_ID if kind != "evaluation" and kind != "submission" else MISSING_UUID},
        scoped,
    )
    stepping = On(
        lambda side: {"object_id": side[kind].pk, "step_name": step}, {**found.missing, "step_name": step}, scoped
    )
    rows = [
        Row(f"{prefix}_changelist", "shown", {"GET": view}),
        Row(f"{prefix}_add", "admin", {"GET": add, "POST": add}),
        Row(f"{prefix}_change", "admin", {"GET": view, "POST": change}, found),
        Row(f"{prefix}_history", "shown", {"GET": view}, found, hidden),
        Row(
            f"{prefix}_delete", "admin", dict.fromkeys(("GET", "POST"), ADMIN_PEOPLE if delete else NOBODY), found
        ),  # leads to the step below
        Row(f"{prefix}_step", "admin", {"GET": steps, "POST": steps}, stepping, label=step),
    ]
    if delete:
        deleting = On(
            lambda side: {"object_id": side[kind].pk, "step_name": "delete"},
            {**found.missing, "step_name": "delete"},
            scoped,
        )
        rows.append(Row(f"{prefix}_step", "admin", {"GET": delete, "POST": delete}, deleting, label="delete"))
    return rows


API_ROWS = [
    api("programs-api:program-list", get=DATA),
    api("programs-api:section-list", get=DATA),
    api("programs-api:measure-list", get=DATA),
    api("programs-api:zone-list", get=DATA),
    api("programs-api:agency-list", get=DATA),
    api("programs-api:task-list", get=DATA),
    api("programs-api:task-detail", get=DATA, patch=STAFF, on=TASK, hidden=callers("expert")),
    api("programs-api:task-transitions", post=STAFF | AGENCY, on=TASK, body={"transition": "start"}),
    api("programs-api:task-progress", post=AGENCY, on=TASK),
    api("programs-api:job-detail", get=EVERYBODY - callers("anonymous"), on=JOB, hidden=NO_JOBS),
    *(
        api(f"indicators-api:{name}-list", get=DATA)
        for name in ("indicator", "target", "period", "unit", "dimension", "obligation", "observation")
    ),
    *(api(f"indicators-api:sdmx-{name}", get=DATA) for name in ("dataflows", "dataflow", "datastructure")),
    *(api(f"indicators-api:sdmx-{name}-version", get=DATA, on=SDMX_VERSION) for name in ("dataflow", "datastructure")),
    api("indicators-api:sdmx-data-all", get=DATA, on=SDMX_FLOW),
    api("indicators-api:sdmx-data", get=DATA, on=SDMX_DATA),
    api("indicators-api:submission-list", get=DATA, post=STAFF | AGENCY),
    api(
        "indicators-api:submission-detail",
        get=DATA,
        on=_on("submission", "id", "pk", MISSING_UUID),
        hidden=callers("expert"),
    ),
    api("indicators-api:submission-accept", post=STAFF, on=_on("submission", "id", "pk", MISSING_UUID)),
    api("indicators-api:submission-withdraw", post=AGENCY, on=_on("submission", "id", "pk", MISSING_UUID)),
    api("indicators-api:submission-return", post=STAFF, on=_on("submission", "id", "pk", MISSING_UUID)),
    api("reports-api:evaluation-list", get=READERS, post=STAFF),
    api("reports-api:evaluation-detail", get=READERS, on=_on("evaluation", "pk", "pk", MISSING_UUID)),
    api("reports-api:report-list", get=DATA),
    api("reports-api:report-file", get=DATA, on=_on("report", "pk", "pk", MISSING_ID, language="en", format="json")),
]
PAGE_ROWS = [
    page("account", get=PEOPLE, post=PEOPLE),
    page("password", get=PEOPLE, post=PEOPLE),
    page("task-step", post=PEOPLE_OF_AGENCY, on=_on("task", "code", "code", "T-MISSING", step="start")),
    page("task-progress", get=PEOPLE_OF_AGENCY, post=PEOPLE_OF_AGENCY, on=TASK),
    page("task-done", get=PEOPLE_OF_AGENCY, post=PEOPLE_OF_AGENCY, on=TASK),
    page("evidence-file", get=OVERSIGHT | PEOPLE_OF_AGENCY, on=_on("evidence", "pk", "pk", MISSING_ID)),
    page("job", get=PEOPLE, on=JOB, hidden=NO_JOBS),
    page("work", get=PEOPLE_OF_AGENCY),
    page("work-deliveries", get=PEOPLE_OF_AGENCY),
    page("work-submit", get=PEOPLE_OF_AGENCY, post=PEOPLE_OF_AGENCY),
    page("work-rows", get=PEOPLE_OF_AGENCY),
    page("work-rows-workbook", get=PEOPLE_OF_AGENCY),
    page("work-upload", get=PEOPLE_OF_AGENCY, post=PEOPLE_OF_AGENCY),
    page("submission", get=OVERSIGHT | PEOPLE_OF_AGENCY, on=SUBMISSION),
    page("submission-withdraw", post=PEOPLE_OF_AGENCY, on=SUBMISSION),
    page("dashboard", get=READERS),
    page("program", get=READERS, on=PROGRAM),
    page("indicator", get=READERS, on=in_program("indicator", "indicator")),
    page("zone", get=READERS, on=in_program("zone", "zone")),
    page("section", get=READERS, on=in_program("section", "section")),
    page("measure", get=READERS | PEOPLE_OF_AGENCY, on=in_program("measure", "measure")),
    page("tasks", get=READERS, on=PROGRAM),
    page("coverage", get=READERS, on=PROGRAM),
    page("task", get=OVERSIGHT | PEOPLE_OF_AGENCY, on=TASK),
    page("lineage", get=READERS, on=lineage()),
    page("reports", get=READERS | PEOPLE_OF_AGENCY),
    page("report-start", get=STAFF, post=STAFF, body={"program": "pilot-own", "wanted": "quarterly:2026-Q3"}),
    page("report", get=READERS | PEOPLE_OF_AGENCY, on=REPORT),
    page(
        "report-frame", get=READERS | PEOPLE_OF_AGENCY, on=_on("report", "number", "number", "R-MISSING", language="en")
    ),
    page(
        "report-file",
        get=READERS | PEOPLE_OF_AGENCY,
        on=_on("report", "number", "number", "R-MISSING", language="en", format="json"),
    ),
]
OPEN_ROWS = [
    open_to_all(name)
    for name in (
        "home",
        "sign-in",
        "sign-out",
        "set_language",
        "api-schema",
        "api-docs",
        "healthz",
        "readyz",
        "statusz",
    )
]
REFERENCE = {"view": OVERSIGHT, "add": CHIEF, "change": CHIEF, "delete": CHIEF, "scoped": False}
OF_PLAN = {"view": OVERSIGHT, "add": STAFF, "change": STAFF, "delete": STAFF}
ADMIN_ROWS = [
    Row("admin:index", "shown", {"GET": ADMIN_PEOPLE}),
    Row(
        "admin:app_list",
        "shown",
        {"GET": ADMIN_PEOPLE},
        On(lambda _side: {"app_label": "programs"}, {"app_label": "programs"}, scoped=False),
    ),
    *screens("programs_agency", **REFERENCE),
    *screens("programs_zone", **REFERENCE),
    *screens("indicators_unit", **REFERENCE),
    *screens("indicators_dimension", **REFERENCE),
    *screens("indicators_indicator", **REFERENCE),
    *screens("programs_program", view=OVERSIGHT, add=STAFF, change=STAFF),
    *screens("programs_section", **OF_PLAN),
    *screens("programs_measure", **OF_PLAN),
    *screens("programs_task", view=OVERSIGHT, add=STAFF, change=STAFF, step="suspend", steps=STAFF),
    *screens("programs_milestone", view=OVERSIGHT, change=STAFF, delete=STAFF, step="complete", steps=STAFF),
    *screens("programs_progressreport", view=OVERSIGHT, step="accept", steps=STAFF),
    *screens("programs_evidence", view=OVERSIGHT),
    Row("admin:programs_evidence_file", "shown", {"GET": OVERSIGHT}, _on("evidence", "pk", "pk", MISSING_ID)),
    *screens("programs_auditblock", view=STAFF | callers("auditor"), scoped=False),
    *screens("programs_auditevent", view=STAFF | callers("auditor"), scoped=False),
    *screens("programs_job", view=STAFF | ACCOUNTS, step="retry", steps=STAFF | ADMINISTRATOR, scoped=False),
    *screens("programs_apikey", view=ACCOUNTS, add=ADMINISTRATOR, step="revoke", steps=ADMINISTRATOR, scoped=False),
    *screens(
        "programs_user",
        view=ACCOUNTS,
        add=ADMINISTRATOR,
        change=ADMINISTRATOR,
        step="password",
        steps=ADMINISTRATOR,
        scoped=False,
    ),
    *screens(
        "django_celery_beat_periodictask",
        view=ACCOUNTS,
        step="off",
        steps=ADMINISTRATOR,
        scoped=False,
    ),
    *screens(
        "axes_accessattempt",
        view=ACCOUNTS,
        step="release",
        steps=ADMINISTRATOR,
        scoped=False,
    ),
    *screens("axes_accessfailurelog", view=ACCOUNTS, scoped=False),
    *screens("indicators_indicatoruse", **OF_PLAN),
    *screens("indicators_target", **OF_PLAN),
    *screens("indicators_duty", **OF_PLAN),
    *screens("indicators_reportingperiod", view=OVERSIGHT, add=STAFF, step="close", steps=STAFF),
    *screens("indicators_obligation", view=OVERSIGHT),
    *screens("indicators_submission", view=OVERSIGHT, step="accept", steps=STAFF),
    Row("admin:indicators_submission_body", "shown", {"GET": OVERSIGHT}, SUBMISSION),
    *screens("indicators_observation", view=OVERSIGHT),
    *screens("indicators_observationhistory", view=OVERSIGHT),
    *screens("reports_evaluation", view=OVERSIGHT, add=STAFF),
    *screens("reports_report", view=OVERSIGHT, step="withdraw", steps=STAFF),
    Row(
        "admin:reports_report_file",
        "shown",
        {"GET": OVERSIGHT},
        On(
            lambda side: {"pk": side["report"].pk, "file": side["reportfile"].pk},
            {"pk": MISSING_ID, "file": MISSING_ID},
        ),
    ),
]
ROWS = [*API_ROWS, *PAGE_ROWS, *OPEN_ROWS, *ADMIN_ROWS]

# Django's own routes of the admin that show nothing: signing in and out, passwords (led to the portal), the script with
# translations, choices of a field (asked for by name of model and field), "view on site", and the two catch-alls.
WITHOUT_ROW = frozenset(
    {
        "admin:login",
        "admin:logout",
        "admin:password_change",
        "admin:password_change_done",
        "admin:jsi18n",
        "admin:autocomplete",
        "admin:view_on_site",
        "admin:",
    }
)
