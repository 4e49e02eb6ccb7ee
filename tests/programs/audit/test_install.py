"""The triggers stand as the models want, and every difference is told and mended."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from programs.audit import checks, install, models_audited
from programs.models import AuditEvent
from tests.factories.programs import ZoneFactory

pytestmark = pytest.mark.django_db


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def codes(found: list) -> list[str]:
    return [message.id for message in found]


def test_a_migrated_database_has_exactly_the_triggers_that_the_models_want() -> None:
    assert install.differences() == []
    assert len(install.wanted()) > 2 * len(models_audited.audited_models())
    assert install.install() == 0


def test_a_missing_a_changed_and_a_foreign_trigger_are_named_and_mended() -> None:
    if connection.vendor == "sqlite":
        execute(
            'DROP TRIGGER "pz_audit_update_programs_task"',
            'DROP TRIGGER "pz_append_only_delete_programs_auditevent"',
            'CREATE TRIGGER "pz_append_only_delete_programs_auditevent" BEFORE DELETE ON programs_auditevent BEGIN SELECT 1; END',
            'CREATE TRIGGER "pz_audit_extra" AFTER INSERT ON programs_auditevent BEGIN SELECT 1; END',
        )
    else:
        execute(
            "DROP TRIGGER pz_audit ON programs_task",
            "ALTER TABLE programs_auditevent DISABLE TRIGGER pz_append_only",
            "CREATE TRIGGER pz_audit AFTER INSERT ON programs_auditevent FOR EACH ROW EXECUTE FUNCTION pz_audit('id', '', '')",
        )
    differences = install.differences()
    assert len(differences) == 3
    assert any("programs_task is missing" in text for text in differences)
    assert any("programs_auditevent differs" in text for text in differences)
    assert any("is not ours" in text for text in differences)
    assert codes(checks.triggers_are_as_the_models_want(databases=["default"])) == ["programs.W003"]
    install.install()
    assert install.differences() == []
    assert checks.triggers_are_as_the_models_want(databases=["default"]) == []


def test_a_changed_trigger_function_is_named_and_mended() -> None:
    if connection.vendor == "sqlite":
        assert install.differences() == []
        return
    execute("CREATE OR REPLACE FUNCTION pz_audit() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$")
    assert install.differences() == ["function pz_audit differs"]
    install.install()
    ZoneFactory()
    assert AuditEvent.objects.filter(table_name="programs_zone").exists()


def test_migrate_brings_back_what_was_lost_and_is_not_stopped_by_it() -> None:
    for table, name in list(install.wanted())[:5]:
        execute(f'DROP TRIGGER "{name}"' if connection.vendor == "sqlite" else f'DROP TRIGGER {name} ON "{table}"')
    call_command("migrate", verbosity=0)
    assert install.differences() == []


def test_the_triggers_go_before_a_migration_of_sqlite_and_come_back() -> None:
    config = apps.get_app_config("programs")
    install.before_migrate(config, using="default", plan=[])
    assert install.differences() == []
    install.before_migrate(config, using="default", plan=["a migration"])
    assert bool(install.differences()) is (connection.vendor == "sqlite")
    install.after_migrate(config, using="default")
    assert install.differences() == []


def test_no_model_is_forgotten(monkeypatch) -> None:
    assert checks.every_model_is_audited_or_exempt() == []
    assert checks.exemptions_name_models_and_reasons() == []
    assert checks.every_model_says_who_sees_it() == []
    programs = apps.get_app_config("programs")
    monkeypatch.setattr(programs, "audit_exempt_apps", {**programs.audit_exempt_apps, "sessions": " "})
    assert codes(checks.every_model_is_audited_or_exempt()) == ["programs.E001"]
    monkeypatch.setattr(programs, "audit_exempt", {**programs.audit_exempt, "Zome": "a misspelt name", "Zone": ""})
    assert codes(checks.exemptions_name_models_and_reasons()) == ["programs.E002", "programs.E002"]
    monkeypatch.delattr(apps.get_model("programs", "Zone"), "scope_program")
    assert codes(checks.every_model_says_who_sees_it()) == ["programs.E004"]


def test_a_table_has_few_enough_columns_for_the_functions_of_sqlite() -> None:
    assert max(len(models_audited.audited_table(model).columns) for model in models_audited.audited_models()) <= 60
