"""Stacked bars: how the tasks of each zone are rated."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from reports.content.cells import count_cell, text_cell
from reports.content.charts.theme import WIDTH, finished
from reports.content.source import Source
from reports.content.tree import Chart, Column, Row, Table
from reports.content.vocabulary import RATING_STYLES, RATINGS, rating_symbol, rating_word


def rating_chart(source: Source) -> Chart:
    """One bar per zone, full width = all its tasks, a figure in every part."""
    groups = [group for group in source.result["tasks"]["by_zone"] if group["zone"]]
    labels = [f"{rating_symbol(rating)} {rating_word(rating)}" for rating in RATINGS]
    data = Table(
        "rating_chart_data",
        _("Tasks by zone and rating"),
        (Column(_("Zone"), 2), *(Column(label, 1, "right") for label in labels)),
        tuple(
            Row(
                (
                    text_cell(source.zone_name(group["zone"])),
                    *(count_cell(group["counts"].get(rating)) for rating in RATINGS),
                )
            )
            for group in groups
        ),
    )
    return Chart(
        "rating_chart",
        _("Tasks by zone and rating, share of the zone's tasks"),
        _alt_text(source, groups),
        _spec(source, groups, labels),
        data,
        "stacked",
        tuple(range(1, len(RATINGS) + 1)),
        tuple(style.bar for style in RATING_STYLES.values()),
    )


def _alt_text(source: Source, groups: list[dict[str, Any]]) -> str:
    parts = [
        f"{source.zone_name(group['zone'])}: "
        + ", ".join(
            f"{rating_word(rating)} {group['counts'][rating]}" for rating in RATINGS if group["counts"].get(rating)
        )
        for group in groups
    ]
    return _("Stacked bars of task ratings by zone.") + " " + "; ".join(parts)


def _spec(source: Source, groups: list[dict[str, Any]], labels: list[str]) -> dict[str, Any]:
    values = [
        {
            "zone": source.zone_name(group["zone"]),
            "rating": label,
            "count": int(group["counts"].get(rating) or 0),
            "order": place,
            "text": f"{rating_symbol(rating)} {group['counts'].get(rating)}" if group["counts"].get(rating) else "",
        }
        for group in groups
        for place, (rating, label) in enumerate(zip(RATINGS, labels, strict=True))
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y(
            "zone:N",
            sort=[source.zone_name(group["zone"]) for group in groups],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=120, labelFontSize=11),
        ),
        x=alt.X("count:Q", stack="normalize", title=None, axis=None),
        order=alt.Order("order:Q"),
    )
    bars = base.mark_bar(height=20, stroke="white", strokeWidth=1).encode(
        color=alt.Color(
            "rating:N",
            scale=alt.Scale(domain=labels, range=[style.bar for style in RATING_STYLES.values()]),
            legend=alt.Legend(columns=len(labels), symbolType="square", labelLimit=140),
        )
    )
    words = base.mark_text(fontSize=10.5, color="#111827", align="center").encode(
        x=alt.X("count:Q", stack="normalize", bandPosition=0.5, axis=None), text="text:N"
    )
    return finished((bars + words).properties(width=WIDTH, height=alt.Step(28)))
