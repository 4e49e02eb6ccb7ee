"""What `indicators` adds to the page of a programme: making the reporting duties."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.services.definitions import duties_generate
from programs.admin.programs import ProgramAdmin
from programs.admin.steps import Call, Step
from programs.models import Program


def _make(program: Program, call: Call) -> str:
    counts = duties_generate(program=program, by=call.by)
    return (
        _("New duties: %(created)d. Unchanged: %(unchanged)d. Cells for which no agency is known: %(without_agency)d.")
        % counts
    )


ProgramAdmin.steps.append(
    Step(
        name="duties",
        label=gettext_lazy("make reporting duties"),
        one=_make,
        reason="none",
        explains=gettext_lazy(
            "Gives every indicator in every pilot zone its agency, where none reports it yet. Existing duties are not touched."
        ),
    )
)
