"""Files are judged by size, name and content; a wrong one is refused with its reason."""

import io
import zipfile

import pytest

from programs.exceptions import InvalidInput
from programs.file_guard import inspect_file, shown_name

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"0" * 20


def package(*names: str, size: int = 10) -> bytes:
    """A ZIP archive with entries of these names."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return body.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "body", "extension"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", PDF, "pdf"),
        ("a.png", PNG, "png"),
        ("a.jpg", JPG, "jpg"),
        ("a.jpeg", JPG, "jpg"),
        ("a.docx", DOCX, "docx"),
        ("a.xlsx", XLSX, "xlsx"),
    ],
)
def test_allowed_kinds_are_accepted_with_their_digest(name, body, extension):
    facts = inspect_file(name, body, most_bytes=10_000)
    assert facts.extension == extension
    assert len(facts.sha256) == 64


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.exe", b"MZ", "extension_not_allowed"),
        ("a.svg", b"<svg/>", "extension_not_allowed"),
        ("a.html", b"<html>", "extension_not_allowed"),
        ("pdf", PDF, "extension_not_allowed"),
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", PDF + b"0" * 10_000, "file_too_large"),
        ("a.pdf", b"<html>", "content_does_not_match"),
        ("a.png", JPG, "content_does_not_match"),
        ("a.docx", XLSX, "content_does_not_match"),
        ("a.xlsx", package("word/document.xml"), "content_does_not_match"),
        ("a.docx", b"PK\x03\x04 broken", "file_damaged"),
        ("a.docx", package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_with_program"),
        (
            "a.xlsx",
            package("[Content_Types].xml", "xl/workbook.xml", "xl/embeddings/oleObject1.bin"),
            "file_with_program",
        ),
        ("a.docx", package("[Content_Types].xml", "word/document.xml", "run.exe"), "file_with_program"),
    ],
)
def test_everything_else_is_refused_at_the_file(name, body, code):
    with pytest.raises(InvalidInput) as caught:
        inspect_file(name, body, most_bytes=10_000)
    assert [(problem.code, problem.pointer) for problem in caught.value.problems] == [(code, "/file")]


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("programs.file_guard.MOST_UNPACKED", 1_000)
    with pytest.raises(InvalidInput) as caught:
        inspect_file("a.docx", package("[Content_Types].xml", "word/document.xml", size=900), most_bytes=10_000)
    assert caught.value.code == "invalid"
    assert caught.value.problems[0].code == "file_too_large_unpacked"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\报告.pdf", "报告.pdf"),
        ("a\x00b\u202efdp.exe.pdf", "abfdp.exe.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_shown_names_hold_no_path_and_no_hidden_characters(given, shown):
    assert shown_name(given) == shown
    assert len(shown_name(given)) <= 200
