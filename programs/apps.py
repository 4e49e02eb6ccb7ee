"""App configuration of `programs`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProgramsConfig(AppConfig):
    """People, agencies, zones, plans and tasks, and what all apps share."""

    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    audit_exempt = {
        "AuditEvent": "is the trail itself",
        "AuditBlock": "is the trail itself",
        "AuditSeal": "is the trail itself",
        "Job": "progress several times a second; what a job publishes is audited where it lands",
        "IdempotencyRecord": "a stored answer; its effect is audited",
    }
    append_only = ("AuditEvent", "AuditBlock", "AuditSeal")

    def ready(self) -> None:
        """Connect the database session set-up and install the audit triggers after every migrate."""
        from programs.audit import connection, install

        connection.connect()
        post_migrate.connect(install.after_migrate, dispatch_uid="programs.audit.install")
