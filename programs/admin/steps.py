"""Steps: a change of state as a button, a page that asks for the reason, and one service.

A step of one record shows as a button on its page; a step with `many` is also a bulk action whose page asks for
the reason once. Both run the service and show its refusal in place, with everything typed kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programs.actors import Actor, Role
from programs.admin.forms import ReasonField, events_since, stale_message
from programs.admin.roles import RoleGate, actor_of_request
from programs.exceptions import DomainError, StaleVersion

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Call:
    """What a step hands to its service."""

    by: Actor
    reason: str
    data: dict[str, Any]
    version: int | None
    request: HttpRequest


def always(_row: Any) -> bool:
    """A step that every record allows."""
    return True


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its name in the address, its words, when it is offered, and the services behind it.

    `one(row, call)` and `many(queryset, call)` return a sentence for the user, or a response of their own.
    """

    name: str
    label: Any
    one: Callable[[Any, Call], Any] | None = None
    many: Callable[[QuerySet[Any], Call], Any] | None = None
    when: Callable[[Any], bool] = always
    reason: Literal["required", "optional", "none"] = "required"
    form: type[forms.Form] = forms.Form
    roles: tuple[Role, ...] | None = None
    explains: Any = ""
    danger: bool = False


class StepsMixin(RoleGate):
    """Buttons, pages and bulk actions for the `steps` of a screen."""

    steps: Sequence[Step] = ()
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """The pages of the steps, before Django's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [
            path("<path:object_id>/step/<slug:step_name>/", self.admin_site.admin_view(self.step_view), name=name),
            *super().get_urls(),
        ]  # type: ignore[misc]

    def get_steps(self) -> Sequence[Step]:
        """The steps of the screen."""
        return self.steps

    def describe(self, row: Any) -> str:
        """A record in the titles of its pages and in lists of records concerned."""
        return str(row)

    def may_step(self, request: HttpRequest, step: Step, row: Model | None = None) -> bool:
        """Whether the person may take the step, by role."""
        actor = actor_of_request(request)
        if step.roles is None:
            return self.may_write(request, row)
        return actor.has_role(*step.roles)

    def steps_for(self, request: HttpRequest, row: Model) -> list[dict[str, Any]]:
        """The buttons of a record's page."""
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_step"
        return [
            {"label": step.label, "url": reverse(address, args=[row.pk, step.name]), "danger": step.danger}
            for step in self.get_steps()
            if step.one is not None and step.name != "delete" and step.when(row) and self.may_step(request, step, row)
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """Django's page with the buttons."""
        row = options.get("obj")
        context["steps"] = self.steps_for(request, row) if row is not None else []
        if row is not None:
            context |= {"title": self.describe(row), "subtitle": None, "show_save_and_add_another": False}
        else:
            context["title"] = _("Add %(name)s") % {"name": self.opts.verbose_name}
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def step_form(self, step: Step, data: Any, files: Any = None, row: Model | None = None) -> forms.Form:
        """The form of a step: its own fields, then the reason."""
        form = step.form(data, files, **({"initial": self.step_initial(step, row)} if row is not None else {}))
        if step.reason != "none":
            form.fields["reason"] = ReasonField(required=step.reason == "required")
        return form

    def step_initial(self, step: Step, row: Model) -> dict[str, Any]:
        """What the form of a step starts with: fields of the record with the same name."""
        return {name: getattr(row, name, None) for name in step.form.base_fields}

    def step_detail(self, request: HttpRequest, step: Step, row: Any) -> str:
        """HTML about the record that whoever takes the step must see; nothing unless a screen says otherwise."""
        return ""

    def step_view(self, request: HttpRequest, object_id: str, step_name: str) -> HttpResponse:
        """Ask for what a step needs, then run it for one record."""
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]
        step = next((step for step in self.get_steps() if step.name == step_name and step.one is not None), None)
        if row is None or step is None:
            raise Http404
        if not self.may_step(request, step, row):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        if request.method != "POST" and not step.when(row):
            messages.warning(request, _("“%(step)s” is not possible in the present state.") % {"step": step.label})
            return redirect(back)
        version = self._posted_version(request)
        form = self.step_form(step, request.POST if request.method == "POST" else None, request.FILES or None, row)
        if request.method == "POST" and form.is_valid():
            stored = getattr(row, "version", None)
            if version is not None and stored is not None and version != stored:
                form.add_error(
                    None, forms.ValidationError(stale_message(events_since(row, version)), code=StaleVersion.code)
                )
                version = stored
            else:
                response = self._run(request, form, lambda: step.one(row, self._call(request, form, version)))  # type: ignore[misc]
                if response is not None:
                    return response if isinstance(response, HttpResponse) else redirect(back)
        version = getattr(row, "version", None) if version is None else version
        return self._page(
            request,
            step,
            form,
            {
                "rows": [self.describe(row)],
                "count": 1,
                "back": back,
                "version": version,
                "original": row,
                "detail": self.step_detail(request, step, row),
            },
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Bulk actions: the steps with `many` that the person may take, and nothing else."""
        if "_popup" in request.GET:
            return {}
        return {
            f"step_{step.name}": (_bulk(step), f"step_{step.name}", str(step.label))
            for step in self.get_steps()
            if step.many is not None and self.may_step(request, step)
        }

    def bulk_view(self, request: HttpRequest, queryset: QuerySet[Any], step: Step) -> HttpResponse | None:
        """Ask once for the reason, then run a step for all selected records."""
        self._refuse_foreign(request, queryset, step)
        applied = "apply" in request.POST
        form = self.step_form(step, request.POST if applied else None)
        if applied and form.is_valid():
            response = self._run(request, form, lambda: step.many(queryset, self._call(request, form, None)))  # type: ignore[misc]
            if response is not None:
                return response if isinstance(response, HttpResponse) else None
        rows = [self.describe(row) for row in queryset[:SHOWN]]
        hidden = [(ACTION_CHECKBOX_NAME, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        hidden += [
            ("action", f"step_{step.name}"),
            ("select_across", request.POST.get("select_across", "0")),
            ("apply", "1"),
        ]
        return self._page(
            request,
            step,
            form,
            {"rows": rows, "count": queryset.count(), "back": request.get_full_path(), "hidden": hidden},
        )

    def _refuse_foreign(self, request: HttpRequest, queryset: QuerySet[Any], step: Step) -> None:
        """Raise PermissionDenied when a selected record lies in a programme where the person only reads."""
        path, roles = getattr(self.model, "scope_program", None), step.roles or self.write_roles
        actor = actor_of_request(request)
        if path is None or actor.has_role_in(None, *roles):
            return
        programs = set(queryset.order_by().values_list(path, flat=True).distinct())
        if not all(actor.has_role_in(program, *roles) for program in programs):
            raise PermissionDenied

    def _run(self, request: HttpRequest, form: forms.Form, work: Callable[[], Any]) -> Any:
        try:
            answer = work()
        except DomainError as error:
            for problem in error.problems[:SHOWN]:
                field = problem.pointer.strip("/")
                form.add_error(field if field in form.fields else None, f"{problem.message} {problem.hint}".strip())
            return None
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, str(answer or _("Done.")))
        return True

    def _call(self, request: HttpRequest, form: forms.Form, version: int | None) -> Call:
        data = dict(form.cleaned_data)
        return Call(
            by=actor_of_request(request), reason=data.pop("reason", ""), data=data, version=version, request=request
        )

    def _page(self, request: HttpRequest, step: Step, form: forms.Form, extra: dict[str, Any]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(str(step.label)),
            "step": step,
            "form": form,
            "opts": self.opts,
            "media": self.media + form.media,  # type: ignore[attr-defined]
            "more": max(0, extra["count"] - SHOWN),
            **extra,
        }
        return TemplateResponse(request, "admin/step.html", context)

    @staticmethod
    def _posted_version(request: HttpRequest) -> int | None:
        given = request.POST.get("row_version", "")
        return int(given) if given.isdecimal() else None


def _bulk(step: Step) -> Callable[[StepsMixin, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    def action(screen: StepsMixin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return screen.bulk_view(request, queryset, step)

    return action
