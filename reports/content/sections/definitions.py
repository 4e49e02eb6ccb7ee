"""Annex: what each indicator counts, and how it is put together."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import text_cell
from reports.content.paper import chosen_on_paper
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Table
from reports.content.vocabulary import direction_word, frequency_word, zone_rule_word

ON_PAPER = 8


def definitions_section(source: Source) -> Section:
    """One row per indicator with its definition, unit, rules and the measures it monitors."""
    columns = (
        Column(_("Code"), 0.8),
        Column(_("Indicator"), 2.2),
        Column(_("Unit"), 1.1),
        Column(_("Definition"), 4.6),
        Column(_("Rules"), 2),
        Column(_("Measures"), 1.2),
    )
    rows = tuple(_row(indicator, source) for indicator in source.result["indicators"])
    table = Table(
        "definitions",
        _("Indicators and their definitions"),
        columns,
        rows,
        dense=True,
        empty=_("No indicator is in use."),
    )
    troubled = {line["indicator"] for line in source.result["lines"] if line["rating"] == "off_track"}
    chosen = [row for row, each in zip(rows, source.result["indicators"], strict=True) if each["code"] in troubled]
    blocks: list[Block] = [chosen_on_paper(table, "definitions", chosen[:ON_PAPER])]
    if len(rows) > len(chosen):
        words = _("On paper stand the definitions of indicators that are off track in a zone, at most %(number)s.")
        blocks.insert(0, Paragraph(words % {"number": ON_PAPER}, source.language, "note"))
    return Section("definitions", "", _("Definitions of the indicators"), tuple(blocks), annex=True)


def _row(indicator: Mapping[str, Any], source: Source) -> Row:
    code = indicator["code"]
    joint = pgettext("between the names of a list", ", ")
    rules = (
        frequency_word(str(indicator["frequency"])),
        direction_word(str(indicator["direction"])),
        zone_rule_word(str(indicator["zone_rule"])),
    )
    return Row(
        (
            text_cell(clean_text(code, 20)),
            text_cell(source.name("indicators", code), strong=True),
            text_cell(source.unit(code)),
            text_cell(source.definition(code)),
            text_cell(joint.join(rules)),
            text_cell(joint.join(clean_text(measure, 20) for measure in indicator["measures"])),
        )
    )
