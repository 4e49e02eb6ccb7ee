"""Hostile files are refused before any reader opens them, each with its code, quickly and in little memory."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from indicators.intake.delivery import TooLarge, Unreadable
from indicators.intake.upload_guard import MAX_MEMBERS, check_workbook

LIMIT = 5 * 1024 * 1024


def workbook() -> bytes:
    """A small ordinary workbook."""
    book = openpyxl.Workbook()
    book.active.append(["indicator", "zone", "period", "value"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_members(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The workbook with changed members."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def add(name: str, content: bytes = b"x") -> bytes:
    """The workbook with one more member."""
    return with_members(lambda members: members.update({name: content}))


def sheet(content: str) -> bytes:
    """The workbook with its sheet replaced."""
    return add("xl/worksheets/sheet1.xml", content.encode())


CELLS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c {}><v>1</v></c></row></sheetData></worksheet>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not_a_workbook"),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook"),
    "polyglot": (lambda: b"<html>" + workbook(), "not_a_workbook"),
    "old excel": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "not_a_workbook"),
    "cut off": (lambda: workbook()[:800], "damaged"),
    "magic only": (lambda: b"PK\x03\x04" + b"junk" * 50, "damaged"),
    "other zip": (lambda: with_members(lambda members: members.pop("xl/workbook.xml")), "not_a_workbook"),
    "macros": (lambda: add("xl/vbaProject.bin"), "odd_part"),
    "binary part": (lambda: add("xl/data.bin"), "odd_part"),
    "external link": (lambda: add("xl/externalLinks/externalLink1.xml", b"<a/>"), "odd_part"),
    "embedded": (lambda: add("xl/embeddings/oleObject1.bin"), "odd_part"),
    "active x": (lambda: add("xl/activeX/activeX1.xml", b"<a/>"), "odd_part"),
    "path up": (lambda: add("../../evil.xml", b"<a/>"), "odd_part"),
    "path up windows": (lambda: add("..\\evil.xml", b"<a/>"), "odd_part"),
    "absolute path": (lambda: add("/etc/x.xml", b"<a/>"), "odd_part"),
    "drive": (lambda: add("C:x.xml", b"<a/>"), "odd_part"),
    "many parts": (
        lambda: with_members(lambda members: members.update({f"xl/{n}.txt": b"" for n in range(MAX_MEMBERS)})),
        "too_many_parts",
    ),
    "doctype": (
        lambda: add("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "odd_part",
    ),
    "billion laughs": (
        lambda: add("xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
        "odd_part",
    ),
    "doctype in utf-16": (
        lambda: add("xl/styles.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")),
        "odd_part",
    ),
    "not xml": (lambda: add("xl/styles.xml", b"\x00\x01"), "odd_part"),
    "unknown encoding": (lambda: add("xl/styles.xml", b'<?xml version="1.0" encoding="x-nonsense"?><a/>'), "odd_part"),
    "far cell": (lambda: sheet(CELLS.format('r="XFD1048576"')), "cell_too_far"),
    "far cell in single quotes": (lambda: sheet(CELLS.format("r = 'XFD1'")), "cell_too_far"),
    "far cell as entity": (lambda: sheet(CELLS.format('r="&#88;FD1"')), "cell_too_far"),
    "odd address": (lambda: sheet(CELLS.format('r="ABCDE1"')), "cell_too_far"),
    "far row": (lambda: sheet(CELLS.format('r="A1"').replace('row r="1"', 'row r="1048576"')), "cell_too_far"),
    "bomb": (lambda: add("xl/media/x.txt", b"0" * 30_000_000), "zip_bomb"),
    "large bomb": (lambda: add("xl/worksheets/sheet2.xml", b" " * 100_000_000), "zip_bomb"),
    "too large": (lambda: workbook() + b"x" * LIMIT, "too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    make, code = HOSTILE[name]
    body = make()
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises((Unreadable, TooLarge)) as error:
        check_workbook(body, max_bytes=LIMIT, max_rows=10_000)
    spent, (_now, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (error.value.code, error.value.status in (400, 413)) == (code, True)
    assert (spent < 3, peak < 300 * 1024 * 1024) == (True, True)


def test_an_ordinary_workbook_passes() -> None:
    check_workbook(workbook(), max_bytes=LIMIT, max_rows=10)
    check_workbook(add("xl/printerSettings/printerSettings1.bin"), max_bytes=LIMIT, max_rows=10)
