"""The first page: one paragraph, five headline figures, and what needs attention first."""

from typing import Any

from django.utils.translation import gettext as _

from reports.content.cells import count_cell, share_cell
from reports.content.sections.worst import worst_tables
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Cell, Paragraph, Section, Tile, Tiles
from reports.content.vocabulary import rating_symbol
from reports.formats.dates import format_date
from reports.formats.numbers import format_share
from reports.formats.periods import format_period


def overview_section(source: Source, *, worst: bool = True) -> Section:
    """Sentence, tiles, and the worst by name; a brief, whose next parts name them, goes without."""
    blocks: list[Block] = [
        Paragraph(_headline(source), source.language, "lead"),
        Tiles(_tiles(source)),
        *(worst_tables(source) if worst else ()),
    ]
    return Section("overview", "", _("Overview"), tuple(blocks))


def _headline(source: Source) -> str:
    summary = source.result["summary"]
    counts = _indicator_counts(summary)
    said = _(
        "As of %(day)s the plan counts %(total)s tasks: %(closed)s closed and %(overdue)s overdue. "
        "Of %(rated)s rated indicator figures of the zones for %(period)s, %(on_track)s are on track, %(at_risk)s at risk, %(off_track)s off track and "
        "%(completed)s completed."
    ) % {
        "day": format_date(source.as_of().date(), source.language),
        "period": format_period(clean_text(source.scope["period"], 12), source.language),
        "total": summary["task_total"],
        "closed": summary["task_closed"],
        "overdue": summary["task_overdue"],
        "rated": sum(counts.values()),
        **counts,
    }
    return said + ("" if source.suffix == "zh" else " ") + _arrived(summary)


def _arrived(summary: dict[str, Any]) -> str:
    if summary["completeness"] is None:
        return _("No value was due in the period.")
    return _("%(completeness)s of the values due arrived, %(timeliness)s on time.") % {
        "completeness": format_share(summary["completeness"]),
        "timeliness": format_share(summary["timeliness"]),
    }


def _indicator_counts(summary: dict[str, Any]) -> dict[str, int]:
    counts = summary["indicator_counts"]
    return {rating: int(counts.get(rating, 0)) for rating in ("on_track", "at_risk", "off_track", "completed")}


def _tiles(source: Source) -> tuple[Tile, ...]:
    summary = source.result["summary"]
    counts = _indicator_counts(summary)
    changes = source.result.get("changes") or {}
    unrated = int(summary["indicator_counts"].get("not_rated", 0)) + int(summary["indicator_counts"].get("no_data", 0))
    return (
        Tile(
            _("Tasks"), count_cell(summary["task_total"]), _("%(number)s closed") % {"number": summary["task_closed"]}
        ),
        Tile(_("Overdue tasks"), count_cell(summary["task_overdue"]), _new_overdue(changes)),
        Tile(
            _with_symbol("on_track", _("Indicator figures on track")),
            _count(counts["on_track"], "on_track"),
            _("%(number)s at risk") % {"number": counts["at_risk"]},
        ),
        Tile(
            _with_symbol("off_track", _("Indicator figures off track")),
            _count(counts["off_track"], "off_track"),
            _("%(number)s not rated") % {"number": unrated},
        ),
        Tile(
            _("Values received"),
            share_cell(summary["completeness"]),
            _("%(share)s on time") % {"share": format_share(summary["timeliness"])},
        ),
    )


def _new_overdue(changes: dict[str, Any]) -> str:
    if not changes:
        return ""
    return _("%(number)s newly overdue") % {"number": len(changes.get("new_overdue") or [])}


def _with_symbol(rating: str, words: str) -> str:
    return f"{rating_symbol(rating)} {words}"


def _count(number: int, rating: str) -> Cell:
    return Cell(kind="number", text=f"{number:,}", value=str(number), rating=rating)
