"""What of an evaluation to look at before its report is published: the worst figures and tasks, as the portal words them."""

from collections.abc import Mapping
from typing import Any

from programs.admin.cells import RATING_LOOKS, chip
from reports.content.cells import assessment_word
from reports.content.lines import partial_note
from reports.content.vocabulary import rating_of, rating_word
from reports.models import Evaluation
from reports.pages.reading import Reading, with_result
from reports.pages.rows import figure, severity, task_row, worst_first

SHOWN = 20


def worst_of(evaluation: Evaluation) -> dict[str, Any]:
    """The first rows of both lists, how many there are, and where the portal shows all of them. One query."""
    reading = Reading(with_result(evaluation))
    reading.suffix = f"?evaluation={evaluation.pk}"
    lines, tasks = reading.result["lines"], reading.result["tasks"]["lines"]
    return {
        "figures": [_figure_row(reading, line) for line in sorted(lines, key=_by_severity)[:SHOWN]],
        "all_figures": len(lines),
        "tasks": [_task_row(reading, line) for line in worst_first(tasks)[:SHOWN]],
        "all_tasks": len(tasks),
        "dashboard": f"{reading.base}{reading.suffix}",
        "task_list": reading.to_tasks(),
    }


def rating_chip(rating: str, assessment: str = "") -> str:
    """A rating by symbol, word and colour; an unrated line says why (no data, not due, …)."""
    code = rating_of(rating)
    symbol, look = RATING_LOOKS[code]
    return chip(symbol, (assessment_word(assessment) if code == "not_rated" else "") or rating_word(code), look)


def _by_severity(line: Mapping[str, Any]) -> tuple[int, str, str]:
    return severity(line), line["indicator"], line["zone"] or ""


def _figure_row(reading: Reading, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": line["indicator"],
        "name": reading.name("indicators", line["indicator"]),
        "figure": figure(reading, line),
        "partial": partial_note(line, reading.source),
        "chip": rating_chip(line["rating"], str(line["assessment"])),
    }


def _task_row(reading: Reading, line: Mapping[str, Any]) -> dict[str, Any]:
    return {**task_row(reading, line), "chip": rating_chip(line["rating"])}
