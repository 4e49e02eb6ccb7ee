"""Health routes; outside /api/ and /admin/, so that a monitor needs no account for the first two."""

from django.urls import path

from tracker.health import healthz, readyz, statusz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("statusz", statusz, name="statusz"),
]
