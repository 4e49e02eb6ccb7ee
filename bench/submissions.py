"""A submission of 1,000 and 100,000 values, from the JSON body to the stored rows, against bare COPY or executemany.

The limit writes the same rows into the same guarded table with nothing else: no body, no rules, no submission.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any

from django.db import transaction

from bench.measuring import Figure, cpu_once
from indicators.intake.csv_rows import read_csv
from indicators.intake.json_rows import read_json
from indicators.models import Duty, Indicator, IndicatorUse, ReportingPeriod, Series, Submission, Unit
from indicators.services.statements import engine
from indicators.services.statements.rows import ObservationRows
from indicators.services.submissions import submission_receive
from programs import periods
from programs.actors import SYSTEM
from programs.models import Agency, Program, ProgramZone, Zone

INDICATORS, ZONES, MONTHS = 50, 40, 50
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROUNDS = {1_000: (5, "≥ 0.35"), 100_000: (3, "≥ 0.50")}
LIMIT_ROWS = 100_000


def place() -> tuple[Program, Agency]:
    """A programme whose agency may hand in 100,000 values of 50 indicators, 40 zones and 50 open months."""
    program = Program.objects.create(code="bench-in", name_en="Benchmark", start="2015-01-01", end="2027-11-20")
    zones = Zone.objects.bulk_create(
        Zone(code=f"7{n:05d}", name_en=f"Zone {n}", level="park", sort_order=n) for n in range(ZONES)
    )
    ProgramZone.objects.bulk_create(ProgramZone(program=program, zone=zone) for zone in zones)
    agency = Agency.objects.create(code="BENCH-IN", name_en="Agency", function="science", zone=zones[0])
    unit = Unit.objects.create(code="BENCH-IN", name_en="number", base="NUMBER", decimals=1)
    shape: dict[str, Any] = {
        "unit": unit,
        "direction": "increase",
        "frequency": "M",
        "nature": "flow",
        "minimum": 0,
        "decimals": 1,
    }
    measured = Indicator.objects.bulk_create(
        Indicator(code=f"I{n:03d}", name_en=f"Indicator {n}", **shape) for n in range(INDICATORS)
    )
    uses = IndicatorUse.objects.bulk_create(
        IndicatorUse(program=program, indicator=indicator) for indicator in measured
    )
    Duty.objects.bulk_create(
        (Duty(use=use, zone=zone, agency=agency) for use in uses for zone in zones), batch_size=500
    )
    opened = {"opened_at": NOW, "opened_by": "bench"}
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(program=program, code=p.code, start=p.start, end=p.end, **opened) for p in _months()
    )
    Series.objects.bulk_create(
        (Series(program=program, indicator=i, zone=z) for i in measured for z in zones), batch_size=500
    )
    return program, agency


def _months() -> list[periods.Period]:
    return [periods.shift(periods.parse("2022-01"), step) for step in range(MONTHS)]


def _rows(size: int) -> list[dict[str, Any]]:
    months = [period.code for period in _months()]
    cells = ((f"I{i:03d}", f"7{z:05d}", month) for month in months for i in range(INDICATORS) for z in range(ZONES))
    return [
        {"indicator": i, "zone": z, "period": p, "value": f"{1000 + n % 200}.5", "status": "A", "note": ""}
        for n, (i, z, p) in zip(range(size), cells, strict=False)
    ]


def _csv(rows: list[dict[str, Any]]) -> bytes:
    head = "indicator,zone,period,value,status,note\n"
    return (head + "".join(f"{r['indicator']},{r['zone']},{r['period']},{r['value']},A,\n" for r in rows)).encode()


def _spent(work: Callable[[], object]) -> float:
    """CPU seconds of one call, which is undone afterwards."""
    with transaction.atomic():
        spent = cpu_once(work)
        transaction.set_rollback(True)
    return spent


def _limit(program: Program, agency: Agency, size: int) -> Callable[[], None]:
    """Writing prepared rows and nothing else."""
    submission = Submission.objects.create(
        program=program,
        agency=agency,
        door="command",
        format="json",
        mode="all_or_nothing",
        state="accepted",
        received_at=NOW,
        received_by="bench",
        body=zlib.compress(b""),
        sha256="0" * 64,
    )
    series = list(Series.objects.filter(program=program).order_by("pk").values_list("pk", flat=True))
    places = [(s, period.first_month) for period in _months() for s in series][:size]
    values = [f"{1000 + n % 200}.5" for n in range(len(places))]
    ids, months = [s for s, _month in places], [month for _s, month in places]
    rows = ObservationRows(ids, months, values, ["A"] * len(places), [""] * len(places), submission.pk, NOW)
    empty = ObservationRows([], [], [], [], [], submission.pk, NOW)
    return lambda: engine().observations_write(rows, empty)


def measure() -> Iterator[Figure]:
    """Ratios of rows per CPU second to the limit of 100,000 rows in the same run; everything is undone."""
    with transaction.atomic():
        program, agency = place()
        limit = _limit(program, agency, LIMIT_ROWS)

        def receive(rows: list[dict[str, Any]], form: str = "json") -> Callable[[], None]:
            body = json.dumps({"program": program.code, "rows": rows}).encode() if form == "json" else _csv(rows)

            def work() -> None:
                delivery = (
                    read_json(body, max_rows=200_000)
                    if form == "json"
                    else read_csv(body, dimensions=(), max_rows=200_000)
                )
                outcome = submission_receive(
                    program=program,
                    agency=agency,
                    rows=delivery,
                    mode="all_or_nothing",
                    dry_run=False,
                    door="api",
                    format=form,
                    body=body,
                    by=SYSTEM,
                )
                if outcome.state != "accepted":
                    raise SystemExit(f"not accepted: {outcome.findings[:3]}")

            return work

        rows = _rows(LIMIT_ROWS)
        base = median(_spent(limit) for _ in range(3)) / LIMIT_ROWS
        for size, (rounds, goal) in ROUNDS.items():
            ours = median(_spent(receive(rows[:size])) for _ in range(rounds)) / size
            yield Figure(
                f"submission of {size:,} new values (JSON) vs bare load",
                base / ours,
                goal,
                "would raise it: fewer statements for lock, audit and receipt"
                if size < LIMIT_ROWS
                else "would raise it: polars for large bodies",
            )
        base = (base + _spent(limit) / LIMIT_ROWS) / 2
        yield Figure(
            "submission of 100,000 new values (CSV) vs bare load",
            base * LIMIT_ROWS / _spent(receive(rows, "csv")),
            "≥ 0.50",
            "would raise it: polars for large bodies",
        )
        receive(rows)()
        yield Figure(
            "the same 100,000 values sent again vs bare load",
            base * LIMIT_ROWS / _spent(receive(rows)),
            "≥ 0.60",
            "nothing changes",
        )
        changed = _spent(receive([{**row, "value": f"{row['value'][:-1]}6"} for row in rows]))
        yield Figure(
            "100,000 values overwritten, history kept, vs bare load", base * LIMIT_ROWS / changed, "≥ 0.20", ""
        )
        transaction.set_rollback(True)
