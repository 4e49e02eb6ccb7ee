"""App configuration of `indicators`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    """What is measured and handed in."""

    name = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
    audit_exempt = {
        "Observation": "names its submission and keeps every version itself",
        "ObservationHistory": "is the history itself",
        "Series": "an address made on first use; never changed",
        "Obligation": "made from duties; what was received is told by its submission",
        "Finding": "part of its submission; never changed",
    }
    append_only = ("ObservationHistory", "Finding")

    def audit_guards(self) -> list[str]:
        """The triggers that keep old values and are not there."""
        from indicators.triggers.install import missing

        return sorted(f"{name} is missing" for name in missing())

    def ready(self) -> None:
        """Install the history triggers after every migrate, and register their check."""
        from indicators.triggers import install

        post_migrate.connect(install.after_migrate, dispatch_uid="indicators.triggers.install")
