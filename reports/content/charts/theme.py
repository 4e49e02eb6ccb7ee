"""What all charts share: font, colours, quiet axes. Text is dark on white; colour never speaks alone."""

from typing import Any

import altair as alt

FONT = "Noto Sans SC"
INK, SOFT_INK, GRID, ACCENT, PATH = "#1f2933", "#4b5563", "#e3e7ec", "#0b4f8a", "#8a939f"
WIDTH = 560


def finished(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart's Vega-Lite description with the house theme. Data stay inline: nothing is loaded when it is drawn."""
    themed = (
        chart.configure(font=FONT, background="white", padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=SOFT_INK,
            titleColor=SOFT_INK,
            labelFontSize=10,
            titleFontSize=10,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=GRID,
            tickColor=GRID,
            labelFont=FONT,
            titleFont=FONT,
        )
        .configure_legend(
            orient="top", title=None, labelFontSize=10, labelColor=INK, symbolSize=80, labelFont=FONT, offset=4
        )
        .configure_header(
            labelFontSize=10.5, labelColor=INK, labelFontWeight="bold", title=None, labelFont=FONT, labelPadding=4
        )
    )
    description: dict[str, Any] = themed.to_dict()
    return description
