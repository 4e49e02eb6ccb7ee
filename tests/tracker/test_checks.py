"""Each system check finds what it is for, and is silent where all is well."""

from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.checks import run_checks
from django.db import connection

from tracker import checks


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The DATABASES setting that the checks see, free to change (Django itself keeps the real one)."""
    changed: dict = {}
    monkeypatch.setattr(checks, "settings", Overlay(changed))
    return changed


class Overlay:
    """Django's settings with another DATABASES."""

    def __init__(self, databases: dict) -> None:
        self.DATABASES = databases

    def __getattr__(self, name: str) -> object:
        return getattr(real_settings, name)


def ids(found: list) -> list[str]:
    """The ids of the messages."""
    return [message.id for message in found]


def test_the_installation_as_it_stands_has_no_finding() -> None:
    assert [message for message in run_checks() if message.id and message.id.startswith("tracker.")] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "expected"), [(140011, ["tracker.E001"]), (150000, []), (180004, [])])
def test_old_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch, version: int, expected: list[str]) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql", raising=False)
    monkeypatch.setattr(connection, "pg_version", version, raising=False)
    assert ids(checks.postgresql_is_new_enough(databases=["default"])) == expected


@pytest.mark.parametrize("change", [{"transaction_mode": "DEFERRED"}, {"timeout": 5}, {"init_command": ""}])
def test_sqlite_without_its_options_is_refused(databases: dict, change: dict) -> None:
    good = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    engine = "django.db.backends.sqlite3"
    databases["default"] = {"ENGINE": engine, "OPTIONS": good}
    assert checks.sqlite_waits_for_its_lock() == []
    databases["default"] = {"ENGINE": engine, "OPTIONS": good | change}
    assert ids(checks.sqlite_waits_for_its_lock()) == ["tracker.E002"]


def test_the_development_key_is_refused_without_debug(settings) -> None:
    settings.SECRET_KEY, settings.DEBUG = "development-only-key-never-used-where-debug-is-off", False
    assert ids(checks.secret_key_is_our_own()) == ["tracker.E003"]
    settings.DEBUG = True
    assert checks.secret_key_is_our_own() == []


def test_a_folder_that_cannot_be_written_is_named(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path / "not" / "yet" / "there"
    assert checks.folders_can_be_written() == []
    monkeypatch.setattr(checks.os, "access", lambda path, mode: False)
    assert ids(checks.folders_can_be_written()) == ["tracker.E004", "tracker.E004"]


def test_missing_fonts_are_named(settings, tmp_path: Path) -> None:
    assert checks.fonts_are_there() == []
    settings.BASE_DIR = tmp_path
    found = checks.fonts_are_there()
    assert ids(found) == ["tracker.E005"]
    assert "NotoSansSC-Bold.ttf" in found[0].msg


def test_catalogues_that_are_not_compiled_are_named(settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    assert checks.catalogues_are_compiled() == []
    po = tmp_path / "reports" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text("", encoding="utf-8")
    assert ids(checks.catalogues_are_compiled()) == ["tracker.W006"]
    po.with_suffix(".mo").write_bytes(b"")
    assert checks.catalogues_are_compiled() == []


def test_a_server_for_many_needs_its_engines(settings, databases: dict) -> None:
    databases["default"] = {"ENGINE": "django.db.backends.sqlite3"}
    settings.REDIS_URL = ""
    assert ids(checks.engines_are_for_many()) == ["tracker.W007", "tracker.W008"]
    databases["default"] = {"ENGINE": "django.db.backends.postgresql"}
    settings.REDIS_URL = "redis://redis:6379/0"
    assert checks.engines_are_for_many() == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://tracker.example", []),
        ("http://tracker.example", ["tracker.W009"]),
        ("https://127.0.0.1:8000", ["tracker.W009"]),
    ],
)
def test_the_outside_address_must_be_one(settings, url: str, expected: list[str]) -> None:
    settings.PUBLIC_URL, settings.EMAIL_BACKEND = url, "django.core.mail.backends.smtp.EmailBackend"
    assert ids(checks.outside_address_is_safe()) == expected


def test_printed_mail_is_no_mail(settings) -> None:
    settings.PUBLIC_URL, settings.EMAIL_BACKEND = (
        "https://tracker.example",
        "django.core.mail.backends.console.EmailBackend",
    )
    assert ids(checks.outside_address_is_safe()) == ["tracker.W010"]


def test_every_finding_says_what_to_do(settings, databases: dict, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    settings.REDIS_URL = ""
    databases["default"] = {"ENGINE": "django.db.backends.sqlite3"}
    found = [
        *checks.fonts_are_there(),
        *checks.engines_are_for_many(),
        *checks.sqlite_waits_for_its_lock(),
        *checks.outside_address_is_safe(),
    ]
    assert len(found) >= 5
    assert all(message.hint for message in found)
