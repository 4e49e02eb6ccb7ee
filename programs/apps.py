"""App configuration of `programs`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ProgramsConfig(AppConfig):
    """People, agencies, zones, plans and tasks, and what all apps share."""

    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    audit_exempt = {
        "AuditEvent": "is the trail itself",
        "AuditBlock": "is the trail itself",
        "AuditSeal": "is the trail itself",
        "IdempotencyRecord": "a stored answer; its effect is audited",
        "Heartbeat": "a sign of life every few seconds; nobody decides it",
    }
    # Columns whose change alone is no event: a job's progress, not its states.
    audit_ignored = {"Job": ("woken_at", "lease_until", "token", "done", "total", "message")}
    # Apps of others, with the reason why their tables have no triggers.
    audit_exempt_apps = {
        "admin": "Django's own log of its admin; the trail says the same and more",
        "auth": "groups and permissions play no part; roles are memberships, which are audited",
        "contenttypes": "a register that Django fills",
        "sessions": "who is signed in; nothing that is decided",
        "axes": "its own log of sign-ins and lock-outs",
        "django_celery_beat": "when wake-ups are sent; a job's key makes any schedule harmless",
    }
    append_only = ("AuditEvent", "AuditBlock", "AuditSeal")

    def ready(self) -> None:
        """Connect the database session set-up, and the audit triggers around every migrate; register the checks."""
        from programs.audit import checks, connection, install  # noqa: F401 - loading the checks registers them

        connection.connect()
        pre_migrate.connect(install.before_migrate, dispatch_uid="programs.audit.remove")
        post_migrate.connect(install.after_migrate, dispatch_uid="programs.audit.install")
