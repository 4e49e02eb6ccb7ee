"""The settings as a start sees them: what is refused, and what protects a server by default."""

import json
import os
import subprocess
import sys

import pytest

from tests.repository.tracked import ROOT

KEY = "a-key-of-a-test-that-is-long-enough-0123456789"
PRINT = """
import json
from django.conf import settings as s
names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "TIME_ZONE", "LANGUAGE_CODE", "CELERY_BROKER_URL"]
print(json.dumps({name: getattr(s, name) for name in names} | {"engine": s.DATABASES["default"]["ENGINE"], "options": s.DATABASES["default"].get("OPTIONS")}))
"""


def start(code: str = PRINT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process with exactly these variables."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "PYTHONUTF8": "1",
        "VAR_DIR": os.environ["VAR_DIR"],
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def loaded(**variables: str) -> dict:
    """The settings that such a start has."""
    done = start(**variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "shorter than 32 characters"),
        ({"SECRET_KEY": KEY, "DEBUG": "1"}, "Write True or False"),
        ({"SECRET_KEY": KEY, "DATABASE_URL": "mysql://a:b@c/d"}, "engine that is not served"),
        ({"SECRET_KEY": KEY, "REDIS_URL": "http://127.0.0.1"}, "Write redis://"),
        ({"SECRET_KEY": KEY, "LANGUAGE_CODE": "zh"}, "Write one of: en, zh-hans"),
        ({"SECRET_KEY": KEY, "LOG_LEVEL": "LOUD"}, "Write one of: DEBUG"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_write(variables: dict, sentence: str) -> None:
    done = start(**variables)
    assert done.returncode != 0
    assert sentence in done.stderr


def test_a_server_is_protected_unless_told_otherwise() -> None:
    found = loaded(SECRET_KEY=KEY)
    assert found["DEBUG"] is False
    assert [found[name] for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")] == [
        True,
        True,
        True,
    ]
    assert found["SECURE_HSTS_SECONDS"] >= 31536000


def test_the_defaults_need_no_server() -> None:
    found = loaded(DEBUG="True")
    assert found["engine"].endswith("sqlite3")
    assert found["options"]["transaction_mode"] == "IMMEDIATE"
    assert found["CELERY_BROKER_URL"] == "memory://"
    assert found["TIME_ZONE"] == "Asia/Shanghai"
    assert not found["SECURE_SSL_REDIRECT"]


def test_addresses_switch_the_engines() -> None:
    found = loaded(SECRET_KEY=KEY, DATABASE_URL="postgres://a:b@db:5432/tracker", REDIS_URL="redis://redis:6379/0")
    assert found["engine"].endswith("postgresql")
    assert found["CELERY_BROKER_URL"] == "redis://redis:6379/0"


@pytest.mark.parametrize("zone", ["America/St_Johns", "Asia/Kathmandu"])
def test_another_time_zone_starts(zone: str) -> None:
    assert loaded(DEBUG="True", TIME_ZONE=zone)["TIME_ZONE"] == zone


def test_settings_are_loaded_without_a_utf8_locale() -> None:
    done = start(DEBUG="True", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
