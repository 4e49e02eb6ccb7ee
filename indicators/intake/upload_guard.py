"""Looks at an uploaded workbook before any reader does: size, archive, members, document types, macros, far-off cells.

What a header says is not believed: members are unpacked and counted. A sheet with one cell at its far corner would
make a reader allocate the whole rectangle, so the addresses in the sheet are checked as well.
"""

import io
import re
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from indicators.intake.delivery import TooLarge, Unreadable

MAGIC = b"PK\x03\x04"
MAX_MEMBERS = 200
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 120
FREE_RATIO_BELOW = 256 * 1024
MAX_COLUMNS = 100
CHUNK = 1 << 16
ADDRESS = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})")
ODD_MEMBERS = ("vbaproject", "activex", "externallinks/", "embeddings/", "customui", "oleobject")


def check_workbook(body: bytes, *, max_bytes: int, max_rows: int) -> None:
    """Raise TooLarge or Unreadable unless the bytes are an ordinary workbook within the limits."""
    if len(body) > max_bytes:
        raise TooLarge(_("The file is larger than %(limit)d MB.") % {"limit": max_bytes // 1024 // 1024})
    if not body.startswith(MAGIC):
        raise Unreadable(_("The file is not an Excel workbook (.xlsx)."), code="not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _check_members(archive, len(body), max_rows)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise Unreadable(_("The file is damaged."), code="damaged") from error


def _check_members(archive: zipfile.ZipFile, packed: int, max_rows: int) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise Unreadable(_("The workbook has too many parts."), code="too_many_parts")
    if len(set(names)) != len(names) or any(_is_odd(name) for name in names):
        raise Unreadable(
            _("The workbook holds macros, links to other files or other odd parts."),
            code="odd_part",
            hint=_("Save it as a plain .xlsx workbook without macros."),
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable(_("The file is not an Excel workbook (.xlsx)."), code="not_a_workbook")
    unpacked = 0
    for member in members:
        content = _unpack(archive, member, packed, unpacked)
        unpacked += len(content)
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_part(
                content,
                is_sheet=member.filename.lower().startswith("xl/worksheets/") and not member.filename.endswith(".rels"),
                max_rows=max_rows,
            )


def _is_odd(name: str) -> bool:
    lower = name.lower()
    outside = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
    return (
        outside
        or any(word in lower for word in ODD_MEMBERS)
        or (lower.endswith(".bin") and "printersettings" not in lower)
    )


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed: int, before: int) -> bytes:
    """The member's content, given up as soon as the whole is too large or grows out of proportion."""
    pieces = []
    total = before
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            total += len(piece)
            if total > MAX_UNPACKED or (total > FREE_RATIO_BELOW and total > MAX_RATIO * packed):
                raise TooLarge(_("The workbook unpacks to far more than it should."), code="zip_bomb")
            pieces.append(piece)
    return b"".join(pieces)


class _Refused(Exception):
    """Ends parsing of a part."""


def _check_part(content: bytes, *, is_sheet: bool, max_rows: int) -> None:
    """Refuse document types and entities in any part, and cells outside the usable area in a sheet."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: object) -> None:
        raise _Refused

    def address(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] in ("c", "row") and "r" in attributes and _is_far(attributes["r"], max_rows):
            raise TooLarge(
                _("A cell of the workbook lies outside the usable area."),
                code="cell_too_far",
                hint=_("Use at most %(columns)d columns and %(rows)d rows.")
                % {"columns": MAX_COLUMNS, "rows": max_rows},
            )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if is_sheet:
        parser.StartElementHandler = address
    try:
        parser.Parse(content, True)
    except (_Refused, expat.ExpatError, LookupError) as error:
        raise Unreadable(_("A part of the workbook is not plain XML."), code="odd_part") from error


def _is_far(address: str, max_rows: int) -> bool:
    match = ADDRESS.fullmatch(address)
    if match is None:
        return True
    column = 0
    for letter in match[1] or "":
        column = column * 26 + ord(letter) - 64
    return column > MAX_COLUMNS or int(match[2]) > max_rows
