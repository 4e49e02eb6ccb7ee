"""The programme and its plan: numbered sections and measures, each measure one clause of the source document."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.base import Named, Versioned, in_language, named_constraint, plain_code
from programs.models.places import FUNCTIONS, Zone, known_functions
from programs.querysets import MeasureQuerySet

COMMITMENTS = [("shall", _("shall")), ("support", _("support")), ("explore", _("explore"))]
ELEMENTS = [
    ("plan", _("major plan")),
    ("project", _("major project")),
    ("initiative", _("major initiative")),
    ("event", _("major event")),
]


class Program(Named, Versioned):
    """A reform pilot. A demonstration programme is labelled wherever it shows and never holds real data."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    summary_en = models.TextField(_("summary (English)"), blank=True, default="")
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True, default="")
    source_en = models.TextField(_("source (English)"), blank=True, default="")
    source_zh = models.TextField(_("source (Chinese)"), blank=True, default="")
    issuing_bodies = models.JSONField(
        _("issuing bodies"), default=list, blank=True, help_text=_("A list of {code, name_en, name_zh}.")
    )
    zones = models.ManyToManyField(Zone, through="ProgramZone", related_name="programs", verbose_name=_("pilot zones"))
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    scope_program = "pk"

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]
        constraints = [
            named_constraint("program"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="program_dates",
                violation_error_message=_("The end comes after the start."),
                violation_error_code="end_before_start",
            ),
        ]

    @property
    def summary(self) -> str:
        """The summary in the active language."""
        return in_language(self.summary_en, self.summary_zh)


class ProgramZone(models.Model):
    """A zone that takes part in a programme."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="program_zones")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="program_zones")

    scope_program = "program_id"

    class Meta:
        verbose_name = _("pilot zone")
        verbose_name_plural = _("pilot zones")
        constraints = [models.UniqueConstraint(fields=["program", "zone"], name="program_zone_once")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.zone_id}"


class Section(Named, Versioned):
    """A numbered part of the plan."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="sections", verbose_name=_("programme"))
    code = models.CharField(_("code"), max_length=20, validators=[plain_code])
    number = models.PositiveSmallIntegerField(_("number"))

    scope_program = "program_id"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["program_id", "number"]
        constraints = [
            named_constraint("section"),
            models.UniqueConstraint(
                fields=["program", "code"],
                name="section_code_once",
                violation_error_message=_("Another section of the programme has this code."),
                violation_error_code="code_taken",
            ),
            models.UniqueConstraint(
                fields=["program", "number"],
                name="section_number_once",
                violation_error_message=_("Another section of the programme has this number."),
                violation_error_code="number_taken",
            ),
        ]


class Measure(Named, Versioned):
    """One clause of the plan: its place in the document, how binding it is, and whom and where it names."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="measures", verbose_name=_("programme"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="measures", verbose_name=_("section"))
    code = models.CharField(_("code"), max_length=20, validators=[plain_code])
    number = models.PositiveSmallIntegerField(_("number"))
    position = models.PositiveSmallIntegerField(_("position in section"))
    text_en = models.TextField(_("text (English)"), blank=True, default="")
    text_zh = models.TextField(_("text (Chinese)"), blank=True, default="")
    commitment = models.CharField(_("commitment"), max_length=10, choices=COMMITMENTS)
    element = models.CharField(_("element"), max_length=12, choices=ELEMENTS)
    zones = models.ManyToManyField(Zone, blank=True, related_name="measures", verbose_name=_("zones named"))
    institutions = models.JSONField(
        _("institutions named"), default=list, blank=True, help_text=_("A list of {name_en, name_zh}.")
    )
    lead_function = models.CharField(_("leading function"), max_length=30, choices=FUNCTIONS)
    cooperating_functions = models.JSONField(
        _("cooperating functions"),
        default=list,
        blank=True,
        validators=[known_functions],
        help_text=_("A list of function codes."),
    )

    objects = MeasureQuerySet.as_manager()

    scope_program = "program_id"

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["program_id", "number"]
        constraints = [
            named_constraint("measure"),
            models.UniqueConstraint(
                fields=["program", "code"],
                name="measure_code_once",
                violation_error_message=_("Another measure of the programme has this code."),
                violation_error_code="code_taken",
            ),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="measure_position_once",
                violation_error_message=_("Another measure of the section has this position."),
                violation_error_code="position_taken",
            ),
        ]

    @property
    def clause(self) -> str:
        """Where the clause stands in the document, as section.position."""
        return f"{self.section.number}.{self.position}"

    @property
    def text(self) -> str:
        """The text in the active language."""
        return in_language(self.text_en, self.text_zh)
