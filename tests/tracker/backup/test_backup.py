"""A backup taken under load comes back whole on the engine in use; whatever is not whole is refused before it harms."""

import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from programs.actors import SYSTEM
from programs.models import Zone
from programs.services.acting import acting
from programs.services.audit_chain import audit_seal
from tests.repository.tracked import ROOT
from tracker.backup import manifest, service
from tracker.backup.errors import BackupRefused

pytestmark = pytest.mark.django_db(transaction=True)


def add_zones(count: int, start: int = 0) -> None:
    """Zones with Chinese names, each in a transaction of its own."""
    for number in range(start, start + count):
        with acting(by=SYSTEM, reason="test"):
            Zone.objects.create(
                code=f"9{number:05d}",
                name_en=f"Zone {number}",
                name_zh=f"试验区 {number}",
                level="park",
                sort_order=number,
            )


@pytest.fixture
def work(settings) -> Path:
    """Rows, sealed audit events and a file; returns the folder of the files."""
    add_zones(5)
    audit_seal(everything=True)
    path = settings.MEDIA_ROOT / "evidence" / "证明.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7 content")
    return settings.MEDIA_ROOT


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a new installation on the engine in use: an empty database and empty folders."""
    place = {
        "VAR_DIR": str(tmp_path / "new"),
        "MEDIA_ROOT": str(tmp_path / "new" / "media"),
        "DEBUG": "True",
        "PYTHONUTF8": "1",
    }
    if connection.vendor == "sqlite":
        yield place | {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
        return
    name = f"test_restore_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    known = connection.settings_dict
    who = known["USER"] + (f":{known['PASSWORD']}" if known["PASSWORD"] else "")
    yield place | {"DATABASE_URL": f"postgres://{who}@{known['HOST']}:{known['PORT'] or 5432}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def there(place: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a management command of the new installation."""
    environment = {"PATH": os.environ["PATH"]} | place
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_what_is_saved_comes_back_equal(work: Path, empty_place: dict, tmp_path: Path) -> None:
    folder, made = service.backup_make(tmp_path / "backups")
    assert made.tables["programs_zone"].rows == 5
    assert [fact.path for fact in made.files] == ["files/evidence/证明.pdf"]
    assert made.audit_digest
    assert made.verified_at

    restored = there(empty_place, "restore", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert "is restored and equal to its manifest" in restored.stdout
    assert (Path(empty_place["MEDIA_ROOT"]) / "evidence" / "证明.pdf").read_bytes() == b"%PDF-1.7 content"
    assert there(empty_place, "verify_audit", "--digest", made.audit_digest).returncode == 0
    assert there(empty_place, "migrate", "--check").returncode == 0
    # A restored database is used: a second restore over it is refused.
    again = there(empty_place, "restore", str(folder))
    assert again.returncode != 0
    assert "not empty" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_backup_under_load_is_of_one_moment(work: Path, empty_place: dict, tmp_path: Path) -> None:
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        number = 100
        try:
            while not stop.is_set():
                add_zones(1, start=number)
                number += 1
                written.append(number)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            stop.wait(0.01)
        folder, made = service.backup_make(tmp_path / "backups")
    finally:
        stop.set()
        writer.join()
    assert 8 <= made.tables["programs_zone"].rows <= 5 + len(written)
    restored = there(empty_place, "restore", str(folder))
    assert restored.returncode == 0, restored.stderr


def test_a_changed_file_of_a_backup_is_named(work: Path, tmp_path: Path) -> None:
    folder, _made = service.backup_make(tmp_path / "backups")
    (folder / "files/evidence/证明.pdf").write_bytes(b"other")
    with pytest.raises(BackupRefused, match=r"证明\.pdf"):
        service.backup_check(folder)


def test_a_cut_off_database_is_found(work: Path, tmp_path: Path) -> None:
    folder, made = service.backup_make(tmp_path / "backups")
    path = folder / made.database.path
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BackupRefused, match="missing or were changed"):
        service.backup_check(folder)


def test_a_manifest_that_tells_another_story_is_found(work: Path, tmp_path: Path) -> None:
    _folder, made = service.backup_make(tmp_path / "backups")
    changed = {**made.tables, "programs_zone": manifest.TableFact(6, "0")}
    with pytest.raises(BackupRefused, match="programs_zone"):
        manifest.check_tables(made.tables, changed)


@pytest.mark.parametrize("content", [None, "{}", "[]", '{"format": 99}', "not json"])
def test_a_folder_without_a_readable_manifest_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(BackupRefused):
        service.backup_check(tmp_path)


def rewritten(folder: Path, **changes: object) -> None:
    """Change entries of a backup's manifest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def test_a_backup_of_another_engine_is_refused(work: Path, tmp_path: Path) -> None:
    _folder, made = service.backup_make(tmp_path / "backups")
    other = manifest.Manifest(
        **{**{name: getattr(made, name) for name in made.__dataclass_fields__}, "engine": "oracle"}
    )
    with pytest.raises(BackupRefused, match="backup of oracle"):
        service._require_fitting(other)


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(
    work: Path, empty_place: dict, tmp_path: Path
) -> None:
    folder, made = service.backup_make(tmp_path / "backups")
    rewritten(
        folder, migrations={**made.migrations, "programs": [*made.migrations["programs"], "9999_from_the_future"]}
    )
    refused = there(empty_place, "restore", str(folder))
    assert refused.returncode != 0
    assert "9999_from_the_future" in refused.stderr
    assert not Path(empty_place["MEDIA_ROOT"]).exists()


def test_a_failed_backup_leaves_nothing_behind(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise BackupRefused("no")

    monkeypatch.setattr(service, "backup_check", fail)
    with pytest.raises(BackupRefused):
        service.backup_make(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_commands_speak_in_sentences(work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", tmp_path / "backups")
    assert "saved and read back" in capsys.readouterr().out
    (folder,) = (tmp_path / "backups").iterdir()
    call_command("restore", folder, "--verify")
    assert "is whole" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no readable backup"):
        call_command("restore", tmp_path / "nothing")
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", tmp_path / "a-file")


def test_the_newest_verified_backup_is_known(work: Path, tmp_path: Path) -> None:
    assert service.newest_verified(tmp_path / "backups") == ""
    folder, made = service.backup_make(tmp_path / "backups")
    assert service.newest_verified(tmp_path / "backups") == made.made_at
    rewritten(folder, verified_at="")
    assert service.newest_verified(tmp_path / "backups") == ""


def test_the_folder_of_a_backup_is_its_owners_only(work: Path, tmp_path: Path) -> None:
    folder, _made = service.backup_make(tmp_path / "backups")
    assert folder.stat().st_mode & 0o077 == 0
    assert django_settings.BACKUP_DIR is not None
