"""The last page: from what, when and how this report was made, so that anybody can make it again."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.cells import text_cell
from reports.content.source import Source
from reports.content.text import clean_text
from reports.content.tree import Block, Column, Paragraph, Row, Section, Table
from reports.formats.dates import format_date, format_moment
from reports.formats.periods import format_period


def provenance_section(source: Source) -> Section:
    """Scope, moment, fingerprint, method, addresses, and the hashes of the sister files."""
    columns = (Column(_("Item"), 1.4), Column(_("Content"), 4.2))
    rows = tuple(Row((text_cell(words, strong=True), text_cell(text))) for words, text in _facts(source) if text)
    blocks: list[Block] = [
        Paragraph(
            _(
                "This report was computed from frozen inputs. The same inputs and the same method version give the same figures again; "
                "the fingerprint names those inputs."
            ),
            source.language,
        ),
        Table("provenance", _("Origin of this report"), columns, rows, dense=True),
    ]
    if source.meta.siblings:
        blocks.append(
            Table(
                "siblings",
                _("Other files of this report"),
                (Column(_("File"), 1.6), Column("SHA-256", 4)),
                tuple(
                    Row((text_cell(clean_text(name, 120)), text_cell(clean_text(digest, 80))))
                    for name, digest in sorted(source.meta.siblings.items())
                ),
                dense=True,
            )
        )
    return Section("provenance", "", _("Provenance"), tuple(blocks), annex=True)


def _facts(source: Source) -> tuple[tuple[str, str], ...]:
    scope, program, language = source.scope, source.result["program"], source.language
    days = f"{format_date(scope['period_start'], language)} – {format_date(scope['period_end'], language)}"
    demonstration = _("Demonstration data: every figure is invented.") if program.get("demonstration") else ""
    return (
        (pgettext("of a report", "Programme"), f"{source.field(program, 'name')} ({clean_text(program['code'], 60)})"),
        (_("Period"), source.joined(format_period(clean_text(scope["period"], 12), language), days)),
        (_("Data as known on"), format_moment(source.as_of(), language)),
        (_("Fingerprint of the inputs"), clean_text(scope["fingerprint"], 80)),
        (_("Method version"), clean_text(scope["method_version"], 20)),
        (_("Evaluation"), clean_text(source.meta.evaluation_id, 60)),
        (_("Compared with"), _compared_with(source)),
        (
            _("Lineage of each figure"),
            source.lineage("", "").removesuffix("//all") + "/…" if source.lineage("", "") else "",
        ),
        (_("Nature of the data"), demonstration),
    )


def _compared_with(source: Source) -> str:
    since = (source.result.get("changes") or {}).get("since")
    if not since:
        return ""
    period = format_period(clean_text(since["period"], 12), source.language)
    return source.joined(period, clean_text(since["fingerprint"], 80))
