"""The form of every admin screen: knows the row version it was opened with, asks for a reason, and shows service errors.

When somebody else saved in between, the form says who changed what, keeps the typed text, shows the newer value in
fields that were not touched, and saves on top at the next press of the button.
"""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import BooleanField, DateTimeField, ForeignKey, JSONField, Model
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.admin.differences import changes_of
from programs.exceptions import DomainError, StaleVersion
from programs.models import AuditEvent
from programs.templatetags.display import moment

VERSION = "row_version"
REASON = "reason_for_change"


class ReasonField(forms.CharField):
    """Why something is done; kept in the audit trail."""

    def __init__(self, *, required: bool = True, **options: Any):
        options.setdefault("label", gettext_lazy("Reason"))
        options.setdefault("help_text", gettext_lazy("Kept in the audit trail with your name."))
        super().__init__(required=required, max_length=1000, widget=AdminTextareaWidget(attrs={"rows": 2}), **options)


def events_since(row: Model, version: int) -> list[AuditEvent]:
    """The audit events of a row after one of its versions, oldest first."""
    newest = AuditEvent.objects.filter(table_name=row._meta.db_table, row_key__in=row_keys(row)).order_by("-id")[:50]
    return [event for event in reversed(newest) if ((event.after or {}).get("version") or 0) > version]


def row_keys(row: Model) -> list[str]:
    """How the audit trail may write the key of a row: the engines write UUIDs with and without hyphens."""
    return [str(row.pk), str(row.pk).replace("-", "")]


def stale_message(events: list[AuditEvent]) -> str:
    """Who changed what in between, and what to do now."""
    lines = [
        (
            change.actor,
            moment(change.at),
            "; ".join(f"{item.label}: {item.before} → {item.after}" for item in change.differences) or change.operation,
        )
        for change in changes_of(events)
    ]
    return format_html(
        '{}<ul class="stale">{}</ul>{}',
        _("Somebody else changed this record while you were working on it:"),
        format_html_join("", "<li><strong>{}</strong> · {} · {}</li>", lines),
        _(
            "Nothing of yours is lost: what you typed is below, and fields that you left alone show the newer value. Check them and save again."
        ),
    )


class ServiceForm(forms.ModelForm):
    """A model form whose saving is left to a service."""

    service_error: DomainError | None = None

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.label = capfirst(field.label) if field.label else field.label
        if VERSION in self.fields:
            self.initial.setdefault(VERSION, getattr(self.instance, "version", None))

    def clean(self) -> dict[str, Any]:
        """Refuse a stale version, and show what the service refused in the first pass."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given, stored = cleaned.get(VERSION), getattr(self.instance, "version", None)
        stale = given is not None and not self.instance._state.adding and given != stored
        if stale:
            events = events_since(self.instance, given)
            self.add_error(None, forms.ValidationError(stale_message(events), code=StaleVersion.code))
            self._take_over(events, stored)
        if self.service_error is not None and not (stale and isinstance(self.service_error, StaleVersion)):
            self._show(self.service_error)
        return cleaned

    def _show(self, error: DomainError) -> None:
        for problem in error.problems:
            name = problem.pointer.strip("/")
            text = f"{problem.message} {problem.hint}".strip()
            self.add_error(name if name in self.fields else None, forms.ValidationError(text, code=problem.code))

    def _take_over(self, events: list[AuditEvent], stored: int | None) -> None:
        """Show the newer value in fields that the user left as they were, and save on top next time."""
        base = events[0].before or {} if events else {}
        data = self.data.copy()
        data[self.add_prefix(VERSION)] = str(stored)
        for name, form_field in self.fields.items():
            field = next((f for f in self._meta.model._meta.concrete_fields if f.name == name), None)
            if (
                field is None
                or str(field.column) not in base
                or isinstance(form_field.widget, forms.MultiWidget)
                or isinstance(field, JSONField | DateTimeField)
            ):
                continue
            typed = self.cleaned_data.get(name)
            if isinstance(field, ForeignKey):
                typed = getattr(typed, "pk", None)
            if name in self.cleaned_data and typed == field.to_python(base[str(field.column)]):
                _put(
                    data,
                    self.add_prefix(name),
                    getattr(self.instance, field.attname),
                    checkbox=isinstance(field, BooleanField),
                )
        self.data = data


def _put(data: Any, key: str, value: Any, *, checkbox: bool) -> None:
    if checkbox:
        data.pop(key, None)
        if value:
            data[key] = "on"
    else:
        data[key] = "" if value is None else str(value)


class ChangeForm(ServiceForm):
    """The form of an existing record: with its version, and a reason where the screen asks for one."""

    row_version = forms.IntegerField(label=gettext_lazy("row version"), required=False, widget=forms.HiddenInput)
    reason_for_change = ReasonField(required=False)
