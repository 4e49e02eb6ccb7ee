"""Migrations say what the models say."""

import io

import pytest
from django.core.management import call_command
from django.db import models


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db
def test_a_missing_migration_would_be_noticed() -> None:
    from programs.models import Zone

    field = models.TextField(default="")
    Zone.add_to_class("not_migrated", field)
    try:
        with pytest.raises(SystemExit):
            call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())
    finally:
        Zone._meta.local_fields.remove(field)
        Zone._meta._expire_cache()
        del Zone.not_migrated
