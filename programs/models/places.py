"""Zones and agencies: where the pilot runs and who acts there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.base import Named, Versioned, in_language, named_constraint, plain_code

FUNCTIONS = [
    ("central_bank", _("central bank branch")),
    ("local_financial", _("local financial regulator")),
    ("science", _("science and technology")),
    ("finance", _("finance")),
    ("development_reform", _("development and reform")),
    ("industry", _("industry and information technology")),
    ("securities", _("securities regulator")),
    ("banking_insurance", _("banking and insurance regulator")),
    ("intellectual_property", _("intellectual property")),
    ("commerce", _("commerce")),
    ("data", _("data")),
    ("education", _("education")),
    ("human_resources", _("human resources")),
    ("forex", _("foreign exchange")),
    ("coordination", _("coordination office")),
]


def known_functions(value: Any) -> None:
    """Validator of a list of functions: ValidationError for one that is not known."""
    known = dict(FUNCTIONS)
    wrong = [str(each) for each in value if not isinstance(each, str) or each not in known]
    if wrong:
        raise ValidationError(
            _("Not a known function: %(codes)s."), code="unknown_function", params={"codes": ", ".join(wrong)}
        )


class Zone(Named, Versioned):
    """A province, city or park; the code is GB/T 2260. Listed in the plan's own order."""

    code = models.CharField(_("code"), max_length=12, unique=True, validators=[plain_code])
    level = models.CharField(
        _("level"), max_length=10, choices=[("province", _("province")), ("city", _("city")), ("park", _("park"))]
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    scope_program = None

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["sort_order", "code"]
        constraints = [named_constraint("zone")]


class Agency(Named, Versioned):
    """A public body. Its function decides which measures and indicators fall to it."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[plain_code])
    short_en = models.CharField(_("short name (English)"), max_length=100, blank=True, default="")
    short_zh = models.CharField(_("short name (Chinese)"), max_length=100, blank=True, default="")
    function = models.CharField(_("function"), max_length=30, choices=FUNCTIONS)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("zone"))
    search_initials = models.CharField(_("pinyin initials"), max_length=100, blank=True, default="", editable=False)

    scope_program = None

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["zone__sort_order", "code"]
        constraints = [named_constraint("agency")]

    @property
    def short(self) -> str:
        """The short name in the active language, or the full one where there is none."""
        return in_language(self.short_en, self.short_zh) or self.name
