"""System checks of the installation: each has a stable id, a sentence that says what is wrong and a hint that mends it.

`manage.py check` runs the first group, `migrate` and `check --database default` also the database's, and
`check --deploy` those for a server that others reach.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST_POSTGRESQL = 15
FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@register(Tags.database)
def postgresql_is_new_enough(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """tracker.E001: statement triggers with transition tables and our indexes are tested on 15 and later."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        connection.ensure_connection()
        version = connection.pg_version // 10000
        if version < OLDEST_POSTGRESQL:
            found.append(
                Error(
                    f"PostgreSQL {version} is too old.",
                    hint=f"Use PostgreSQL {OLDEST_POSTGRESQL} or later.",
                    id="tracker.E001",
                )
            )
    return found


@register()
def sqlite_waits_for_its_lock(**_: Any) -> list[CheckMessage]:
    """tracker.E002: without these options most concurrent writes fail with “database is locked”."""
    found: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        if (
            options.get("transaction_mode") != "IMMEDIATE"
            or "journal_mode=WAL" not in options.get("init_command", "")
            or options.get("timeout", 0) < 20
        ):
            hint = "Set transaction_mode IMMEDIATE, timeout 20 and init_command PRAGMA journal_mode=WAL in its OPTIONS."
            found.append(
                Error(f"The SQLite database {alias!r} does not wait for its lock.", hint=hint, id="tracker.E002")
            )
    return found


@register()
def secret_key_is_our_own(**_: Any) -> list[CheckMessage]:
    """tracker.E003: a key that is printed in the sources signs sessions that anybody can forge."""
    if settings.DEBUG or not settings.SECRET_KEY.startswith("development-only"):
        return []
    hint = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    return [Error("SECRET_KEY is the development key of the sources.", hint=hint, id="tracker.E003")]


def _nearest_folder(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


@register()
def folders_can_be_written(**_: Any) -> list[CheckMessage]:
    """tracker.E004: uploads and reports need a place."""
    wanted = {"MEDIA_ROOT": settings.MEDIA_ROOT, "VAR_DIR": settings.VAR_DIR}
    if "FileSystemStorage" not in settings.STORAGES["default"]["BACKEND"]:
        del wanted["MEDIA_ROOT"]
    return [
        Error(
            f"{name} ({folder}) cannot be written.",
            hint=f"Give this process's user the folder, or set {name} to another.",
            id="tracker.E004",
        )
        for name, folder in wanted.items()
        if not os.access(_nearest_folder(Path(folder)), os.W_OK | os.X_OK)
    ]


@register()
def fonts_are_there(**_: Any) -> list[CheckMessage]:
    """tracker.E005: reports are set in our own fonts only, so that every machine prints the same pages."""
    folder = settings.BASE_DIR / "reports" / "fonts"
    missing = [name for name in FONTS if not (folder / name).is_file()]
    if not missing:
        return []
    hint = "Copy them from the release; reports/fonts says which files with which hashes."
    return [Error(f"Fonts of the reports are missing: {', '.join(missing)}.", hint=hint, id="tracker.E005")]


@register(Tags.translation)
def catalogues_are_compiled(**_: Any) -> list[CheckMessage]:
    """tracker.W006: a catalogue that is not compiled shows English to readers of Chinese."""
    from tracker.catalogues.places import places

    stale = [
        place.app
        for place in places()
        if place.po.exists() and (not place.mo.exists() or place.mo.stat().st_mtime_ns < place.po.stat().st_mtime_ns)
    ]
    if not stale:
        return []
    return [
        checks.Warning(
            f"Message catalogues are not compiled: {', '.join(stale)}.",
            hint="Run: python manage.py compile_catalogues",
            id="tracker.W006",
        )
    ]


@register(deploy=True)
def engines_are_for_many(**_: Any) -> list[CheckMessage]:
    """tracker.W007, tracker.W008: several processes must share one database server and one count of failures."""
    found: list[CheckMessage] = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        hint = "Set DATABASE_URL to postgres://user:password@host:5432/name."
        found.append(
            checks.Warning("SQLite serves one machine and one writer at a time.", hint=hint, id="tracker.W007")
        )
    if not settings.REDIS_URL:
        hint = "Set REDIS_URL to redis://host:6379/0."
        found.append(
            checks.Warning(
                "Without Redis each process counts requests and failures alone.", hint=hint, id="tracker.W008"
            )
        )
    return found


@register(deploy=True)
def outside_address_is_safe(**_: Any) -> list[CheckMessage]:
    """tracker.W009, tracker.W010: links in mails and files lead where readers can go, and mail is really sent."""
    found: list[CheckMessage] = []
    place = urlsplit(settings.PUBLIC_URL)
    if place.scheme != "https" or place.hostname in ("127.0.0.1", "localhost", None):
        hint = "Set PUBLIC_URL to the address that readers use, such as https://tracker.example."
        found.append(checks.Warning(f"PUBLIC_URL is {settings.PUBLIC_URL!r}.", hint=hint, id="tracker.W009"))
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        hint = "Set EMAIL_URL to smtp://user:password@host:587 or smtps://…"
        found.append(checks.Warning("E-mail is not sent but printed or dropped.", hint=hint, id="tracker.W010"))
    return found
