"""Screen of programmes with their pilot zones."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from programs.admin.base import ServiceModelAdmin
from programs.admin.cells import chip, column, list_link
from programs.admin.forms import REASON, VERSION, ServiceForm
from programs.admin.lines import NamesField
from programs.admin.roles import actor_of_request
from programs.admin.steps import Call, Step
from programs.models import Measure, Program, Section, Zone
from programs.services.records import record_save
from programs.services.tasks import tasks_generate


class ProgramForm(ServiceForm):
    """A programme with its pilot zones."""

    pilot_zones = forms.ModelMultipleChoiceField(
        Zone.objects.all(),
        required=False,
        label=gettext_lazy("pilot zones"),
        widget=forms.CheckboxSelectMultiple,
    )

    issuing_bodies = NamesField(
        keys=("code", "name_en", "name_zh"),
        required=False,
        label=gettext_lazy("issuing bodies"),
        help_text=gettext_lazy("One line per body: code | English | Chinese"),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial.setdefault("pilot_zones", list(self.instance.zones.values_list("pk", flat=True)))


def _break_down(program: Program, call: Call) -> str:
    done = tasks_generate(program=program, by=call.by)
    made = ngettext("%(count)d draft task was made.", "%(count)d draft tasks were made.", len(done.created)) % {
        "count": len(done.created)
    }
    if not done.without_lead:
        return made
    open_ends = ", ".join(sorted({f"{measure}/{zone}" for measure, zone, _function in done.without_lead}))
    return f"{made} " + _("No agency leads: %(places)s.") % {"places": open_ends}


@admin.register(Program)
class ProgramAdmin(ServiceModelAdmin):
    """Reform pilots."""

    form = ProgramForm
    list_display = ("code", "named", "start", "end", "label", "sections", "measures")
    list_display_links = ("code", "named")
    search_fields = ("code", "name_en", "name_zh")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "code",
                    ("name_en", "name_zh"),
                    ("start", "end"),
                    ("summary_en", "summary_zh"),
                    ("source_en", "source_zh"),
                    "pilot_zones",
                )
            },
        ),
        (gettext_lazy("Issuing bodies"), {"fields": ("issuing_bodies",), "classes": ("collapse",)}),
    )
    reason_required = True
    steps: ClassVar[list[Step]] = [
        Step(
            name="tasks",
            label=gettext_lazy("break down into tasks"),
            one=_break_down,
            reason="none",
            explains=gettext_lazy(
                "Makes a draft task with milestones for every measure and zone concerned that has none yet. Existing tasks are not touched."
            ),
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        """Programmes with the numbers of their parts."""
        return (
            super()
            .get_queryset(request)
            .annotate(section_count=Count("sections", distinct=True), measure_count=Count("measures", distinct=True))
        )

    @column(gettext_lazy("name"), "name_zh")
    def named(self, program: Program) -> str:
        """The name in the active language."""
        return program.name

    @column(gettext_lazy("data"))
    def label(self, program: Program) -> str:
        """Whether the data are invented."""
        return chip("▲", _("demonstration"), "warn") if program.demonstration else chip("●", _("real"), "plain")

    @column(gettext_lazy("sections"), "section_count")
    def sections(self, program: Any) -> str:
        """The number of sections, linked to them."""
        return list_link(Section, f"program__id__exact={program.pk}", program.section_count)

    @column(gettext_lazy("measures"), "measure_count")
    def measures(self, program: Any) -> str:
        """The number of measures, linked to them."""
        return list_link(Measure, f"program__id__exact={program.pk}", program.measure_count)

    @column(gettext_lazy("pilot zones"))
    def pilot_zones(self, program: Program) -> str:
        """The pilot zones, for those who may read and not write; writers get the form's field of this name."""
        separator = pgettext("between the names of a list", ", ")
        return separator.join(zone.name for zone in program.zones.all()) or "—"

    def save_row(self, request: HttpRequest, row: Any, form: Any, *, change: bool) -> None:
        """Write the programme and its pilot zones."""
        cleaned = form.cleaned_data
        record_save(
            row=row,
            by=actor_of_request(request),
            reason=cleaned.get(REASON, ""),
            expected_version=cleaned.get(VERSION),
            related={"zones": cleaned["pilot_zones"]},
        )
