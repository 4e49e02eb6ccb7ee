"""Take a backup, check one, bring one back."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.audit.verify import audit_verify
from tracker.backup import files, manifest, postgresql, sqlite
from tracker.backup.errors import BackupRefused
from tracker.backup.manifest import Manifest, fact_of


def backup_make(parent: Path) -> tuple[Path, Manifest]:
    """Save database and files into a new folder below `parent`, read it back, and only then give it its name.

    May run while people work, and any number of times. Raises BackupRefused when anything cannot be saved or read back.
    """
    now = timezone.now()
    folder = parent / now.strftime("tracker-%Y%m%dT%H%M%SZ")
    part = parent / f"{folder.name}.{os.getpid()}.part"
    part.mkdir(parents=True, mode=0o700)
    try:
        if connection.vendor == "sqlite":
            database = sqlite.dump(part)
            tables, audit_digest = sqlite.saved_facts(part), sqlite.saved_audit_digest(part)
        else:
            database, tables, audit_digest = postgresql.dump(part)
        made = Manifest(
            made_at=now.isoformat(),
            version=settings.APP_VERSION,
            engine=connection.vendor,
            database=fact_of(database, part),
            tables=tables,
            migrations=applied_migrations(),
            audit_digest=audit_digest,
            files=files.save(part),
        )
        manifest.write(made, part)
        checked = replace(backup_check(part), verified_at=timezone.now().isoformat())
        manifest.write(checked, part)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder, checked


def backup_check(folder: Path) -> Manifest:
    """Read a backup to its end and compare it with its manifest. Changes nothing. Raises BackupRefused."""
    saved = manifest.read(folder)
    manifest.check_files([saved.database, *saved.files], folder)
    if saved.engine == "sqlite":
        manifest.check_tables(sqlite.saved_facts(folder), saved.tables)
    else:
        postgresql.check_readable(folder)
    return saved


def backup_restore(folder: Path) -> Manifest:
    """Bring a backup back into an empty installation and compare every table, file and the audit chain.

    Raises BackupRefused: damaged backup, another engine, a newer version's backup, a database that is not empty.
    """
    saved = backup_check(folder)
    _require_fitting(saved)
    if saved.engine == "sqlite":
        sqlite.restore(folder)
        found = sqlite.live_facts()
    else:
        postgresql.restore(folder)
        found = postgresql.live_facts()
    manifest.check_tables(found, saved.tables)
    files.bring_back(folder, saved.files)
    verdict = audit_verify(saved.audit_digest)
    if not verdict.valid:
        raise BackupRefused(
            _("The audit trail of the backup is not as it was written: %(first)s")
            % {"first": verdict.findings[0].message},
            code="audit_changed",
        )
    return saved


def applied_migrations() -> dict[str, list[str]]:
    """The migrations of each app that the database has, in order of their names."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _require_fitting(saved: Manifest) -> None:
    """Refuse what cannot be restored here before anything is written."""
    from django.db.migrations.loader import MigrationLoader

    if saved.engine != connection.vendor:
        raise BackupRefused(
            _("This is a backup of %(saved)s; the database here is %(here)s.")
            % {"saved": saved.engine, "here": connection.vendor},
            hint=_("Set DATABASE_URL to an empty database of the same engine."),
        )
    known = MigrationLoader(None).disk_migrations or {}
    unknown = [f"{app}.{name}" for app, names in saved.migrations.items() for name in names if (app, name) not in known]
    if unknown:
        raise BackupRefused(
            _("This backup was made by another version, with migrations that are unknown here: %(names)s.")
            % {"names": ", ".join(unknown[:5])},
            hint=_("Restore it with that version (%(version)s), then update.") % {"version": saved.version},
        )
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        raise BackupRefused(
            _("The database is not empty: it has %(count)s tables.") % {"count": len(tables)},
            hint=_("Set DATABASE_URL to an empty database, or remove the old one yourself."),
        )


def newest_verified(parent: Path) -> str:
    """When the newest backup below `parent` that was read back was made; empty when there is none."""
    moments = []
    for folder in parent.glob("tracker-*Z"):
        try:
            saved = manifest.read(folder)
        except BackupRefused:
            continue
        if saved.verified_at:
            moments.append(saved.made_at)
    return max(moments, default="")
