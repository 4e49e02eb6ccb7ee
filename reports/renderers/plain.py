"""The content tree as plain JSON values, for engines that read data instead of objects."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from reports.content.tree import Block, Chart, ReportContent, Row, Table

HEAD = (
    "kind",
    "language",
    "title",
    "subtitle",
    "running_title",
    "issuer",
    "as_of_text",
    "fingerprint",
    "demonstration",
)


def to_plain(content: ReportContent, draw: Callable[[Chart], str]) -> dict[str, Any]:
    """Dictionaries, lists and strings only. Charts carry the picture that `draw` makes instead of their description.

    Tables are cut to the rows that paper holds; a cut table says so.
    """
    sections = [
        {
            "key": section.key,
            "number": section.number,
            "title": section.title,
            "annex": section.annex,
            "blocks": [_block(block, draw) for block in section.blocks],
        }
        for section in content.sections
    ]
    day = {"year": content.as_of.year, "month": content.as_of.month, "day": content.as_of.day}
    head = {name: getattr(content, name) for name in HEAD}
    return {**head, **day, "labels": dict(content.labels), "sections": sections}


def _block(block: Block, draw: Callable[[Chart], str]) -> dict[str, Any]:
    if isinstance(block, Chart):
        return _chart(block, draw)
    return _table(block) if isinstance(block, Table) else asdict(block)


def shown_on_paper(table: Table) -> tuple[Row, ...]:
    """The rows that paper holds."""
    return table.rows if table.paper is None else table.paper


def _table(table: Table) -> dict[str, Any]:
    plain_rows, last_group = [], ()
    for row in shown_on_paper(table):
        if row.group and row.group != last_group:
            plain_rows.append({"group": " | ".join(part for part in row.group if part), "cells": [], "strong": True})
        last_group = row.group
        plain_rows.append({"group": "", "cells": [asdict(cell) for cell in row.cells], "strong": row.strong})
    return {
        "kind": "table",
        "key": table.key,
        "caption": table.caption,
        "columns": [asdict(column) for column in table.columns],
        "rows": plain_rows,
        "note": table.note,
        "empty": "" if table.rows else table.empty,
        "dense": table.dense,
        "paper_note": table.paper_note,
    }


def _chart(chart: Chart, draw: Callable[[Chart], str]) -> dict[str, Any]:
    return {
        "kind": "chart",
        "key": chart.key,
        "caption": chart.caption,
        "alt": chart.alt,
        "note": chart.note,
        "svg": draw(chart),
    }
