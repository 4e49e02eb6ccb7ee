"""Bars of completeness per agency, with a mark for what came on time."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from reports.content.cells import share_cell, text_cell
from reports.content.charts.theme import ACCENT, INK, finished
from reports.content.paper import shown_note
from reports.content.source import Source
from reports.content.tree import Chart, Column, Row, Table
from reports.formats.numbers import format_share, to_decimal

MOST_BARS = 12


def completeness_chart(source: Source) -> Chart | None:
    """The agencies with the lowest completeness, worst first; None when nothing was due from anyone."""
    rows = [row for row in source.result["quality"]["by_agency"] if to_decimal(row["completeness"]) is not None]
    rows.sort(key=lambda row: (to_decimal(row["completeness"]), to_decimal(row["timeliness"]) or 0, str(row["agency"])))
    if not rows:
        return None
    total, rows = len(rows), rows[:MOST_BARS]
    data = Table(
        "completeness_chart_data",
        _("Completeness by agency"),
        (Column(_("Agency"), 3), Column(_("Received"), 1, "right"), Column(_("On time"), 1, "right")),
        tuple(
            Row(
                (
                    text_cell(source.name("agencies", row["agency"])),
                    share_cell(row["completeness"]),
                    share_cell(row["timeliness"]),
                )
            )
            for row in rows
        ),
    )
    alt_text = (
        _("Bars of the share of due values received, agencies with the lowest share first.")
        + " "
        + "; ".join(f"{source.name('agencies', row['agency'])} {format_share(row['completeness'])}" for row in rows)
    )
    return Chart(
        "completeness_chart",
        _("Share of due values received (bar) and received on time (mark), lowest agencies first"),
        alt_text,
        _spec(source, rows),
        data,
        "bar",
        (1, 2),
        (ACCENT, INK),
        note=shown_note(len(rows), total, "quality") if len(rows) < total else "",
    )


def _spec(source: Source, rows: list[dict[str, Any]]) -> dict[str, Any]:
    values = [
        {
            "agency": source.name("agencies", row["agency"])[:60],
            "received": float(to_decimal(row["completeness"]) or 0),
            "on_time": float(to_decimal(row["timeliness"]) or 0),
            "text": format_share(row["completeness"]),
        }
        for row in rows
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y(
            "agency:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=330)
        )
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    bars = base.mark_bar(height=9, color="#7fa6c9").encode(x=alt.X("received:Q", scale=scale, title=None, axis=axis))
    marks = base.mark_tick(color=INK, thickness=2, height=13).encode(x=alt.X("on_time:Q", scale=scale, title=None))
    words = base.mark_text(align="left", dx=6, fontSize=9.5, color=INK).encode(
        x=alt.X("received:Q", scale=scale, title=None), text="text:N"
    )
    return finished((bars + marks + words).properties(width=430, height=alt.Step(17)))
