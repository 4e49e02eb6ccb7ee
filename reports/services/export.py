"""Copies a report's stored files to a folder, each checked against its hash."""

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from programs.exceptions import Conflict
from reports.models import Report, ReportFile
from reports.services.report_files import report_storage


def read_checked(file: ReportFile) -> bytes:
    """The bytes of a report file. Raises Conflict when they are missing, or not those whose hash was stored."""
    try:
        with report_storage().open(str(file.file.name)) as stream:
            data: bytes = stream.read()
    except FileNotFoundError as error:
        raise Conflict(_("The stored file is missing."), code="file_missing") from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Conflict(
            _("The stored file %(name)s is not the one that was written: its hash differs.") % {"name": file.file.name},
            code="file_changed",
        )
    return data


def export_files(report: Report, folder: Path) -> list[Path]:
    """Write every file of a report as `<number>-<language>.<format>`; never half a file under its name. May run twice."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in report.files.all():
        target = folder / f"{report.number}-{file.language}.{file.format}"
        partial = target.with_name(f".{target.name}.part")
        partial.write_bytes(read_checked(file))
        partial.replace(target)
        written.append(target)
    return written
