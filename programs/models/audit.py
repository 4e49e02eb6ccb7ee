"""The audit trail: rows that only database triggers write, and the blocks that seal them in a chain."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.actors import Grant, Role
from programs.audit.belonging import events_of_program


class AuditEvent(models.Model):
    """One changed row: which, how, by whom, why and through which door. Never updated or deleted (triggers refuse)."""

    at = models.DateTimeField(_("at"))
    table_name = models.CharField(_("table"), max_length=63)
    row_key = models.CharField(_("row"), max_length=64)
    operation = models.CharField(_("operation"), max_length=6)
    actor = models.CharField(_("actor"), max_length=100)
    reason = models.TextField(_("reason"))
    door = models.CharField(_("door"), max_length=20)
    request_id = models.CharField(_("request"), max_length=64)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    scope_roles = (Role.COORDINATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["table_name", "row_key"], name="audit_row"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_key}"

    @staticmethod
    def scope_of(grant: Grant) -> Q:
        """Auditors read all; who coordinates one programme, the events that tell that they concern its rows."""
        if grant.role == Role.AUDITOR or grant.program_id is None:
            return Q()
        return events_of_program(grant.program_id)


class AuditBlock(models.Model):
    """A sealed set of events. `digest` = SHA-256 over the previous digest, its own columns and its events' digests."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    count = models.PositiveIntegerField(_("events"))
    previous = models.CharField(_("previous digest"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    scope_roles = (Role.COORDINATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("audit block")
        verbose_name_plural = _("audit blocks")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class AuditSeal(models.Model):
    """Which block an event lies in, with the SHA-256 of its text. A row of its own, because an event is never updated."""

    event = models.OneToOneField(AuditEvent, on_delete=models.DO_NOTHING, primary_key=True, related_name="seal")
    block = models.ForeignKey(AuditBlock, on_delete=models.DO_NOTHING, related_name="seals")
    digest = models.CharField(_("digest of the event"), max_length=64)

    scope_roles = (Role.COORDINATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")

    def __str__(self) -> str:
        return f"{self.event_id} in {self.block_id}"
