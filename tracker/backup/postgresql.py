"""Saving and bringing back a PostgreSQL database by its own programs, from one exported snapshot."""

import os
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.backup.errors import BackupRefused
from tracker.backup.manifest import TableFact

FILE = "database.dump"
# Sums of pieces of each row's hash: no order of rows changes them, and they need no memory however many rows there are.
FACT = """
SELECT count(*),
       coalesce(sum(('x' || substr(h, 1, 15))::bit(60)::bigint), 0)::text || '-' ||
       coalesce(sum(('x' || substr(h, 17, 15))::bit(60)::bigint), 0)::text
FROM (SELECT md5(t::text) AS h FROM {table} t) AS hashed
"""


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the configured database; its password goes by the environment only."""
    settings = connection.settings_dict
    place = {"--host": settings["HOST"], "--port": str(settings["PORT"] or ""), "--username": settings["USER"]}
    command = [
        program,
        *(part for option, value in place.items() if value for part in (option, value)),
        "--no-password",
        *arguments,
    ]
    environment = {**os.environ, **({"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {})}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except FileNotFoundError as error:
        raise BackupRefused(
            _("The program %(program)s is missing.") % {"program": program},
            hint=_("Install PostgreSQL's client programs (Debian: postgresql-client)."),
        ) from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise BackupRefused(_("%(program)s failed: %(message)s") % {"program": program, "message": last})


def _facts(cursor: Any) -> dict[str, TableFact]:
    names = sorted(info.name for info in connection.introspection.get_table_list(cursor) if info.type in ("t", "p"))
    found = {}
    for name in names:
        cursor.execute(FACT.format(table=connection.ops.quote_name(name)))
        found[name] = TableFact(*cursor.fetchone())
    return found


def dump(folder: Path) -> tuple[Path, dict[str, TableFact], str]:
    """Save the database as it is at one moment, while others write.

    Returns the path of the dump, the tables' facts and the newest audit digest, all of the same moment.
    """
    target = folder / FILE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        options = ["--format", "custom", "--no-owner", "--no-privileges", "--snapshot", snapshot, "--file", str(target)]
        _run("pg_dump", *options, connection.settings_dict["NAME"])
        cursor.execute("SELECT digest FROM programs_auditblock ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
        return target, _facts(cursor), row[0] if row else ""


def check_readable(folder: Path) -> None:
    """Whether the dump can be read to its end, without writing anything."""
    _run("pg_restore", "--file", os.devnull, str(folder / FILE))


def restore(folder: Path) -> None:
    """Bring the saved database back into an empty one, whole or not at all."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", *options, "--dbname", connection.settings_dict["NAME"], str(folder / FILE))


def live_facts() -> dict[str, TableFact]:
    """Rows and digest of every table of the database in use."""
    with connection.cursor() as cursor:
        return _facts(cursor)
