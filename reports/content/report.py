"""The report of an evaluation as a content tree, built once per language from a frozen result."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports.content.labels import renderer_labels
from reports.content.outlines import OUTLINES
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Language, ReportContent, ReportMeta, Section
from reports.formats.dates import format_date, format_moment
from reports.formats.periods import format_period

_CHINESE_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def build_report(result: Mapping[str, Any], language: Language, meta: ReportMeta) -> ReportContent:
    """The report in `language`. Same arguments, same tree; reads no clock and no database.

    Raises KeyError or ValueError when the result has not the frozen shape.
    """
    with translation.override(language):
        source = Source(result, language, meta)
        kind = str(source.scope["kind"])
        sections = _numbered([build(source) for build in OUTLINES[kind]], source)
        program, scope, moment = result["program"], source.scope, source.as_of()
        name = source.field(program, "name")
        period = format_period(clean_text(scope["period"], 12), language)
        title = _title(kind) % {"program": name}
        return ReportContent(
            kind=kind,
            language=language,
            title=title,
            subtitle=period,
            running_title=source.joined(clean_text(name, 70), period),
            issuer=clean_text(meta.issuer_zh if source.suffix == "zh" else meta.issuer_en, 120)
            or clean_text(meta.issuer_en or meta.issuer_zh, 120),
            period=period,
            as_of_text=_("Data as known on %(moment)s") % {"moment": format_moment(moment, language)},
            as_of=moment,
            fingerprint=clean_text(scope["fingerprint"], 80),
            demonstration=_("Demonstration data") if program.get("demonstration") else "",
            sections=sections,
            labels={**renderer_labels(), "date": format_date(moment.date(), language)},
            meta={
                "evaluation_id": meta.evaluation_id,
                "base_url": meta.base_url,
                "issuer_en": meta.issuer_en,
                "issuer_zh": meta.issuer_zh,
                "siblings": dict(meta.siblings),
                "time_zone": meta.time_zone,
            },
        )


def _title(kind: str) -> str:
    titles = {"monthly": _("%(program)s: monthly brief"), "annual": _("%(program)s: annual evaluation")}
    return titles.get(kind, _("%(program)s: quarterly evaluation"))


def _numbered(sections: list[Section], source: Source) -> tuple[Section, ...]:
    chinese = source.suffix == "zh"
    numbered, body, annex = [], 0, 0
    for section in sections:
        if section.annex:
            number = _("Annex %(letter)s") % {"letter": str(annex + 1) if chinese else "ABCDEFGH"[annex]}
            annex += 1
        else:
            number = f"{_CHINESE_NUMERALS[body]}、" if chinese else f"{body + 1}."
            body += 1
        numbered.append(replace(section, number=number))
    return tuple(numbered)
