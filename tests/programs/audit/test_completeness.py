"""Ten ways to write, every audited model: the trail sees each of them, with its author."""

import copy

import pytest
from django.db import connection
from django.db.models import Model

from programs.actors import Actor
from programs.audit.models_audited import append_only_models, audited_models
from programs.models import AuditEvent
from programs.services.acting import acting, through_door
from tests.programs.audit.rows import CASES, model_of

pytestmark = pytest.mark.django_db
AUTHOR = Actor(label="user:auditee")
CHANGEABLE = [label for label in CASES if label not in {model._meta.label for model in append_only_models()}]


def test_every_audited_model_has_a_case() -> None:
    assert sorted(CASES) == sorted(model._meta.label for model in audited_models())


class Ledger:
    """Counts the events of one row as it is written again and again."""

    def __init__(self, row: Model):
        self.table = row._meta.db_table
        self.seen = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def expect(self, operation: str, path: str) -> AuditEvent:
        """Exactly one new event of this table, of this kind, by the author and with the reason."""
        events = list(AuditEvent.objects.filter(pk__gt=self.seen, table_name=self.table))
        assert [event.operation for event in events] == [operation], path
        event = events[0]
        assert (event.actor, event.reason, event.door, event.request_id) == (
            "user:auditee",
            "to see",
            "command",
            "req-12345678",
        ), path
        self.seen = event.pk
        return event


@pytest.fixture
def author():
    """Everything in the test is written by one author, for one reason."""
    with through_door("command", "req-12345678"), acting(by=AUTHOR, reason="to see"):
        yield


@pytest.mark.parametrize("label", CHANGEABLE)
def test_each_way_of_writing_leaves_one_event(label: str, author: None) -> None:
    case, model = CASES[label], model_of(label)
    row = case.make()
    old, new, key = getattr(row, case.column), case.value(), row.pk
    ledger = Ledger(row)
    rows = model._base_manager.filter(pk=key)
    column = model._meta.get_field(case.column).column

    setattr(row, case.column, new)
    row.save()
    event = ledger.expect("update", "save update")
    assert event.before[column] != event.after[column]
    rows.update(**{case.column: old})
    ledger.expect("update", "queryset.update")
    setattr(row, case.column, new)
    model._base_manager.bulk_update([row], [case.column.removesuffix("_id")])
    ledger.expect("update", "bulk_update")
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE "{model._meta.pk.column}" = %s',
            [prepared(model, case.column, old), prepared(model, "pk", key)],
        )
    ledger.expect("update", "raw SQL")

    rows.delete()
    ledger.expect("delete", "queryset.delete")
    setattr(row, case.column, old)
    row._state.adding = True
    row.save(force_insert=True)
    ledger.expect("insert", "save create")
    gone = copy.copy(row)
    gone.delete()
    ledger.expect("delete", "delete")
    model._base_manager.bulk_create([row])
    ledger.expect("insert", "bulk_create")
    setattr(row, case.column, new)
    model._base_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[case.column.removesuffix("_id")]
    )
    ledger.expect("update", "upsert")
    rows._raw_delete(using="default")
    ledger.expect("delete", "_raw_delete")


def prepared(model: type[Model], name: str, value: object) -> object:
    """The value as raw SQL takes it."""
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)


@pytest.mark.parametrize("label", list(CASES))
def test_an_inserted_row_is_told_with_every_column(label: str, author: None) -> None:
    row = CASES[label].make()
    key = str(prepared(type(row), "pk", row.pk))
    event = AuditEvent.objects.get(table_name=row._meta.db_table, row_key=key, operation="insert")
    assert event.before is None
    assert set(event.after) == {field.column for field in row._meta.concrete_fields}
    assert event.actor == "user:auditee"


def test_the_trail_never_repeats_what_is_secret_or_large(author: None) -> None:
    user = CASES["programs.User"].make()
    user.password = "another"
    user.save()
    event = AuditEvent.objects.filter(table_name="programs_user").latest("pk")
    assert (event.before["password"], event.after["password"]) == ("(hidden)", "(hidden, changed)")
    CASES["indicators.Submission"].make()
    assert AuditEvent.objects.get(table_name="indicators_submission").after["body"] == "(hidden)"
    CASES["reports.Evaluation"].make()
    assert AuditEvent.objects.get(table_name="reports_evaluation").after["result"] == "(hidden)"


def test_a_sign_of_life_alone_is_no_event(author: None) -> None:
    user, job = CASES["programs.User"].make(), CASES["programs.Job"].make()
    count = AuditEvent.objects.count()
    type(user).objects.filter(pk=user.pk).update(last_login="2026-01-01T00:00:00Z")
    type(job).objects.filter(pk=job.pk).update(done=3, total=9, message="half way")
    assert AuditEvent.objects.count() == count


def test_an_unattributed_write_still_names_somebody() -> None:
    CASES["programs.Zone"].make()
    event = AuditEvent.objects.get(table_name="programs_zone")
    assert event.actor
    assert event.door


def test_a_replaced_row_leaves_its_deletion_too(author: None) -> None:
    zone = CASES["programs.Zone"].make()
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO programs_zone SELECT * FROM programs_zone WHERE id = %s", [zone.pk])
    events = AuditEvent.objects.filter(table_name="programs_zone").order_by("pk")
    assert [event.operation for event in events] == ["insert", "delete", "insert"]
