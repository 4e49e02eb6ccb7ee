"""Saving one row with its version: the only way in which reference data and accounts are written.

Used by services for their own saves, and by admin forms of records that have no rules beyond their constraints.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import InvalidInput, Problem, StaleVersion
from programs.services.acting import acting


def problems_of(error: ValidationError) -> list[Problem]:
    """Every message of Django's validation as a Problem with its field as the place."""
    if hasattr(error, "error_dict"):
        return [
            Problem(code=str(item.code or "invalid"), message=" ".join(item.messages), pointer="" if field == "__all__" else f"/{field}")
            for field, items in error.error_dict.items()
            for item in items
        ]
    return [Problem(code=str(item.code or "invalid"), message=" ".join(item.messages)) for item in error.error_list]


def check_row(row: Model) -> None:
    """Run the model's own validation; raises InvalidInput with every problem at once."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidInput(problems=problems_of(error)) from error


def row_insert(row: Model) -> Model:
    """Check and insert a new row inside the caller's transaction."""
    check_row(row)
    row.save(force_insert=True)
    return row


def row_update(row: Any, *, expected_version: int | None = None) -> Any:
    """Check and write a changed row if its stored version is the expected one (its own when None given).

    Raises StaleVersion when somebody was faster, InvalidInput for broken rules. Adds one to `version`.
    """
    check_row(row)
    expected = row.version if expected_version is None else expected_version
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key and field.attname != "version"}
    for field in row._meta.concrete_fields:
        if getattr(field, "auto_now", False):
            values[field.attname] = field.pre_save(row, add=False)
    changed = type(row)._base_manager.filter(pk=row.pk, version=expected).update(**values, version=F("version") + 1)
    if changed != 1:
        raise StaleVersion(_("Somebody else changed this record in between."), hint=_("Load it again, look at what changed, and enter your change once more."))
    row.version = expected + 1
    return row


def record_save(*, row: Any, by: Actor, reason: str = "", expected_version: int | None = None, related: Mapping[str, Sequence[Any]] | None = None) -> Any:
    """Insert or update one record of reference data, with its many-to-many rows in `related`. Not for states.

    May run twice: a second insert of the same code is refused as InvalidInput.
    """
    with acting(by=by, reason=reason):
        if row._state.adding:
            row_insert(row)
        else:
            row_update(row, expected_version=expected_version)
        for field, rows in (related or {}).items():
            getattr(row, field).set(rows)
    return row


def record_delete(*, row: Model, by: Actor, reason: str) -> None:
    """Delete a record that nothing refers to; raises django.db.models.ProtectedError otherwise."""
    with acting(by=by, reason=reason):
        row.delete()
