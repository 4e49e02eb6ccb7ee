"""Ratings by zone: tasks and indicators, as tables and as one chart."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import count_cell, share_cell, text_cell
from reports.content.charts.stacked import rating_chart
from reports.content.source import Source
from reports.content.tree import Block, Column, Legend, Row, Section, Table
from reports.content.vocabulary import RATINGS, rating_letter, rating_of, rating_symbol, rating_word
from reports.formats.numbers import NO_BREAK_SPACE


def ratings_section(source: Source) -> Section:
    """Task table and chart per zone, indicator table per zone."""
    blocks: list[Block] = [_task_table(source)]
    if source.result["tasks"]["by_zone"]:
        blocks.append(rating_chart(source))
    blocks.append(_indicator_table(source))
    return Section("ratings", "", _("Ratings by zone"), tuple(blocks))


def legend() -> Legend:
    """Symbol, letter and word of every rating."""
    return Legend(
        tuple((rating, rating_symbol(rating), rating_letter(rating), rating_word(rating)) for rating in RATINGS)
    )


def _rating_columns() -> tuple[Column, ...]:
    return tuple(
        Column(f"{rating_symbol(rating)}{NO_BREAK_SPACE}{rating_word(rating)}", 1.35, "right") for rating in RATINGS
    )


def _task_table(source: Source) -> Table:
    columns = (
        Column(_("Zone"), 1.7),
        *_rating_columns(),
        Column(_("Total"), 0.9, "right"),
        Column(_("Closed"), 0.9, "right"),
        Column(_("Overdue"), 1, "right"),
        Column(_("Completion"), 1.2, "right"),
        Column(_("Planned"), 1.1, "right"),
    )
    groups = source.result["tasks"]["by_zone"]
    rows = [
        _task_row(source.zone_name(group["zone"]) if group["zone"] else _("Programme level"), group) for group in groups
    ]
    if groups:
        rows.append(_total_row(source, groups))
    return Table(
        "tasks_by_zone",
        _("Tasks by zone and rating"),
        columns,
        tuple(rows),
        empty=_("No task has been entered yet."),
        dense=True,
    )


def _task_row(name: str, group: dict[str, Any], *, strong: bool = False) -> Row:
    counts = group["counts"]
    return Row(
        (
            text_cell(name, strong=strong),
            *(count_cell(counts.get(rating)) for rating in RATINGS),
            count_cell(group["total"]),
            count_cell(group["closed"]),
            count_cell(group["overdue"]),
            share_cell(group["completion"]),
            share_cell(group["planned"]),
        ),
        strong=strong,
    )


def _total_row(source: Source, groups: list[dict[str, Any]]) -> Row:
    summary = source.result["summary"]
    counts = {rating: sum(int(group["counts"].get(rating) or 0) for group in groups) for rating in RATINGS}
    total = {
        "counts": counts,
        "total": summary["task_total"],
        "closed": summary["task_closed"],
        "overdue": summary["task_overdue"],
        "completion": None,
        "planned": None,
    }
    return _task_row(_("Total"), total, strong=True)


def _indicator_table(source: Source) -> Table:
    rows = []
    for zone in [*source.zones, ""]:
        lines = [line for line in source.result["lines"] if (line["zone"] or "") == zone]
        if not lines and not zone:
            continue
        counts = Counter("no_data" if line["assessment"] == "no_data" else rating_of(line["rating"]) for line in lines)
        rows.append(
            Row(
                (
                    text_cell(source.zone_name(zone), strong=not zone),
                    *(count_cell(counts[rating]) for rating in RATINGS),
                    count_cell(counts["no_data"]),
                    count_cell(len(lines)),
                ),
                strong=not zone,
            )
        )
    return Table(
        "indicators_by_zone",
        _("Indicators by zone and rating"),
        (
            Column(_("Zone"), 1.7),
            *_rating_columns(),
            Column(_("No data"), 1, "right"),
            Column(_("Total"), 0.9, "right"),
        ),
        tuple(rows) if source.result["lines"] else (),
        empty=_("No indicator line has been computed yet."),
        dense=True,
    )
