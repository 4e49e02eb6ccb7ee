"""From a request to a delivery: which reader, which programme, for which agency."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType, ValidationError
from rest_framework.request import Request

from indicators.api.bodies import FORMATS
from indicators.intake.csv_rows import read_csv
from indicators.intake.delivery import Delivery
from indicators.intake.json_rows import read_json
from indicators.intake.xlsx_rows import read_xlsx
from indicators.models import Dimension
from programs.actors import Actor, Role
from programs.api.views import CODE
from programs.exceptions import InvalidInput, NotFound
from programs.models import Agency, Program
from programs.scoping import visible_to

TRUE, FALSE = ("true", "1"), ("false", "0", "")
AGENCY_ROLES = (Role.REPORTER, Role.APPROVER)


@dataclass(slots=True)
class Received:
    """A delivery with its programme and agency."""

    delivery: Delivery
    program: Program
    agency: Agency
    format: str


def received(request: Request, body: bytes, actor: Actor) -> Received:
    """Read the body and find out where it belongs. Raises Unreadable (400), TooLarge (413), NotFound (404), InvalidInput."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind not in FORMATS:
        raise UnsupportedMediaType(kind)
    form = FORMATS[kind]
    delivery = _read(form, body)
    program = _program(delivery.program or request.query_params.get("program", ""), actor)
    return Received(
        delivery, program, _agency(delivery.agency or request.query_params.get("agency", ""), actor, program), form
    )


def _read(form: str, body: bytes) -> Delivery:
    limit = settings.SUBMISSION_MAX_ROWS
    if form == "json":
        return read_json(body, max_rows=limit)
    dimensions = set(Dimension.objects.values_list("code", flat=True))
    if form == "csv":
        return read_csv(body, dimensions=dimensions, max_rows=limit)
    return read_xlsx(body, dimensions=dimensions, max_rows=limit, max_bytes=settings.UPLOAD_MAX_BYTES)


def _program(code: str, actor: Actor) -> Program:
    """The programme of that code, or the only one that the actor sees where none is named."""
    visible = visible_to(actor, Program.objects.all())
    if code:
        found = visible.filter(code=code).first() if CODE.match(code) else None
        if found is None:
            raise NotFound(_("There is no such programme."), code="program_not_found", pointer="/program")
        return found
    programs = list(visible[:2])
    if len(programs) != 1:
        raise InvalidInput(
            _("Name the programme."),
            code="program_missing",
            pointer="/program",
            hint=_("As “program” in a JSON body, or as ?program= for files."),
        )
    return programs[0]


def _agency(code: str, actor: Actor, program: Program) -> Agency:
    """The agency that the actor reports for; coordinators name one."""
    own = {
        grant.agency_id
        for grant in actor.grants
        if grant.role in AGENCY_ROLES and grant.program_id in (None, program.pk)
    }
    agencies = (
        Agency.objects.all() if actor.has_role_in(program.pk, Role.COORDINATOR) else Agency.objects.filter(pk__in=own)
    )
    if code:
        found = agencies.filter(code=code).first() if CODE.match(code) else None
        if found is None:
            raise NotFound(
                _("There is no such agency, or you do not report for it."), code="agency_not_found", pointer="/agency"
            )
        return found
    if len(own) != 1:
        raise InvalidInput(
            _("Name the agency."),
            code="agency_missing",
            pointer="/agency",
            hint=_("As “agency” in a JSON body, or as ?agency= for files."),
        )
    return Agency.objects.get(pk=own.pop())


def flag(request: Request, name: str) -> bool:
    """A query parameter that is true or false. Raises ValidationError (400) for anything else."""
    given = request.query_params.get(name, "").lower()
    if given not in TRUE + FALSE:
        raise ValidationError({name: [_("Write true or false.")]})
    return given in TRUE
