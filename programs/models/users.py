"""People who sign in, their roles, and the keys of agencies."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.actors import Role
from programs.models.base import Versioned

ROLE_LABELS = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.COORDINATOR: _("coordinator"),
    Role.REPORTER: _("agency reporter"),
    Role.APPROVER: _("agency approver"),
    Role.LEADER: _("leader"),
    Role.EXPERT: _("expert"),
    Role.AUDITOR: _("auditor"),
}
ROLE_CHOICES = [(str(role), label) for role, label in ROLE_LABELS.items()]


class User(AbstractUser, Versioned):
    """An account. What it may do comes from its memberships, never from the account itself."""

    language = models.CharField(
        _("language"), max_length=10, blank=True, default="", choices=[("en", "English"), ("zh-hans", "简体中文")]
    )

    scope_roles = (Role.ADMINISTRATOR, Role.AUDITOR)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")


class Membership(Versioned):
    """A role of a person, in an agency where the role needs one, and in one programme or in all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    agency = models.ForeignKey(
        "programs.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("agency"),
    )
    program = models.ForeignKey(
        "programs.Program",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("programme"),
    )

    scope_roles = (Role.ADMINISTRATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[Role.REPORTER, Role.APPROVER], agency__isnull=False)
                | (~Q(role__in=[Role.REPORTER, Role.APPROVER]) & Q(agency__isnull=True)),
                name="membership_agency_fits_role",
                violation_error_message=_("A reporter or approver belongs to an agency; other roles do not."),
                violation_error_code="agency_does_not_fit_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class ApiKey(Versioned):
    """An agency's key. Only its SHA-256 is stored; the prefix is shown so that people can tell keys apart."""

    agency = models.ForeignKey(
        "programs.Agency", on_delete=models.PROTECT, related_name="api_keys", verbose_name=_("agency")
    )
    program = models.ForeignKey(
        "programs.Program",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        verbose_name=_("programme"),
    )
    label = models.CharField(_("label"), max_length=100, blank=True, default="")
    prefix = models.CharField(_("prefix"), max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.CharField(_("scopes"), max_length=50, default="read submit")
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    scope_roles = (Role.ADMINISTRATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["agency_id", "-created_at"]

    def __str__(self) -> str:
        return self.prefix
