"""Which form of the values a request wants: by `?format=` first, else by the Accept header."""

from types import SimpleNamespace
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer


class TextRenderer(BaseRenderer):
    """Marks a form; the view itself writes its lines, and a problem document stays JSON."""

    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Problems and other data as JSON."""
        rendered: bytes = JSONRenderer().render(data)
        return rendered


class CsvRenderer(TextRenderer):
    """Plain CSV."""

    media_type = "text/csv"
    format = "csv"


class SdmxCsvRenderer(TextRenderer):
    """SDMX-CSV 2.0.0, asked for with its version."""

    media_type = "application/vnd.sdmx.data+csv; version=2.0.0"
    format = "sdmx-csv"


class SdmxCsvAnyVersionRenderer(TextRenderer):
    """SDMX-CSV, asked for without a version."""

    media_type = "application/vnd.sdmx.data+csv"
    format = "sdmx-csv"


class FormatNegotiation(DefaultContentNegotiation):
    """DRF's negotiation, with the query key `format` switched on."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE="format")
