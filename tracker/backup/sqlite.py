"""Saving and bringing back a SQLite database by its own backup interface.

Copying the file would miss what still lies in the write-ahead log.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from tracker.backup.errors import BackupRefused
from tracker.backup.manifest import TableFact

FILE = "database.sqlite3"


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """The database file, `ro` to read only, `rwc` to make it where it is missing."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=20)) as link:
        yield link


def dump(folder: Path) -> Path:
    """Save the database as it is at one moment, while others write; the path of the copy."""
    target = folder / FILE
    connection.ensure_connection()
    with _opened(target, "rwc") as copy:
        connection.connection.backup(copy)
        # One file that needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def facts(path: Path) -> dict[str, TableFact]:
    """Rows and digest of every table of a database file. Raises BackupRefused when the file is damaged."""
    with _opened(path, "ro") as link:
        if link.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupRefused(_("The saved database is damaged."), code="backup_damaged")
        names = [
            name
            for (name,) in link.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {name: _fact(link, name) for name in sorted(names)}


def _fact(link: sqlite3.Connection, table: str) -> TableFact:
    digest, count = hashlib.sha256(), 0
    for row in link.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
        digest.update(repr(row).encode())
        count += 1
    return TableFact(count, digest.hexdigest())


def saved_facts(folder: Path) -> dict[str, TableFact]:
    """Rows and digest of every table of a backup."""
    return facts(folder / FILE)


def saved_audit_digest(folder: Path) -> str:
    """The digest of the newest audit block of a backup."""
    with _opened(folder / FILE, "ro") as link:
        row = link.execute("SELECT digest FROM programs_auditblock ORDER BY number DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def restore(folder: Path) -> None:
    """Bring the saved database back into an empty one."""
    target = Path(settings.DATABASES["default"]["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    with _opened(folder / FILE, "ro") as copy, _opened(target, "rwc") as live:
        copy.backup(live)


def live_facts() -> dict[str, TableFact]:
    """Rows and digest of every table of the database in use."""
    return facts(Path(settings.DATABASES["default"]["NAME"]))
