"""The body of a submission as bytes: read once, within its limit, before anything looks into it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from indicators.intake.delivery import TooLarge

JSON, CSV, XLSX = "application/json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {JSON: "json", CSV: "csv", XLSX: "xlsx"}


class RawParser(BaseParser):
    """Gives the body as it came. Raises TooLarge (413) beyond `limit` bytes."""

    @property
    def limit(self) -> int:
        """The largest body, in bytes."""
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> bytes:
        """The bytes of the body."""
        declared = stream.META.get("CONTENT_LENGTH") if hasattr(stream, "META") else ""
        if str(declared or "").isdigit() and int(declared) > self.limit:
            self._refuse()
        body: bytes = stream.read(self.limit + 1)
        if len(body) > self.limit:
            self._refuse()
        return body

    def _refuse(self) -> None:
        raise TooLarge(
            _("The body is larger than %(limit)d MB.") % {"limit": self.limit // 1024 // 1024},
            hint=_("Send it in several parts."),
        )


class JsonBody(RawParser):
    """A JSON body."""

    media_type = JSON


class CsvBody(RawParser):
    """A CSV file."""

    media_type = CSV


class XlsxBody(RawParser):
    """A workbook."""

    media_type = XLSX

    @property
    def limit(self) -> int:
        """The largest workbook, in bytes."""
        return int(settings.UPLOAD_MAX_BYTES)
