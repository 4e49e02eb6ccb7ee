"""App configuration of `reports`."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Evaluations, report files and the leadership portal."""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"
    audit_exempt = {
        "EvaluationLine": "part of its evaluation; never changed",
        "EvaluationTaskLine": "part of its evaluation; never changed",
        "EvaluationSummary": "part of its evaluation; never changed",
    }
    # Frozen by the row itself, and covered by its two hashes; a copy in the trail would double its size.
    audit_hidden = {"Evaluation": ("inputs", "result")}
    audit_digests = (("Report", "audit_block"),)
    append_only = ("Evaluation", "EvaluationLine", "EvaluationTaskLine", "EvaluationSummary", "ReportFile")

    def ready(self) -> None:
        """Register this app's kinds of job, whichever process runs them."""
        import_module("reports.jobs")
