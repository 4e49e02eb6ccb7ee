"""Fields of the Word file: page numbers, bookmarks, a table of contents that is filled in already, picture texts."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

# The schema fixes the order of settings; these may follow the one that is added, and one of them is always there.
_AFTER_UPDATE_FIELDS = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat")


def add_page_numbers(paragraph: Paragraph, pattern: str) -> None:
    """`Page 2 of 9` with live fields, at the right; `pattern` holds `%(page)s` and `%(pages)s`."""
    before, _mark, rest = pattern.partition("%(page)s")
    between, _mark, after = rest.partition("%(pages)s")
    paragraph.add_run(f"\t{before}")
    _field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES", "1")
    paragraph.add_run(after)


def add_bookmark(paragraph: Paragraph, number: int) -> None:
    """Mark a heading as the target of a contents entry."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number + 1))
    start.set(qn("w:name"), _bookmark(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def add_contents(document: WordDocument, title: str, headings: Sequence[str]) -> None:
    """A contents field holding an entry per heading: readers that never update fields show the entries too."""
    document.add_paragraph(title, style="Caption")
    for place, words in enumerate(headings):
        entry = document.add_paragraph(style="Contents entry")
        if place == 0:
            _marker(entry, "begin")
            _instruction(entry, 'TOC \\o "1-1" \\h \\z \\u')
            _marker(entry, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(place))
        link.set(qn("w:history"), "1")
        inner = Paragraph(link, entry._parent)
        for run in (entry.add_run(words), entry.add_run("\t")):
            link.append(run._r)
        entry._p.append(link)
        _field(inner, f"PAGEREF {_bookmark(place)} \\h", "")
        if place == len(headings) - 1:
            _marker(entry, "end")


def set_update_fields(document: WordDocument) -> None:
    """Ask Word to fill in page numbers when it opens the file."""
    settings = document.settings.element
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    later = [settings.find(qn(f"w:{name}")) for name in _AFTER_UPDATE_FIELDS]
    next(element for element in later if element is not None).addprevious(update)


def describe_picture(paragraph: Paragraph, title: str, description: str) -> None:
    """Alternative text of the picture in `paragraph`."""
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("title", title[:250])
        properties.set("descr", description[:2000])


def _bookmark(number: int) -> str:
    return f"_Toc{1000 + number}"


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    _marker(paragraph, "begin")
    _instruction(paragraph, code)
    _marker(paragraph, "separate")
    _run(paragraph, "w:t", shown)
    _marker(paragraph, "end")


def _marker(paragraph: Paragraph, kind: str) -> None:
    _run(paragraph, "w:fldChar").set(qn("w:fldCharType"), kind)


def _instruction(paragraph: Paragraph, code: str) -> None:
    _run(paragraph, "w:instrText", f" {code} ").set(qn("xml:space"), "preserve")


def _run(paragraph: Paragraph, tag: str, text: str = ""):
    run, child = OxmlElement("w:r"), OxmlElement(tag)
    if text:
        child.text = text
    run.append(child)
    paragraph._p.append(run)
    return child
