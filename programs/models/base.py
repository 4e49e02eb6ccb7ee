"""Abstract parts of models: names in two languages, row versions, and constraints that recur."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# What the addresses of the API, the workbook and the catalogue take as a code.
plain_code = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    _("A code has Latin letters, digits, points, hyphens and underscores, and begins with a letter or digit."),
    code="bad_code",
)


class Versioned(models.Model):
    """A row whose every change adds one to `version`, so that two editors cannot overwrite each other unseen."""

    version = models.PositiveIntegerField(_("row version"), default=1, editable=False)

    class Meta:
        abstract = True


class Named(models.Model):
    """A name in English and Chinese. At least one is filled; the other language is shown where one is empty."""

    name_en = models.CharField(_("name (English)"), max_length=300, blank=True, default="")
    name_zh = models.CharField(_("name (Chinese)"), max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, or in the other one where it is empty."""
        return in_language(self.name_en, self.name_zh)


def in_language(english: str, chinese: str) -> str:
    """The text of the active language; the other one, tagged, where it is empty."""
    is_chinese = (get_language() or "en").startswith("zh")
    wanted, other, tag = (chinese, english, "[en]") if is_chinese else (english, chinese, "[中文]")
    return wanted or (f"{other} {tag}" if other else "")


def named_constraint(label: str) -> models.CheckConstraint:
    """A row needs a name in at least one language."""
    return models.CheckConstraint(
        condition=~Q(name_en="") | ~Q(name_zh=""),
        name=f"{label}_named",
        violation_error_message=_("Give a name in English or Chinese."),
        violation_error_code="name_missing",
    )


def pair_constraint(label: str, moment: str, person: str) -> models.CheckConstraint:
    """`moment` (a time) and `person` (who) are filled together or not at all."""
    both: Any = Q(**{f"{moment}__isnull": True, person: ""}) | (Q(**{f"{moment}__isnull": False}) & ~Q(**{person: ""}))
    return models.CheckConstraint(
        condition=both,
        name=f"{label}_{moment}_pair",
        violation_error_message=_("A moment and the person who acted are recorded together."),
        violation_error_code="pair_incomplete",
    )
