"""Which report a person means: by one of its files, its number, its evaluation, its fingerprint or its id in the API."""

import contextlib
import hashlib
import io
import re
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, NotFound
from reports.models import Report, ReportFile
from reports.renderers.registry import RENDERERS

# What copying from a page may bring along: marks of no width, and line ends within a long word.
_STRAY = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
MOST_UNPACKED = 200_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """The report, and a warning where the name of its file tells of another one."""

    report: Report
    warning: str = ""


def report_target(asked: str) -> Target:
    """The report that is meant. Raises NotFound or InvalidInput with what was wrong with the words or the file."""
    path = Path(asked)
    if path.is_file():
        return _of_file(path)
    name = _STRAY.sub("", asked)
    report = _reports().filter(_called(name)).first()
    if report is not None:
        return Target(report)
    if "/" in asked or "\\" in asked or path.suffix.lstrip(".").lower() in RENDERERS:
        raise NotFound(_("There is no file %(name)s.") % {"name": asked}, code="file_missing")
    raise NotFound(
        _("No report has the number, evaluation, fingerprint or id %(name)s.") % {"name": name}, code="report_unknown"
    )


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("evaluation__program")


def _called(name: str) -> Q:
    by = Q(number=name) | Q(evaluation__fingerprint=name.lower())
    with contextlib.suppress(ValueError):
        by |= Q(evaluation_id=uuid.UUID(name))
    return by | Q(pk=int(name)) if name.isascii() and name.isdigit() and len(name) < 19 else by


def _of_file(path: Path) -> Target:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    named = _named(path.name)
    file = ReportFile.objects.filter(sha256=digest).select_related("report__evaluation__program").first()
    if file is not None:
        return Target(file.report, _other_name(path, file.report, named))
    named = named or _named_within(data)
    if named is None:
        raise NotFound(
            _("%(file)s is no file of a stored report, and names none. Its SHA-256 is %(digest)s.")
            % {"file": path.name, "digest": digest},
            code="file_unknown",
        )
    known = named.files.filter(format=path.suffix.lstrip(".").lower()) or named.files.all()
    raise InvalidInput(
        _(
            "%(file)s names report %(number)s, but is none of its files: it was changed since it was written. Its SHA-256 is %(digest)s; stored are %(known)s."
        )
        % {
            "file": path.name,
            "number": named.number,
            "digest": digest,
            "known": ", ".join(f"{row.language}.{row.format} {row.sha256}" for row in known),
        },
        code="file_changed",
    )


def _other_name(path: Path, report: Report, named: Report | None) -> str:
    if named is None or named.pk == report.pk:
        return ""
    return _("The file is called %(file)s, but it is a file of report %(number)s.") % {
        "file": path.name,
        "number": report.number,
    }


def _named(text: str) -> Report | None:
    """The report whose number or evaluation the text holds."""
    for report in _reports().defer("evaluation__inputs", "evaluation__result"):
        if report.number in text or str(report.evaluation_id) in text:
            return report
    return None


def _named_within(data: bytes) -> Report | None:
    """The report that a page, a data file, or the parts of a Word or Excel file name; the text of a PDF is packed."""
    try:
        return _named(_unpacked(data).decode("utf-8", "replace"))
    except zipfile.BadZipFile:
        return None


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            return b""
        return b"\n".join(archive.read(entry) for entry in archive.infolist() if entry.filename.endswith(".xml"))
