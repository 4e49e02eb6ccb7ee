"""`verify_report` finds the report that is meant, and says what is wrong with a file or a word that names none."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from programs import clock
from programs.actors import SYSTEM
from reports.models import Report
from reports.services.evaluations import evaluation_compute, evaluation_store
from reports.services.report_files import store_bytes
from reports.services.reports import report_draft
from tests.factories.evaluated import evaluated_program

pytestmark = pytest.mark.django_db
BODY = b'{"evaluation": "%s"}'


@pytest.fixture
def report() -> Report:
    program = evaluated_program().program
    computed = evaluation_compute(program=program, period="2026-Q3", kind="quarterly", as_of=clock.now())
    evaluation = evaluation_store(computed=computed, by=SYSTEM)
    files = [store_bytes(BODY % str(evaluation.pk).encode(), "R-Q3", "en", "json")]
    return report_draft(evaluation=evaluation, number="pilot-2026-Q3-1e99764c", files=files, by=SYSTEM)


def verify(asked: str | Path) -> str:
    out = io.StringIO()
    call_command("verify_report", str(asked), stdout=out, stderr=out)
    return out.getvalue()


def refused(asked: str | Path) -> str:
    with pytest.raises(CommandError) as caught:
        verify(asked)
    return str(caught.value)


def test_a_report_is_found_by_all_that_it_prints(report: Report) -> None:
    evaluation = report.evaluation
    copied = f"{str(evaluation.pk)[:12]}\u200b{str(evaluation.pk)[12:]}\n"
    for name in (report.number, str(evaluation.pk), copied, evaluation.fingerprint, str(report.pk)):
        assert report.number in verify(name)


def test_three_mistakes_get_three_sentences(report: Report, tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "nothing.pdf")
    assert "There is no file" in refused("nothing.pdf")
    assert "No report has the number" in refused("nonsense")
    strange = tmp_path / "notes.txt"
    strange.write_text("nothing of ours")
    assert "names none" in refused(strange)


@pytest.mark.parametrize("name", ["pilot-2026-Q3-1e99764c-en.json", "copy.json"])
def test_a_changed_file_is_told_from_a_strange_one(report: Report, tmp_path: Path, name: str) -> None:
    changed = tmp_path / name
    changed.write_bytes(BODY % str(report.evaluation_id).encode() + b" ")
    told = refused(changed)
    assert f"names report {report.number}" in told
    assert report.files.get().sha256 in told


def test_a_name_of_another_report_is_warned_of(report: Report, tmp_path: Path) -> None:
    program = report.evaluation.program
    computed = evaluation_compute(program=program, period="2026-Q2", kind="quarterly", as_of=clock.now())
    other = report_draft(
        evaluation=evaluation_store(computed=computed, by=SYSTEM), number="pilot-2026-Q2-0a0a0a0a", files=[], by=SYSTEM
    )
    renamed = tmp_path / f"{other.number}-en.json"
    renamed.write_bytes(BODY % str(report.evaluation_id).encode())
    assert f"it is a file of report {report.number}" in verify(renamed)


def test_the_command_speaks_the_configured_language(report: Report) -> None:
    with translation.override("zh-hans"):
        assert "评估" in verify(report.number)


def test_the_moment_is_that_of_the_office(report: Report) -> None:
    assert "+08:00" in verify(report.number)
