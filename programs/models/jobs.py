"""Jobs: the row is the truth of work in progress; a broker only wakes somebody up."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands. A running job holds a lease and a fencing token."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of work, asked for once per `kind` and `key`; same key, same row."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict, help_text=_("Plain values that the job's function takes."))
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.CharField(_("requested by"), max_length=100)
    requested_by_user = models.ForeignKey("programs.User", on_delete=models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("user"))
    woken_at = models.DateTimeField(_("wake-up sent at"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    token = models.CharField(_("fencing token"), max_length=32, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    message = models.CharField(_("doing"), max_length=200, blank=True, default="")
    error_code = models.CharField(_("error code"), max_length=60, blank=True, default="")
    error = models.TextField(_("error"), blank=True, default="")
    result = models.JSONField(_("result"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_state_lease")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=~Q(state="running") | (Q(lease_until__isnull=False) & ~Q(token="")), name="job_running_has_lease"),  # noqa: S106 - an empty token, not a password
            models.CheckConstraint(condition=~Q(state="done") | Q(finished_at__isnull=False, result__isnull=False), name="job_done_has_result"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class IdempotencyRecord(models.Model):
    """The stored answer to a request that carried an Idempotency-Key, written in the transaction of its effect."""

    owner = models.CharField(_("owner"), max_length=100)
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(_("request digest"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    body = models.JSONField(_("answer"))
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("idempotency record")
        verbose_name_plural = _("idempotency records")
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
