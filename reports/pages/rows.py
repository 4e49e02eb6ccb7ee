"""Rows of the portal's tables, made from the frozen result: formatted text, drawings and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.content.cells import assessment_word
from reports.content.lines import attained_cell, target_cell, value_notes
from reports.content.reasons import reason_sentence
from reports.content.vocabulary import rating_of, rating_symbol, rating_word
from reports.formats.dates import format_date
from reports.formats.numbers import MISSING, format_change, format_number, format_quantity, format_share
from reports.formats.periods import format_period
from reports.pages.drawing import bullet, spark, stacked_bar
from reports.pages.reading import Reading

SEVERITY = {"off_track": 0, "at_risk": 1, "no_data": 2, "on_track": 3, "completed": 4}
LAST = 5
SIGNS = ("%", "‰")


def severity(line: Mapping[str, Any]) -> int:
    """The place of a line in a list with the worst first; lines without data come before those that go well."""
    return SEVERITY.get(line["assessment"] if line["assessment"] == "no_data" else rating_of(line["rating"]), LAST)


def indicator_rows(
    reading: Reading, indicators: Sequence[Mapping[str, Any]] | None = None, zone: str | None = None
) -> list[dict[str, Any]]:
    """One row per indicator, worst first: the programme's figure and all zones' ratings, or one zone's figure."""
    rows = []
    for indicator in reading.result["indicators"] if indicators is None else indicators:
        line = reading.source.line(indicator["code"], zone or "")
        zones = [found for code in reading.source.zones if (found := reading.source.line(indicator["code"], code))]
        judged = [line] if line is not None else zones
        row: dict[str, Any] = {
            "code": indicator["code"],
            "name": reading.name("indicators", indicator["code"]),
            "href": reading.to("indicators", indicator["code"]),
            "severity": min((severity(found) for found in judged), default=LAST),
            "figure": figure(reading, line) if line is not None else None,
            "zones": [zone_mark(reading, found) for found in zones],
        }
        if zone is None or line is not None:
            rows.append(row)
    return sorted(rows, key=lambda row: (row["severity"], row["code"]))


def figure(reading: Reading, line: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the result as a page shows it."""
    code, language = line["indicator"], reading.language
    decimals, unit = reading.source.decimals(code), reading.source.unit(code)
    change = line["change"] or {}
    kind = str(change.get("kind", ""))
    rating = rating_of(line["rating"])
    aim = target_cell(line, reading.source)
    return {
        "rating": rating,
        "assessment": line["assessment"],
        "notes": value_notes(line, reading.source),
        "target_note": aim.detail,
        "attainment_note": attained_cell(line).detail,
        "value": format_quantity(line["value"], decimals, unit),
        "number": format_quantity(line["value"], decimals, unit if unit in SIGNS else ""),
        "unit": "" if unit in SIGNS else unit,
        "value_period": format_period(line["value_period"], language),
        "status": line["status"],
        "expected": format_number(line["expected"], decimals),
        "baseline": format_number(line["baseline"], decimals),
        "baseline_period": format_period(line["baseline_period"], language),
        "target": format_quantity(line["target"], decimals, unit),
        "target_number": aim.text
        if line["target"] is None
        else format_quantity(line["target"], decimals, unit if unit in SIGNS else ""),
        "target_period": format_period(line["target_period"], language) if line["target_period"] else "",
        "change": format_change(kind, change.get("value"), language, decimals=2 if kind == "points" else 1),
        "attainment": format_share(line["attainment"]),
        "reasons": [reason_sentence(reason, reading.source, decimals) for reason in line["reasons"]],
        "spark": spark(comparable_history(reading, line)),
        "bullet": bullet(line),
        "lineage": reading.to_lineage(code, line["zone"]),
        "zone": line["zone"],
        "zone_name": reading.source.zone_name(line["zone"]),
        "zone_href": reading.to("zones", line["zone"]) if line["zone"] else "",
    }


def comparable_history(reading: Reading, line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The history to draw, with `apart` true where a figure does not compare with the one the line ends in.

    Of an aggregate those are periods that cover other zones: a sum of four cities beside sums of five would look like a
    fall. Of a zone those are figures to which periods are missing.
    """
    if line["zone"]:
        return [{**point, "apart": point["partial"]} for point in line["history"]]
    covered = set(line["contributing"])
    known: dict[str, set[str]] = {}
    for zone in reading.source.zones:
        part = reading.source.line(line["indicator"], zone)
        for point in part["history"] if part else ():
            if point["value"] is not None:
                known.setdefault(point["period"], set()).add(zone)
    return [{**point, "apart": known.get(point["period"], set()) != covered} for point in line["history"]]


def zone_mark(reading: Reading, line: Mapping[str, Any]) -> dict[str, str]:
    """The rating of one zone as a small linked symbol; its words are read out."""
    rating = rating_of(line["rating"])
    word = (assessment_word(str(line["assessment"])) if rating == "not_rated" else "") or rating_word(rating)
    return {
        "zone": reading.source.zone_name(line["zone"]),
        "rating": rating,
        "symbol": MISSING if rating == "not_rated" else rating_symbol(rating),
        "word": word,
        "href": reading.to_lineage(line["indicator"], line["zone"]),
    }


def group_row(reading: Reading, row: Mapping[str, Any]) -> dict[str, Any]:
    """Counts of tasks for a zone (or section and zone) with its stacked bar."""
    counts = row["counts"]
    return {
        "zone": row["zone"],
        "name": reading.source.zone_name(row["zone"]),
        "href": reading.to("zones", row["zone"]),
        "total": row["total"],
        "closed": row["closed"],
        "overdue": row["overdue"],
        "completion": format_share(row["completion"], 0),
        "planned": format_share(row["planned"], 0),
        "bar": stacked_bar(counts),
        "spoken": ", ".join(f"{rating_word(rating)} {counts[rating]}" for rating in SPOKEN if counts.get(rating)),
        "tasks": reading.to_tasks(zone=row["zone"]),
        "tasks_closed": reading.to_tasks(zone=row["zone"], state="closed"),
        "tasks_overdue": reading.to_tasks(zone=row["zone"], overdue="1"),
    }


SPOKEN = ("off_track", "at_risk", "on_track", "completed", "not_rated")


def heat_rows(reading: Reading) -> list[dict[str, Any]]:
    """Section × zone: the rating of each cell with closed and all tasks."""
    cells = {(row["section"], row["zone"]): row for row in reading.result["tasks"]["by_section_zone"]}
    rows = []
    for section in reading.result["sections"]:
        code = section["code"]
        row = [heat_cell(reading, cells.get((code, zone)), code, zone) for zone in reading.source.zones]
        rows.append(
            {
                "number": section["number"],
                "name": reading.name("sections", code),
                "href": reading.to("sections", code),
                "cells": row,
            }
        )
    return rows


def heat_cell(reading: Reading, row: Mapping[str, Any] | None, section: str, zone: str) -> dict[str, Any]:
    """One cell of the heat table; empty where the section asks nothing of the zone."""
    if row is None or not row["total"]:
        return {"rating": ""}
    rating = rating_of(row["rating"])
    return {
        "rating": rating,
        "symbol": rating_symbol(rating),
        "word": rating_word(rating),
        "closed": row["closed"],
        "total": row["total"],
        "href": reading.to_tasks(section=section, zone=zone),
    }


def task_row(reading: Reading, line: Mapping[str, Any]) -> dict[str, Any]:
    """One task of the result."""
    return {
        "code": line["code"],
        "name": reading.name("tasks", line["code"]),
        "href": reading.to("tasks", line["code"]),
        "measure": line["measure"],
        "measure_href": reading.to("measures", line["measure"]),
        "zone": reading.source.zone_name(line["zone"]),
        "lead": reading.name("agencies", line["lead"]),
        "state": line["state"],
        "due": format_date(line["due"], reading.language),
        "moved": format_date(line["original_due"], reading.language) if line["original_due"] != line["due"] else "",
        "completion": format_share(line["completion"], 0),
        "planned": format_share(line["planned"], 0),
        "overdue_days": line["overdue_days"] or 0,
        "rating": rating_of(line["rating"]),
        "reasons": [reason_sentence(reason, reading.source) for reason in line["reasons"]],
    }


def task_rows(reading: Reading, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tasks, the worst and most overdue first."""
    return [task_row(reading, line) for line in worst_first(lines)]


def worst_first(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Task lines in the order of their lists."""
    return sorted(
        lines,
        key=lambda line: (SEVERITY.get(rating_of(line["rating"]), LAST), -(line["overdue_days"] or 0), line["code"]),
    )
