"""Saving one row with its version: the only way in which reference data and accounts are written.

Used by services for their own saves, and by admin forms of records that have no rules beyond their constraints.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, JSONField, Model, ProtectedError, RestrictedError, TextField
from django.utils.translation import gettext as _

from programs.actors import Actor
from programs.exceptions import Conflict, InvalidInput, Problem, StaleVersion
from programs.services.acting import acting
from programs.text import LONGEST_TEXT, clean_json, clean_text

Row = TypeVar("Row", bound=Model)


def problems_of(error: ValidationError) -> list[Problem]:
    """Every message of Django's validation as a Problem with its field as the place."""
    if hasattr(error, "error_dict"):
        return [
            Problem(
                code=str(item.code or "invalid"),
                message=" ".join(item.messages),
                pointer="" if field == "__all__" else f"/{field}",
            )
            for field, items in error.error_dict.items()
            for item in items
        ]
    return [Problem(code=str(item.code or "invalid"), message=" ".join(item.messages)) for item in error.error_list]


def clean_row(row: Model) -> list[Problem]:
    """Put every text of the row into its stored form (`programs.text`); returns what may not be stored."""
    problems: list[Problem] = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name == "password" or value in (None, ""):
            continue
        try:
            if isinstance(field, JSONField):
                setattr(row, field.attname, clean_json(value, pointer=f"/{field.name}"))
            elif isinstance(field, CharField | TextField) and isinstance(value, str):
                lines = isinstance(field, TextField)
                longest = field.max_length or LONGEST_TEXT
                setattr(
                    row, field.attname, clean_text(value, lines=lines, max_length=longest, pointer=f"/{field.name}")
                )
        except InvalidInput as error:
            problems += error.problems
    return problems


def check_row(row: Model) -> None:
    """Clean the row's texts and run the model's own validation; raises InvalidInput with every problem at once."""
    problems = clean_row(row)
    unclean = {problem.pointer.split("/")[1] for problem in problems}
    try:
        row.full_clean(exclude=unclean)
    except ValidationError as error:
        raise InvalidInput(problems=problems + problems_of(error)) from error
    if problems:
        raise InvalidInput(problems=problems)


def row_insert(row: Row) -> Row:
    """Check and insert a new row inside the caller's transaction.

    Raises Conflict (already_exists) when another transaction inserted the like after our check.
    """
    check_row(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _added_meanwhile() from error
    return row


def _added_meanwhile() -> Conflict:
    return Conflict(
        _("Somebody else has just added the same."), code="already_exists", hint=_("Look at the list again.")
    )


def _code_is_kept(code: str) -> InvalidInput:
    return InvalidInput(
        _("The code %(code)s cannot be changed: values, files and reports of the past are joined by it.")
        % {"code": code},
        code="code_is_kept",
        pointer="/code",
        hint=_("Change the names, or, where nothing refers to the record, delete it and add it anew."),
    )


def row_update(row: Row, *, expected_version: int | None = None) -> Row:
    """Check and write a changed row if its stored version is the expected one (its own when None given).

    Raises StaleVersion when somebody was faster, InvalidInput for broken rules or a changed code, Conflict when a like
    row has just been added. Adds one to `version`.
    """
    check_row(row)
    versioned: Any = row
    expected = versioned.version if expected_version is None else expected_version
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname != "version"
    }
    for field in row._meta.concrete_fields:
        if getattr(field, "auto_now", False):
            values[field.attname] = field.pre_save(row, add=False)
    stored = type(row)._base_manager.filter(pk=row.pk, version=expected)
    # A changed code finds no row: asked in the same statement, so that keeping codes costs no query.
    kept = stored.filter(code=values["code"]) if "code" in values else stored
    try:
        with transaction.atomic():
            changed = kept.update(**values, version=F("version") + 1)
    except IntegrityError as error:
        raise _added_meanwhile() from error
    if changed != 1:
        if stored.exists():
            raise _code_is_kept(stored.values_list("code", flat=True).get())
        raise StaleVersion(
            _("Somebody else changed this record in between."),
            hint=_("Load it again, look at what changed, and enter your change once more."),
        )
    versioned.version = expected + 1
    return row


def record_save(
    *,
    row: Any,
    by: Actor,
    reason: str = "",
    expected_version: int | None = None,
    related: Mapping[str, Sequence[Any]] | None = None,
) -> Any:
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
    """Delete a record that nothing refers to; raises Conflict (in_use) otherwise."""
    try:
        with acting(by=by, reason=reason):
            row.delete()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise Conflict(
            _("Other records refer to this one."), code="in_use", hint=_("Remove those first, or keep this one.")
        ) from error
