"""The thresholds that this evaluation applied: the programme's, those of single indicators, and those of tasks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import text_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Column, Row, Table
from reports.content.vocabulary import rating_symbol, rating_word
from reports.formats.numbers import MISSING, to_decimal


def thresholds_table(source: Source) -> Table:
    """One row per rule, as frozen with the inputs."""
    rules = source.result["rules"]
    joint = pgettext("between the names of a list", ", ")
    others = _("Indicators without a rule of their own") if rules["own"] else _("All indicators")
    rows = [_row(others, rules["programme"])]
    for rule in rules["own"]:
        names = (
            source.joined(clean_text(code, 20), source.name("indicators", code)) for code in sorted(rule["indicators"])
        )
        rows.append(_row(joint.join(names), rule))
    rows.append(_row(_("Tasks"), {**rules["tasks"], "method": "schedule"}))
    return Table(
        "thresholds",
        _("Thresholds that were applied"),
        (
            Column(_("Applies to"), 4),
            Column(_("Judged by"), 2.4),
            Column(f"{rating_symbol('on_track')} {rating_word('on_track')}", 1.2, "right"),
            Column(f"{rating_symbol('at_risk')} {rating_word('at_risk')}", 1.2, "right"),
            Column(f"{rating_symbol('off_track')} {rating_word('off_track')}", 1.2, "right"),
            Column(_("Partial figures"), 1.4),
            Column(_("Version"), 0.8),
        ),
        tuple(rows),
        dense=True,
    )


def _row(applies: str, rule: Mapping[str, Any]) -> Row:
    on_track, at_risk = _plain(rule["on_track"]), _plain(rule["at_risk"])
    return Row(
        (
            text_cell(applies),
            text_cell(_method_word(str(rule["method"]))),
            text_cell(f"≥ {on_track}"),
            text_cell(f"≥ {at_risk}"),
            text_cell(f"< {at_risk}"),
            text_cell(_partial_word(rule.get("allow_partial"))),
            text_cell(clean_text(rule["version"], 20)),
        )
    )


def _plain(value: Any) -> str:
    number = to_decimal(value)
    return MISSING if number is None else f"{number.normalize():f}"


def _method_word(code: str) -> str:
    return {
        "progress_index": _("progress index"),
        "growth_ratio": _("observed ÷ required growth"),
        "schedule": _("schedule performance"),
    }.get(code, code)


def _partial_word(allowed: object) -> str:
    if allowed is None:
        return MISSING
    return pgettext("partial figures", "rated") if allowed else pgettext("partial figures", "not rated")
