"""App configuration of `indicators`."""

from django.apps import AppConfig


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
