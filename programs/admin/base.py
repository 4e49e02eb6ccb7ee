"""The bases of every admin screen. A test asserts that each registered screen derives from one of them.

`ServiceModelAdmin`: changes go through services, with the row version and a reason. `AccountAdmin`: the same for
accounts, keys and settings, which administrators keep. `ViewOnlyAdmin`: records that nobody changes by hand.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from programs.actors import Role
from programs.admin.fields import BoundedDecoder, PlainDateField, plain
from programs.admin.forms import REASON, VERSION, ChangeForm, ServiceForm
from programs.admin.history import HistoryMixin
from programs.admin.roles import RoleGate, actor_of_request
from programs.admin.steps import Call, Step, StepsMixin
from programs.exceptions import DomainError
from programs.scoping import declares_scope
from programs.services.records import record_delete, record_save


class ScopedFieldsMixin(RoleGate):
    """Lists and fields offer only rows that the person may see; dates are read as offices type them."""

    formfield_overrides = {
        models.DateField: {"form_class": PlainDateField},
        models.JSONField: {"widget": AdminTextareaWidget(attrs={"rows": 3}), "decoder": BoundedDecoder},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the person may see."""
        return self.rows(request, super().get_queryset(request))  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """The field; related records are looked at from here, but added and changed on their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return field

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """The rows that a field offers."""
        queryset = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        return self.rows(request, queryset)


class ServiceModelAdmin(HistoryMixin, StepsMixin, ScopedFieldsMixin, admin.ModelAdmin):  # type: ignore[type-arg]
    """A screen whose every write is a service call by the signed-in actor."""

    form = ServiceForm
    reason_required = False
    list_per_page = 50
    list_max_show_all = 500
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    actions: Sequence[Any] = ()

    # --- the form ---

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **options: Any
    ) -> type[forms.ModelForm]:  # type: ignore[type-arg]
        """The screen's form; for an existing record with its version and a reason, and with a refusal to show."""
        base = options.pop("form", self.form)
        parts: tuple[type, ...] = (base,)
        if change and self.has_change_permission(request, obj) and not issubclass(base, ChangeForm):
            parts = (base, ChangeForm) if base is not ServiceForm else (ChangeForm,)
        error = getattr(request, "service_error", None)
        options["form"] = type(base.__name__, parts, {"service_error": error, "__module__": base.__module__})
        form = super().get_form(request, obj, change=change, **options)
        if change and REASON in form.base_fields:
            form.base_fields[REASON].required = self.reason_required
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The screen's fieldsets, and the reason at the end of what can be changed."""
        fieldsets = [
            (name, {**options, "fields": [field for field in options["fields"] if field not in (REASON, VERSION)]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((_("Reason for the change"), {"fields": (REASON, VERSION), "classes": ("reason",)}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The screen's own, and the code of what is stored: values, files and reports are joined by it."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "code") if obj is not None and "code" in self._column_names() else fields

    def _column_names(self) -> set[str]:
        return {field.name for field in self.opts.concrete_fields}

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Django's view; a refusal of the service comes back as an error of the form, with all typed text."""
        try:
            return super().changeform_view(request, *args, **options)
        except DomainError as error:
            request.service_error = error  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **options)

    # --- saving ---

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write the record; screens with rules of their own call their service here."""
        cleaned = form.cleaned_data
        related = {field.name: cleaned[field.name] for field in self.opts.many_to_many if field.name in cleaned}
        record_save(
            row=row,
            by=actor_of_request(request),
            reason=cleaned.get(REASON, ""),
            expected_version=cleaned.get(VERSION),
            related=related,
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through `save_row`, where the person may write in the record's programme."""
        if not self.may_write(request, obj):
            raise PermissionDenied
        self.save_row(request, obj, form, change=change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Inlines, each row through a service; many-to-many fields are written by `save_row`."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write, then delete, the changed rows of one inline with the reason of the page."""
        by, reason = actor_of_request(request), form.cleaned_data.get(REASON, "")
        versions = {
            id(inline_form.instance): inline_form.cleaned_data.get(VERSION)
            for inline_form in formset.forms
            if hasattr(inline_form, "cleaned_data")
        }
        for row in formset.save(commit=False):
            self.save_inline_row(row, by=by, reason=reason, expected_version=versions.get(id(row)))
        for row in formset.deleted_objects:
            self.delete_inline_row(row, by=by, reason=reason)

    def save_inline_row(self, row: Any, *, by: Any, reason: str, expected_version: int | None) -> None:
        """Write one row of an inline; screens with rules of their own call their service here."""
        record_save(row=row, by=by, reason=reason, expected_version=expected_version)

    def delete_inline_row(self, row: Any, *, by: Any, reason: str) -> None:
        """Delete one row of an inline; screens with rules of their own call their service here."""
        record_delete(row=row, by=by, reason=reason)

    # --- deleting ---

    def get_steps(self) -> Sequence[Step]:
        """The screen's steps, and deleting with a reason where the screen deletes."""
        delete = Step(
            name="delete",
            label=_("Delete"),
            one=self._delete,
            explains=_("Deleting is refused while other records refer to this one."),
            danger=True,
        )
        return [*self.steps, delete] if self.deletes else self.steps

    def _delete(self, row: Any, call: Call) -> HttpResponse:
        text = str(row)
        record_delete(row=row, by=call.by, reason=call.reason)
        messages.success(call.request, gettext("“%(record)s” was deleted.") % {"record": text})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Deleting is a step with a reason; refused while anything refers to the record."""
        if not self.deletes:
            raise PermissionDenied
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_step", object_id, "delete")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Refused: deleting goes through the step with its reason."""
        raise PermissionDenied

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Refused: there is no bulk deletion."""
        raise PermissionDenied

    # --- the list ---

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by half-width text whatever the width of what was typed."""
        return super().get_search_results(request, queryset, plain(search_term))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's list under a title that works in both languages; a bulk action that is not offered is refused."""
        if request.method == "POST" and request.POST.get("action", "") not in ("", *self.get_actions(request)):
            messages.error(request, gettext("Nothing was changed: your role may not take this step here."))
            return redirect(request.get_full_path())
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class AccountAdmin(ServiceModelAdmin):
    """A screen for accounts, keys and settings: administrators write, auditors read, nobody else enters."""

    read_roles = (Role.ADMINISTRATOR, Role.AUDITOR)
    write_roles = (Role.ADMINISTRATOR,)

    def rows(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All rows for an administrator, who needs agencies and programmes to choose from.

        A package's table belongs to no programme and says nothing of scope: whoever reads the screen reads all of it.
        """
        actor = actor_of_request(request)
        of_package = not declares_scope(queryset.model)
        if actor.has_role_in(None, Role.ADMINISTRATOR) or (of_package and actor.has_role(*self.read_roles)):
            return queryset
        return super().rows(request, queryset)


class ViewOnlyAdmin(ServiceModelAdmin):
    """A screen for records that come from services, triggers or agencies and are never edited by hand."""

    adds = False
    changes = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Refused: these records are never edited."""
        raise PermissionDenied


class InlineForm(ServiceForm):
    """One row of an inline, with its version. A table head is no label, so each control carries its own name."""

    row_version = forms.IntegerField(label=_("row version"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for field in self.fields.values():
            control = getattr(field.widget, "widget", field.widget)  # a related field's select sits inside a wrapper
            control.attrs.setdefault("aria-label", str(field.label))


class InlineFormSet(forms.models.BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of an inline; the box that deletes one carries its name, and rows that are alike are refused in words."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's fields, named."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = gettext("Delete this row")

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """What two rows may not share, by the names that people see."""
        names = [str(self.model._meta.get_field(name).verbose_name) for name in unique_check if name != self.fk.name]
        separator = pgettext("between the names of a list", ", ")
        return gettext("Two rows have the same value here: %(names)s.") % {"names": separator.join(names)}


class ServiceInline(ScopedFieldsMixin, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of a record's page, saved through services by the page's screen."""

    form = InlineForm
    formset = InlineFormSet
    extra = 0

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """The declared fields, and the version of rows that can be changed."""
        fields = [field for field in super().get_fields(request, obj) if field != VERSION]
        return [*fields, VERSION] if self.has_change_permission(request, obj) else fields


class ViewOnlyInline(ScopedFieldsMixin, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of a record's page that nobody edits there."""

    adds = False
    changes = False
    extra = 0
    max_num = 0
    can_delete = False
