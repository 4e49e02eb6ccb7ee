"""Judges files that people hand in as evidence: size, kind by name and by content, and nothing that runs by itself."""

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, Problem

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
}
FOLDERS = {"docx": "word/", "xlsx": "xl/"}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of an accepted file: its shown name, its kind and its SHA-256."""

    name: str
    extension: str
    sha256: str


def inspect_file(name: str, body: bytes, *, most_bytes: int) -> FileFacts:
    """The facts of an allowed file (pdf, docx, xlsx, png, jpg); raises InvalidInput at `/file` with the reason."""
    shown = shown_name(name)
    extension = PurePosixPath(shown).suffix[1:].lower().replace("jpeg", "jpg")
    if extension not in MAGIC:
        raise _refused(
            "extension_not_allowed",
            _("Files of this kind are not accepted."),
            _("Accepted are PDF, DOCX, XLSX, PNG and JPG."),
            shown,
        )
    if not body:
        raise _refused("file_empty", _("The file is empty."), "", shown)
    if len(body) > most_bytes:
        raise _refused(
            "file_too_large",
            _("The file is larger than %(most)s MB.") % {"most": most_bytes // 1024 // 1024},
            _("Split it, or lower the resolution of its pictures."),
            shown,
        )
    if not body.startswith(MAGIC[extension]):
        raise _refused(
            "content_does_not_match",
            _("The content is not what the name says (%(extension)s).") % {"extension": extension},
            _("Save the file again in its own program."),
            shown,
        )
    if extension in FOLDERS:
        _inspect_package(body, extension, shown)
    return FileFacts(shown, extension, hashlib.sha256(body).hexdigest())


def shown_name(name: str) -> str:
    """The bare file name without folders, control characters and direction marks, at most 200 characters."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", bare)
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    clean = _UNSAFE.sub("_", kept).strip(" .") or "file"
    stem, dot, extension = clean.rpartition(".")
    return f"{stem[: 199 - len(extension)]}.{extension}" if dot and len(extension) < 20 else clean[:200]


def _inspect_package(body: bytes, extension: str, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _refused(
            "file_damaged", _("The file is damaged."), _("Save the file again in its own program."), shown
        ) from error
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _refused("file_too_large_unpacked", _("The file becomes too large when it is unpacked."), "", shown)
    if "[Content_Types].xml" not in names or not any(name.startswith(FOLDERS[extension]) for name in names):
        raise _refused(
            "content_does_not_match",
            _("The content is not what the name says (%(extension)s).") % {"extension": extension},
            _("Save the file again in its own program."),
            shown,
        )
    if any(
        "vbaproject" in name.lower() or name.lower().endswith((".exe", ".dll", ".js", ".vbs", ".scr")) for name in names
    ) or any("/embeddings/" in name.lower() and name.lower().endswith(".bin") for name in names):
        raise _refused(
            "file_with_program",
            _("The file holds macros or other programs."),
            _("Save it without macros and embedded objects."),
            shown,
        )


def _refused(code: str, message: str, hint: str, shown: str) -> InvalidInput:
    return InvalidInput(problems=[Problem(code, message, "/file", hint, shown[:100])])
