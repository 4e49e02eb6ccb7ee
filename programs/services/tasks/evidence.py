"""Evidence: files under generated names with their SHA-256, or web addresses that are kept and never fetched."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from programs import clock
from programs.actors import Actor
from programs.exceptions import InvalidInput, NotAllowedInState, NotFound, Problem
from programs.file_guard import FileFacts, inspect_file
from programs.models import Evidence, ProgressReport, Task, TaskState
from programs.services.acting import acting
from programs.services.given import refuse, text_problems
from programs.services.permissions import acts_for, is_staff, require_lead
from programs.services.records import row_insert

CLOSED_STATES = frozenset({TaskState.DRAFT, TaskState.CLOSED, TaskState.CANCELLED})


@dataclass(frozen=True, slots=True)
class EvidenceInput:
    """One piece of evidence as given: a title and either an https address or a file (`.name`, `.size`, `.read()`)."""

    title: str
    url: str = ""
    file: Any = None


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """A piece with the facts and bytes of its file, if it is one."""

    piece: EvidenceInput
    fact: FileFacts | None
    body: bytes


def evidence_add(
    *, task: Task, title: str, by: Actor, url: str = "", file: Any = None, progress_report: ProgressReport | None = None
) -> Evidence:
    """Add one piece of evidence to a task that is not a draft, closed or cancelled.

    By the lead agency, a cooperating one or staff. Raises NotAllowed, NotAllowedInState, or InvalidInput (neither or
    both of file and address, file refused by its size, kind or content, address not https). The same file or address
    again gives the evidence that is there, so it may run twice.
    """
    with acting(by=by), stored_files() as stored:
        row = Task.objects.select_related("lead").select_for_update(of=("self",)).get(pk=task.pk)
        _require_partner(by, row)
        if row.state in CLOSED_STATES:
            raise NotAllowedInState(
                _("Evidence cannot be added to a task in this state (%(state)s).") % {"state": row.get_state_display()}
            )
        if progress_report is not None and progress_report.task_id != row.pk:
            raise InvalidInput(
                _("The progress report is about another task."),
                code="report_of_another_task",
                pointer="/progress_report",
            )
        problems, checked = evidence_check([EvidenceInput(title, url, file)], listed=progress_report is not None)
        refuse(problems)
        return evidence_insert(row, checked, by, progress_report, stored)[0]


def evidence_check(
    given: Sequence[EvidenceInput], *, listed: bool = True
) -> tuple[list[Problem], list[CheckedEvidence]]:
    """What is wrong with the pieces, each at its place in a list if `listed`, and what is known of each. Reads files."""
    problems: list[Problem] = []
    checked = []
    for index, piece in enumerate(given):
        found, fact, body = _checked(piece, f"/evidence/{index}" if listed else "")
        problems += found
        checked.append(CheckedEvidence(piece, fact, body))
    return problems, checked


def evidence_insert(
    task: Task, checked: Sequence[CheckedEvidence], by: Actor, report: ProgressReport | None, stored: list[str]
) -> list[Evidence]:
    """Store pieces without problems, inside the caller's transaction and `stored_files` block."""
    return [_insert(task, one.piece, one.fact, one.body, by, report, stored) for one in checked]


def evidence_folder(moment: datetime) -> str:
    """Where files of evidence that was added at the moment lie."""
    return moment.strftime("evidence/%Y/%m")


def evidence_open(evidence: Evidence) -> Any:
    """The stored file, opened for reading. Raises NotFound where it is missing from the storage."""
    try:
        return evidence.file.open("rb")
    except FileNotFoundError as error:
        raise NotFound(_("The stored file is missing."), code="file_missing") from error


@contextmanager
def stored_files() -> Iterator[list[str]]:
    """Names of files stored in the block; they are removed again when the block fails.

    Where the transaction around it fails later, `evidence_sweep` removes them.
    """
    names: list[str] = []
    try:
        yield names
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


def _require_partner(by: Actor, task: Task) -> None:
    if is_staff(by, task.program_id) or acts_for(
        by, task.program_id, set(task.cooperating.values_list("pk", flat=True))
    ):
        return
    require_lead(by, task)


def _checked(piece: EvidenceInput, pointer: str) -> tuple[list[Problem], FileFacts | None, bytes]:
    problems = text_problems(piece.title, f"{pointer}/title", most=200, needed=True)
    if bool(piece.url) == (piece.file is not None):
        return (
            [
                *problems,
                Problem("evidence_without_source", _("Give a file or a web address, one of the two."), pointer),
            ],
            None,
            b"",
        )
    if piece.url:
        return problems + _url_problems(piece.url, f"{pointer}/url"), None, b""
    most = settings.UPLOAD_MAX_BYTES
    body = piece.file.read(most + 1)
    try:
        return problems, inspect_file(str(piece.file.name or ""), body, most_bytes=most), body
    except InvalidInput as error:
        return (
            problems + [Problem(p.code, p.message, f"{pointer}{p.pointer}", p.hint, p.value) for p in error.problems],
            None,
            b"",
        )


def _url_problems(url: str, pointer: str) -> list[Problem]:
    found = text_problems(url, pointer, most=500)
    if found:
        return found
    hint = _("Write an address such as https://example.org/page.")
    try:
        URLValidator(schemes=["https"])(url)
        parts = urlsplit(url)
        if parts.username or parts.password or "\\" in url:
            raise ValueError
    except (ValidationError, ValueError):
        return [
            Problem("url_not_https", _("This is not an https address without a user name."), pointer, hint, url[:100])
        ]
    return []


def _insert(
    task: Task,
    piece: EvidenceInput,
    fact: FileFacts | None,
    body: bytes,
    by: Actor,
    report: ProgressReport | None,
    stored: list[str],
) -> Evidence:
    same = Evidence.objects.filter(task=task, progress_report=report)
    present = (same.filter(sha256=fact.sha256) if fact else same.filter(url=piece.url)).first()
    if present is not None:
        return present
    row = Evidence(
        task=task,
        progress_report=report,
        title=piece.title.strip(),
        url=piece.url,
        added_at=clock.now(),
        added_by=by.label,
    )
    if fact is not None:
        name = default_storage.save(
            f"{evidence_folder(clock.now())}/{uuid.uuid4().hex}.{fact.extension}", ContentFile(body)
        )
        stored.append(name)
        row.file.name, row.file_name, row.sha256 = name, fact.name, fact.sha256
    inserted: Evidence = row_insert(row)
    return inserted
