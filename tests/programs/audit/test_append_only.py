"""The trail, and every table that is declared so, takes rows and gives none back."""

import sqlite3

import pytest
from django.db import DatabaseError, connection, transaction

from programs.audit.models_audited import append_only_models
from programs.models import AuditBlock, AuditEvent, AuditSeal
from programs.services.audit_chain import audit_seal
from tests.factories.programs import ZoneFactory
from tests.programs.audit.rows import CASES

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> None:
    """One event, sealed."""
    ZoneFactory()
    audit_seal()


def refused(statement: str) -> None:
    """The statement is refused by our trigger, by its name."""
    connection.check_constraints()  # deferred keys of the test's own rows would forbid TRUNCATE before the trigger does
    with (
        pytest.raises(DatabaseError, match=r"pz_append_only|pz_audit_no_truncate"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("model", [AuditEvent, AuditBlock, AuditSeal], ids=lambda model: model.__name__)
def test_the_trail_refuses_change_and_deletion_from_code_and_sql(model: type, sealed: None) -> None:
    row, table, key = model.objects.first(), model._meta.db_table, model._meta.pk.column
    column = {"AuditEvent": "actor", "AuditBlock": "digest", "AuditSeal": "digest"}[model.__name__]
    for write in (
        lambda: model.objects.update(**{column: "x"}),
        lambda: model.objects.all()._raw_delete("default"),
        row.delete,
        row.save,
    ):
        with pytest.raises(DatabaseError, match="pz_append_only"), transaction.atomic():
            write()
    refused(f"UPDATE {table} SET {column} = 'x'")
    refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table} CASCADE")
    else:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")


@pytest.mark.parametrize("label", ["reports.Evaluation", "reports.ReportFile"])
def test_frozen_results_are_append_only(label: str) -> None:
    row = CASES[label].make()
    assert type(row) in append_only_models()
    with pytest.raises(DatabaseError, match="pz_append_only"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="pz_append_only"), transaction.atomic():
        type(row).objects.all()._raw_delete("default")


def test_an_audited_table_cannot_be_emptied_unseen() -> None:
    if connection.vendor == "postgresql":
        refused("TRUNCATE programs_zone CASCADE")
        return
    zones = ZoneFactory.create_batch(2)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_zone")
    assert AuditEvent.objects.filter(table_name="programs_zone", operation="delete").count() == len(
        {zone.pk for zone in zones}
    )


@pytest.mark.django_db(transaction=True)
def test_a_foreign_program_cannot_write_audited_tables_of_sqlite(settings) -> None:
    zone = ZoneFactory()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE programs_zone SET name_en = 'x'")
        assert AuditEvent.objects.latest("pk").actor.startswith("db:")
        return
    foreign = sqlite3.connect(connection.settings_dict["NAME"])
    with pytest.raises(sqlite3.OperationalError, match="no such function: pz_"):
        foreign.execute("UPDATE programs_zone SET name_en = 'x'")
    foreign.close()
    zone.refresh_from_db()
    assert zone.name_en != "x"
