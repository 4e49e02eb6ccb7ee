"""A frozen evaluation result for tests of the report files: five zones, twenty-two sections, twelve indicators.

`sample_result()` is a plausible quarter; `hostile_result()` the same quarter as an attacker or a broken
import would leave it. Both are plain JSON values and equal at every call.
"""

import hashlib
import random
from collections import Counter
from decimal import Decimal
from typing import Any

from tests.factories.hostile import HOSTILE_STRINGS
from tests.factories.result_reference import AGENCIES, INDICATORS, SECTIONS, ZONES

PERIODS = [
    "2023-Q3",
    "2023-Q4",
    *[f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)][:11],
]
PATH_PERIODS = [*PERIODS, "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]
RATINGS = ("on_track", "at_risk", "off_track", "completed", "not_rated")


def sample_result() -> dict[str, Any]:
    """The quarter 2026-Q3 as the evaluation service would freeze it. Equal at every call."""
    tasks = _tasks()
    lines = [line for indicator in INDICATORS for line in _lines_of(indicator)]
    quality = _quality()
    return {
        "schema": "1",
        "program": {
            "code": "yrd-scitech-finance",
            "name_en": "Sci-tech innovation finance reform pilot zone of five cities",
            "name_zh": "五市科创金融改革试验区",
            "start": "2022-11-21",
            "end": "2027-11-20",
            "demonstration": True,
        },
        "scope": {
            "kind": "quarterly",
            "period": "2026-Q3",
            "period_start": "2026-07-01",
            "period_end": "2026-09-30",
            "as_of": "2026-10-25T16:00:00+08:00",
            "method_version": "1",
            "fingerprint": hashlib.sha256(b"sample inputs").hexdigest(),
        },
        "zones": [dict(zone) for zone in ZONES],
        "sections": [
            {"code": f"S{number:02d}", "number": number, "name_en": name_en, "name_zh": name_zh}
            for number, (name_en, name_zh) in enumerate(SECTIONS, start=1)
        ],
        "measures": _measures(),
        "agencies": [dict(agency) for agency in AGENCIES],
        "indicators": [_public(indicator) for indicator in INDICATORS],
        "rules": _rules(),
        "lines": lines,
        "tasks": {"lines": tasks, "by_zone": _by_zone(tasks), "by_section_zone": _by_section_zone(tasks)},
        "quality": quality,
        "coverage": {
            "measures_without_task": ["M041", "M077"],
            "tasks_claiming_done": 61,
            "tasks_without_evidence": [tasks[4]["code"], tasks[9]["code"], tasks[31]["code"]],
            "measures_without_indicator": [f"M{number:03d}" for number in range(30, 97, 6)],
        },
        "summary": {
            "indicator_counts": _indicator_counts(lines),
            "task_counts": dict(Counter(task["rating"] for task in tasks)),
            "task_total": len(tasks),
            "task_closed": sum(task["state"] == "closed" for task in tasks),
            "task_overdue": sum(task["overdue_days"] > 0 for task in tasks),
            "completeness": quality["overall"]["completeness"],
            "timeliness": quality["overall"]["timeliness"],
        },
        "changes": {
            "since": {"period": "2026-Q2", "fingerprint": hashlib.sha256(b"earlier inputs").hexdigest()},
            "rating_moves": [
                {"indicator": "IND01", "zone": "340100", "from": "at_risk", "to": "on_track"},
                {"indicator": "IND03", "zone": "330400", "from": "on_track", "to": "off_track"},
            ],
            "restated": [
                {
                    "indicator": "IND06",
                    "zone": "320100",
                    "period": "2026-Q1",
                    "from": "118.4",
                    "from_partial": False,
                    "to": "112.9",
                    "to_partial": False,
                }
            ],
            "new_overdue": [task["code"] for task in tasks if 0 < task["overdue_days"] <= 45][:3],
            "newly_closed": [task["code"] for task in tasks if task["state"] == "closed"][:4],
        },
    }


def _rules() -> dict[str, Any]:
    standard = {
        "code": "progress_index",
        "version": "1",
        "method": "progress_index",
        "on_track": "0.95",
        "at_risk": "0.6",
        "allow_partial": False,
    }
    own = {**standard, "code": "own_thresholds", "version": "2", "on_track": "0.9", "at_risk": "0.45"}
    return {
        "programme": standard,
        "own": [{**own, "method": "growth_ratio", "allow_partial": True, "indicators": ["IND02", "IND05"]}],
        "tasks": {
            "version": "1",
            "on_track": "0.92",
            "at_risk": "0.55",
            "off_track_share": "0.25",
            "due_soon_days": 30,
        },
    }


def first_issue_result() -> dict[str, Any]:
    """The first evaluation of a real programme: nothing earlier to compare with, no demonstration label, little data."""
    result = sample_result()
    result["program"]["demonstration"] = False
    result["changes"] = None
    result["tasks"] = {"lines": [], "by_zone": [], "by_section_zone": []}
    result["lines"] = []
    empty = {**_quality_row(0, 0, 0, 0), "completeness": None, "timeliness": None, "median_days_late": None}
    result["quality"] = {"overall": empty, "by_agency": [], "by_zone": [], "by_indicator": []}
    result["coverage"] = {
        "measures_without_task": [],
        "tasks_claiming_done": 0,
        "tasks_without_evidence": [],
        "measures_without_indicator": [],
    }
    result["summary"] = {
        "indicator_counts": {},
        "task_counts": {},
        "task_total": 0,
        "task_closed": 0,
        "task_overdue": 0,
        "completeness": None,
        "timeliness": None,
    }
    return result


def hostile_result() -> dict[str, Any]:
    """The sample with every text field replaced by a hostile string and every awkward number in place."""
    result = sample_result()
    strings = iter(HOSTILE_STRINGS * 40)
    for key in ("zones", "sections", "measures", "agencies", "indicators"):
        for row in result[key]:
            for field in [name for name in row if name.startswith(("name_", "definition_", "unit_"))]:
                row[field] = next(strings)
    for task in result["tasks"]["lines"]:
        task["name_en"], task["name_zh"] = next(strings), next(strings)
    result["program"]["name_en"], result["program"]["name_zh"] = HOSTILE_STRINGS[0], HOSTILE_STRINGS[1]
    result["zones"][0]["name_en"] = ""
    awkward = ["0", "-0", "-0.04", "-12345678901234567890.123456", "1E+3", "0.005", "99999999999999.995", None]
    for place, line in enumerate(result["lines"]):
        line["value"] = awkward[place % len(awkward)]
        line["attainment"] = awkward[(place + 1) % len(awkward)]
        line["reasons"] = [
            {"code": "behind_path", "params": {"value": HOSTILE_STRINGS[place % len(HOSTILE_STRINGS)]}},
            {"code": "a_code_from_the_future", "params": {"x": "%(s)s %s {0}"}},
        ]
    return result


def _public(indicator: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in indicator.items() if not key.startswith("_")}


def _measures() -> list[dict[str, Any]]:
    rows = []
    for number in range(1, 97):
        section = min(22, 1 + (number - 1) * 22 // 96)
        rows.append(
            {
                "code": f"M{number:03d}",
                "section": f"S{section:02d}",
                "position": 1 + (number - 1) % 5,
                "name_en": f"Measure {number}: widen the supply of services",
                "name_zh": f"举措{number}：扩大服务供给",
                "tasks": 0 if number in (41, 77) else 1,
                "indicators": [f"IND{1 + number % 12:02d}"] if number % 6 else [],
            }
        )
    return rows


def _expected(indicator: dict[str, Any], zone: str) -> list[dict[str, str]]:
    start = Decimal(str(indicator["_levels"][zone]))
    goal = start * (1 + Decimal(str(indicator["_growth"])) * 4)
    step = (goal - start) / (len(PATH_PERIODS) - 1)
    return [
        {"period": period, "expected": str((start + step * place).quantize(Decimal("0.001"))), "segment": 0}
        for place, period in enumerate(PATH_PERIODS)
    ]


def _history(indicator: dict[str, Any], zone: str) -> list[dict[str, Any]]:
    draw = random.Random(f"{indicator['code']}-{zone}")
    start, speed = Decimal(str(indicator["_levels"][zone])), Decimal(str(draw.choice([1.1, 1.05, 1.0, 0.9, 0.75, 0.4])))
    growth = Decimal(str(indicator["_growth"])) * speed / 4
    rows = []
    for place, period in enumerate(PERIODS):
        noise = Decimal(str(round(draw.uniform(-0.012, 0.012), 4)))
        value = start * (1 + growth * place + (noise if place else 0))
        text = str(value.quantize(Decimal(1).scaleb(-indicator["decimals"])))
        rows.append({"period": period, "value": text, "partial": False, "segment": 0})
    return rows


def _lines_of(indicator: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [_zone_line(indicator, zone["code"]) for zone in ZONES]
    if indicator["zone_rule"] != "none":
        rows.append(_total_line(indicator, rows))
    return rows


def _zone_line(indicator: dict[str, Any], zone: str) -> dict[str, Any]:
    history, path = _history(indicator, zone), _expected(indicator, zone)
    if (indicator["code"], zone) == ("IND02", "330400"):
        return {
            **_line(indicator, zone, history[:-1], path),
            "value": None,
            "status": "M",
            "change": _no_change("no_value"),
            "rating": "not_rated",
            "assessment": "no_data",
            "attainment": None,
            "attainment_kind": None,
            "progress_index": None,
            "index_baseline": None,
            "reasons": [{"code": "no_value", "params": {"period": "2026-Q3"}}],
            "observations": [],
        }
    line = _line(indicator, zone, history, path)
    line["status"] = "P" if indicator["code"] == "IND04" else "A"
    line["observations"] = [{"id": int(indicator["code"][3:]) * 100 + int(zone[:2]), "version": 1}]
    return line


def _total_line(indicator: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    present = [row for row in rows if row["value"] is not None]
    divisor = len(present) if indicator["nature"] == "rate" else 1
    quantum = Decimal(1).scaleb(-indicator["decimals"])

    def joined(key: str, field: str) -> list[dict[str, str]]:
        sums: dict[str, Decimal] = {}
        for row in present:
            for point in row[key]:
                sums[point["period"]] = sums.get(point["period"], Decimal(0)) + Decimal(point[field])
        return [
            {"period": period, field: str((total / divisor).quantize(quantum)), "segment": 0}
            for period, total in sums.items()
        ]

    path = joined("path", "expected") or _expected(indicator, ZONES[0]["code"])
    history = [{**point, "partial": False} for point in joined("history", "value")]
    line = _line(indicator, "", history, path)
    line["contributing"] = [row["zone"] for row in present]
    line["missing"] = [row["zone"] for row in rows if row["value"] is None]
    if line["missing"]:
        history[-1]["partial"] = True
        line["reasons"].append(
            {
                "code": "partial_zones",
                "params": {"have": str(len(present)), "of": str(len(rows)), "missing": ", ".join(line["missing"])},
            }
        )
    if indicator["nature"] == "rate":
        line["numerator"], line["denominator"] = "1234.5", "56789"
    return line


def _no_change(reason: str) -> dict[str, Any]:
    return {"kind": "not_computable", "value": None, "reason": reason}


def _line(
    indicator: dict[str, Any], zone: str, history: list[dict[str, Any]], path: list[dict[str, str]]
) -> dict[str, Any]:
    value, year_ago, baseline = (Decimal(history[place]["value"]) for place in (-1, -5, 0))
    target, expected = Decimal(path[-1]["expected"]), Decimal(path[12]["expected"])
    has_target = indicator["target_type"] is not None
    rate = indicator["nature"] == "rate"
    change = (
        {"kind": "points", "value": str(value - year_ago), "reason": ""}
        if rate
        else (
            {"kind": "percent", "value": str((100 * (value / year_ago - 1)).quantize(Decimal("0.0001"))), "reason": ""}
            if year_ago
            else _no_change("zero_base")
        )
    )
    index = (value - baseline) / (expected - baseline) if expected != baseline else None
    rating = "not_rated"
    if has_target and index is not None:
        rating = "on_track" if index >= Decimal("0.95") else "at_risk" if index >= Decimal("0.6") else "off_track"
    path_params = {
        "index": str(index),
        "threshold": "0.6" if rating == "off_track" else "0.95",
        "value": str(value),
        "expected": str(expected),
    }
    reason = (
        {"code": "no_target", "params": {}}
        if rating == "not_rated"
        else {
            "code": {"on_track": "on_path", "at_risk": "behind_path", "off_track": "far_behind_path"}[rating],
            "params": path_params,
        }
    )
    return {
        "indicator": indicator["code"],
        "zone": zone,
        "value": str(value),
        "value_period": "2026-Q3",
        "covers": "period",
        "status": "A",
        "previous": history[-2]["value"],
        "previous_period": "2026-Q2",
        "previous_reason": None,
        "year_ago": str(year_ago),
        "change": change,
        "baseline": str(baseline) if has_target else None,
        "baseline_period": "2023-Q3" if has_target else None,
        "target": str(target) if has_target else None,
        "target_period": "2027-Q3" if has_target else None,
        "expected": str(expected) if has_target else None,
        "attainment": _ratio(value - baseline, target - baseline) if has_target else None,
        "attainment_kind": "change" if has_target and target != baseline else None,
        "years_met": None,
        "years_tested": None,
        "index_baseline": str(baseline) if has_target and index is not None else None,
        "progress_index": str(index.quantize(Decimal("0.0001"))) if has_target and index is not None else None,
        "required_pace": _ratio(target - value, value) if has_target else None,
        "rating": rating,
        "assessment": "rated" if has_target else "no_target",
        "rule": "progress_index",
        "reasons": [reason],
        "numerator": None,
        "denominator": None,
        "contributing": [],
        "missing": [],
        "missing_periods": [],
        "observations": [],
        "history": history,
        "path": path if has_target else [],
    }


def _ratio(part: Decimal, whole: Decimal) -> str | None:
    return str((part / whole).quantize(Decimal("0.0001"))) if whole else None


def _tasks() -> list[dict[str, Any]]:
    draw = random.Random("tasks")
    rows = []
    for number in range(1, 99):
        section = 1 + (number * 7) % 22
        zone = ZONES[number % 5]["code"]
        rating = draw.choices(RATINGS, weights=(46, 11, 12, 25, 6))[0]
        late = draw.choice([8, 21, 43, 59, 118]) if rating == "off_track" else 0
        rows.append(
            {
                "code": f"T{number:03d}",
                "name_en": f"Set up the working mechanism no. {number}",
                "name_zh": f"建立第{number}项工作机制",
                "measure": f"M{min(96, number):03d}",
                "section": f"S{section:02d}",
                "zone": zone,
                "lead": next(agency["code"] for agency in AGENCIES if agency["zone"] == zone),
                "state": _state(rating),
                "due": "2026-08-31" if late else "2026-12-31",
                "original_due": "2026-06-30" if late > 40 else ("2026-08-31" if late else "2026-12-31"),
                "completion": {"completed": "1", "not_rated": "0"}.get(
                    rating, str(Decimal(draw.randint(20, 90)) / 100)
                ),
                "planned": str(Decimal(draw.randint(40, 95)) / 100),
                "spi": "0.91",
                "overdue_days": late,
                "overdue_days_original": late + 62 if late > 40 else late,
                "rating": rating,
                "reasons": [{"code": "overdue", "params": {"days": str(late)}}] if late else [],
            }
        )
    return rows


def _state(rating: str) -> str:
    return {"completed": "closed", "not_rated": "assigned"}.get(rating, "in_progress")


def _group(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    total = len(tasks)

    def average(field: str) -> str | None:
        return (
            str((sum((Decimal(task[field]) for task in tasks), Decimal(0)) / total).quantize(Decimal("0.0001")))
            if total
            else None
        )

    return {
        "total": total,
        "closed": sum(task["state"] == "closed" for task in tasks),
        "overdue": sum(task["overdue_days"] > 0 for task in tasks),
        "completion": average("completion"),
        "planned": average("planned"),
        "counts": dict(Counter(task["rating"] for task in tasks)),
    }


def _by_zone(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"zone": zone["code"], **_group([task for task in tasks if task["zone"] == zone["code"]])} for zone in ZONES
    ]


def _by_section_zone(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, 23):
        for zone in ZONES:
            mine = [task for task in tasks if task["section"] == f"S{number:02d}" and task["zone"] == zone["code"]]
            if mine:
                worst = next(
                    rating
                    for rating in ("off_track", "at_risk", "on_track", "not_rated", "completed")
                    if rating in {task["rating"] for task in mine}
                )
                rows.append({"section": f"S{number:02d}", "zone": zone["code"], **_group(mine), "rating": worst})
    return rows


def _indicator_counts(lines: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter("no_data" if line["assessment"] == "no_data" else line["rating"] for line in lines if line["zone"])
    return {rating: counts[rating] for rating in (*RATINGS, "no_data")}


def _quality_row(expected: int, received: int, late: int, revised: int) -> dict[str, Any]:
    return {
        "expected": expected,
        "received": received,
        "on_time": received - late,
        "late": late,
        "missing": expected - received,
        "completeness": _ratio(Decimal(received), Decimal(expected)),
        "timeliness": _ratio(Decimal(received - late), Decimal(expected)),
        "median_days_late": str(Decimal(late) / 2 + 1) if late else None,
        "revised": revised,
        "provisional": late,
        "reported_missing": 0,
        "findings_warning": revised + late,
    }


def _quality() -> dict[str, Any]:
    draw = random.Random("quality")

    def row(scale: int) -> dict[str, Any]:
        expected = draw.randint(4, 9) * scale
        received = expected - draw.choice([0, 0, 0, 1, 2])
        return _quality_row(expected, received, draw.choice([0, 0, 1, 2]), draw.choice([0, 0, 1]))

    return {
        "overall": _quality_row(154, 147, 9, 4),
        "by_agency": [{"agency": agency["code"], **row(1)} for agency in AGENCIES],
        "by_zone": [{"zone": zone["code"], **row(4)} for zone in ZONES],
        "by_indicator": [{"indicator": indicator["code"], **row(1)} for indicator in INDICATORS],
    }
