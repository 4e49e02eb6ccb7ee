"""Every variable of the environment that the settings read is explained where people look for it."""

import re

import pytest

from tests.repository.tracked import ROOT, text_of
from tracker.first_run.quality import ENGINES

READ = sorted(set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', text_of(ROOT / "tracker/settings.py"))))


def test_there_are_settings() -> None:
    assert {"SECRET_KEY", "DEBUG", "DATABASE_URL", "REDIS_URL"} <= set(READ)


@pytest.mark.parametrize("place", [".env.example", "docs/operations.md"])
def test_every_setting_is_explained(place: str) -> None:
    text = text_of(ROOT / place)
    assert [name for name in READ if not re.search(rf"\b{name}\b", text)] == []


def test_the_example_names_no_setting_that_nothing_reads() -> None:
    named = set(re.findall(r"(?m)^(?:# )?([A-Z][A-Z0-9_]+)=", text_of(ROOT / ".env.example")))
    assert named - set(READ) == {"POSTGRES_PASSWORD"}


def test_a_test_run_is_not_touched_by_a_developers_settings() -> None:
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "VAR_DIR"} <= set(ENGINES)
