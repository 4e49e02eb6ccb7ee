"""Files whose evidence was never stored go; a file of stored evidence, or of a transaction still open, never does."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

import programs.jobs  # noqa: F401 - registers what is due by the clock
from programs import ticks
from programs.actors import SYSTEM
from programs.models import Evidence
from programs.services.tasks.evidence import evidence_add, evidence_folder
from programs.services.tasks.evidence_sweep import evidence_sweep
from tests.factories.programs import TaskFactory

pytestmark = pytest.mark.django_db


def add(number: int = 0) -> Evidence:
    body = f"%PDF-1.7\n{number}\n%%EOF".encode()
    task = TaskFactory(state="in_progress")
    return evidence_add(task=task, title="Notice", by=SYSTEM, file=SimpleUploadedFile("notice.pdf", body))


def stored() -> set[str]:
    folder = evidence_folder(timezone.now())
    return {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}


@transaction.atomic
def add_and_fail() -> None:
    add(1)
    raise RuntimeError("the power went off")


def test_a_file_of_a_transaction_that_failed_later_is_swept_when_it_is_old():
    kept = add().file.name
    with pytest.raises(RuntimeError):
        add_and_fail()
    assert len(stored()) == 2
    assert evidence_sweep() == 0
    assert evidence_sweep(timezone.now() + timedelta(days=2)) == 1
    assert stored() == {kept}
    assert evidence_sweep(timezone.now() + timedelta(days=2)) == 0


def test_an_installation_without_evidence_has_nothing_to_sweep():
    assert evidence_sweep() == 0


def test_the_schedule_sweeps():
    assert ticks.TICKS["evidence_sweep"].function is evidence_sweep
