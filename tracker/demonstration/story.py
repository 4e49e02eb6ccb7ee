"""Tells the whole demonstration through the real services, in the order of time, in one transaction."""

import heapq
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from indicators.models import Indicator, Observation, ReportingPeriod
from indicators.services.periods import period_close, period_open
from indicators.services.submissions import submission_receive, submission_return
from indicators.services.targets import targets_set
from programs import clock, periods
from programs.actors import SYSTEM
from programs.exceptions import Conflict
from programs.jobs import run_job
from programs.models import Program
from programs.services.acting import acting
from programs.services.audit_chain import audit_seal
from programs.services.records import row_update
from reports.models import Report
from reports.services.evaluations import evaluation_request
from reports.services.reports import report_publish
from tracker.demonstration import deliveries, people, tasks, timeline
from tracker.demonstration.values import Shape, baseline_of

CATALOGUE = settings.BASE_DIR / "indicators" / "catalogue" / "yrd-scitech-finance"
SOURCE_EN = "Demonstration: invented, not from the plan"
SOURCE_ZH = "演示数据：虚构，非方案内容"
PUBLISHED_DAYS = 50
PLAN_RECORDED = timeline.moment(date(2022, 11, 28), 9)
MISTAKES = (("HF", "IND05"), ("JX", "IND12"))
Say = Callable[[str], None]


@dataclass(order=True, slots=True)
class Event:
    """Something that happens at a moment; events of one moment keep the order in which they were planned."""

    moment: datetime
    number: int
    act: Callable[[], None] = field(compare=False)


def is_told(program: Program) -> bool:
    """Whether the demonstration is loaded already."""
    return program.demonstration and Observation.objects.filter(series__program=program).exists()


def tell(code: str, today: date, say: Say, load_plan: Callable[[], None]) -> Program:
    """Load everything or nothing, the plan included, so that the told history begins with it.

    Raises Conflict when the programme is there already: demonstration data never join data of another origin.
    """
    if Program.objects.filter(code=code).exists():
        raise Conflict(
            f"The programme {code} is there already, and not as a demonstration. Demonstration data never join other data.",
            code="holds_other_data",
            hint="Use an empty database.",
        )
    recipes = yaml.safe_load((CATALOGUE / "demo.yaml").read_text(encoding="utf-8"))["indicators"]
    with transaction.atomic():
        with clock.at(PLAN_RECORDED):
            load_plan()
            program = Program.objects.get(code=code)
            _mark(program)
        say("accounts")
        people.accounts_make(program)
        _targets(program, recipes)
        say("tasks since the programme's start")
        tasks.tell_tasks(program, today)
        _collect(program, recipes, today, say)
        audit_seal(everything=True)
    return program


def _mark(program: Program) -> None:
    with acting(by=SYSTEM, reason="Loaded as a demonstration"):
        program.demonstration = True
        row_update(program)


def _targets(program: Program, recipes: Mapping[str, Any]) -> None:
    found = []
    shapes = {i.code: Shape(i.code, i.frequency, i.decimals, i.cumulative) for i in Indicator.objects.all()}
    for code, recipe in recipes.items():
        target = recipe.get("target")
        if target is None:
            continue
        zones = target["values"] or target.get("zones", _zones(program))
        found += [_target(code, zone, target, recipe, shapes[code]) for zone in zones]
    with clock.at(timeline.moment(program.start + timedelta(days=14))):
        targets_set(program=program, targets=found, by=people.coordinator(program), reason="Demonstration targets")


def _zones(program: Program) -> list[str]:
    return list(program.zones.values_list("code", flat=True))


def _target(code: str, zone: str, target: Mapping[str, Any], recipe: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    starts_at_zero = target["type"] in {"cumulative", "yearly"}
    levels = recipe.get("levels")
    baseline = Decimal(0) if starts_at_zero else baseline_of(shape, recipe, zone) if levels else None
    return {
        "indicator": code,
        "zone": zone,
        "type": target["type"],
        "baseline": baseline,
        "baseline_period": _fitting(target["baseline_period"], shape.frequency),
        "value": None if target["values"] is None else Decimal(str(target["values"][zone])),
        "period": _fitting(target["target_period"], shape.frequency),
        "low": _decimal(target.get("low")),
        "high": _decimal(target.get("high")),
        "tolerance": _decimal(target.get("tolerance")),
        "path": target["path"],
        "steps": [[str(period), str(value)] for period, value in (target.get("steps") or {}).get(zone, [])],
        "source_en": SOURCE_EN,
        "source_zh": SOURCE_ZH,
    }


def _fitting(code: str, frequency: str) -> str:
    return periods.from_month(frequency, periods.parse(code).last_month).code


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _collect(program: Program, recipes: Mapping[str, Any], today: date, say: Say) -> None:
    owed = deliveries.duties_of(program, recipes)
    now = timeline.moment(today, 7)
    events = [event for event in _events(program, owed, today) if event.moment < now]
    heapq.heapify(events)
    shown = ""
    while events:
        event = heapq.heappop(events)
        if f"{event.moment:%Y-%m}"[:7] != shown:
            shown = f"{event.moment:%Y-%m}"
            say(f"what agencies handed in by {shown}")
        with clock.at(event.moment):
            event.act()


def _events(program: Program, owed: list[deliveries.Owed], today: date) -> Iterator[Event]:
    office, numbers = people.coordinator(program), count()
    newest = timeline.newest_quarter(today)
    for period in timeline.all_periods(today):
        yield Event(timeline.opening(period), next(numbers), lambda code=period.code: _open(program, code))
        yield Event(timeline.closing(period), next(numbers), lambda code=period.code: _close(program, code))
        for delivery in deliveries.deliveries(owed, period, newest):
            yield Event(delivery.moment, next(numbers), lambda delivery=delivery: _deliver(program, delivery))
    for back, (prefix, code) in zip((1, 0), MISTAKES, strict=True):
        period = periods.shift(newest, -back)
        wrong = _mistake(owed, prefix, code, period)
        yield Event(
            timeline.moment(period.end + timedelta(days=6), 9),
            next(numbers),
            lambda wrong=wrong, back=back: _deliver_mistake(program, wrong, returned=bool(back)),
        )
    for back in (2, 1):
        period = periods.shift(newest, -back)
        moment = timeline.moment(period.end + timedelta(days=PUBLISHED_DAYS), 17)
        yield Event(moment, next(numbers), lambda period=period: _publish(program, period, office))


def _open(program: Program, code: str) -> None:
    period_open(program=program, code=code, by=people.coordinator(program))


def _close(program: Program, code: str) -> None:
    period = ReportingPeriod.objects.get(program=program, code=code)
    period_close(period=period, by=people.coordinator(program), reason="The time for corrections is over.")


def _deliver(program: Program, delivery: deliveries.Delivery) -> Any:
    body = json.dumps({"program": program.code, "rows": delivery.rows}, ensure_ascii=False).encode()
    agency = delivery.agency
    return submission_receive(
        program=program,
        agency=agency,
        rows=delivery.rows,
        mode="partial",
        dry_run=False,
        door="api",
        format="json",
        body=body,
        by=people.reporter(agency, program),
    )


def _mistake(owed: list[deliveries.Owed], prefix: str, code: str, period: periods.Period) -> deliveries.Delivery:
    duty = next(duty for duty in owed if duty.shape.code == code and duty.agency.code.startswith(prefix))
    row = deliveries.wrong_unit_row(duty, period)
    return deliveries.Delivery(timeline.moment(period.end), duty.agency, (row,))


def _deliver_mistake(program: Program, delivery: deliveries.Delivery, *, returned: bool) -> None:
    outcome = _deliver(program, delivery)
    if outcome.state != "in_review":
        raise Conflict(f"The planned mistake of {delivery.agency.code} was answered as {outcome.state}.")
    if returned:
        submission_return(
            submission=outcome.submission,
            by=people.coordinator(program),
            reason="The value seems to be in 10,000 yuan; give it in 100 million yuan. 疑似单位有误，请按亿元填报。",
        )


def _publish(program: Program, period: periods.Period, office: Any) -> None:
    job = evaluation_request(program=program, period=period.code, kind="quarterly", by=office, as_of=clock.now())
    run_job(job.pk)
    job.refresh_from_db()
    if job.state != "done":
        raise Conflict(f"The evaluation of {period.code} ended as {job.state}: {job.error}")
    audit_seal()  # as the schedule does every few minutes, so that the report keeps the digest of a block
    report_publish(report=Report.objects.get(number=job.result["report"]), by=office)


def write_access(folder: Path, program: Program, key: str) -> Path:
    """Write `demo.json` with accounts and key for people and tools that start from the demonstration."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    accounts = [{"role": str(a.role), "username": a.username, "password": people.PASSWORD} for a in people.ACCOUNTS]
    known |= {"program": program.code, "accounts": accounts, "agency": people.KEY_AGENCY, "agency_key": key}
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)
    return path
