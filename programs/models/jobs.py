"""Jobs: the row is the truth of work in progress; a broker only wakes somebody up."""

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.actors import Grant, Role
from programs.models.plans import Program


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
    parameters = models.JSONField(
        _("parameters"), default=dict, help_text=_("Plain values that the job's function takes.")
    )
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.CharField(_("requested by"), max_length=100)
    requested_by_user = models.ForeignKey(
        "programs.User", on_delete=models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("user")
    )
    queued_at = models.DateTimeField(
        _("queued at"),
        default=timezone.now,
        help_text=_("When it was last put into the queue: asked for, returned or tried again."),
    )
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

    scope_roles = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR)
    scope_own = ("requested_by_user_id", "requested_by")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
            models.Index(fields=["state", "queued_at"], name="job_state_queued"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | (Q(lease_until__isnull=False) & ~Q(token="")),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state="running") | Q(lease_until__isnull=True, token=""), name="job_idle_has_no_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False, result__isnull=False),
                name="job_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @staticmethod
    def scope_of(grant: Grant) -> Q:
        """Jobs of the grant's programme; those of no programme are for administrators and auditors."""
        of_none = Q(parameters__program__isnull=True)
        if grant.program_id is None:
            return ~of_none if grant.role == Role.COORDINATOR else Q()
        codes = Program.objects.filter(pk=grant.program_id).values("code")
        own = Q(In(KT("parameters__program"), codes))
        return own if grant.role == Role.COORDINATOR else own | of_none


class IdempotencyRecord(models.Model):
    """The stored answer to a request that carried an Idempotency-Key, written in the transaction of its effect.

    The body is kept as text, because a JSON column may reorder it and a replay promises the same bytes.
    """

    owner = models.CharField(_("owner"), max_length=100)
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(_("request digest"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    content_type = models.CharField(_("content type"), max_length=100, default="application/json")
    body = models.TextField(_("answer"))
    created_at = models.DateTimeField(_("created at"))

    scope_roles = ()

    class Meta:
        verbose_name = _("idempotency record")
        verbose_name_plural = _("idempotency records")
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class Heartbeat(models.Model):
    """When a process that should always run was last at work, one row for each name; read by monitors."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("last seen"))
    details = models.JSONField(_("details"), default=dict)

    scope_roles = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
