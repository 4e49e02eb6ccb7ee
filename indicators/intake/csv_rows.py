"""Reads CSV: UTF-8 with or without a byte-order mark; comma, semicolon or tab."""

import csv
import io
from collections.abc import Collection

from django.utils.translation import gettext as _

from indicators.intake.delivery import Delivery, Unreadable
from indicators.intake.sheet import delivery_of_sheet

DELIMITERS = ",;\t"


def read_csv(body: bytes, *, dimensions: Collection[str], max_rows: int) -> Delivery:
    """The delivery in a CSV file. Raises Unreadable (400), TooLarge (413)."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is not UTF-8."),
            code="not_utf8",
            hint=_("In Excel choose “CSV UTF-8 (comma delimited)” when saving."),
        ) from error
    if "\x00" in text:
        raise Unreadable(_("The file holds NUL characters, so it is no text."), code="not_text")
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(DELIMITERS, key=head.count)
    try:
        lines = list(map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise Unreadable(
            _("The file is not valid CSV: %(detail)s") % {"detail": str(error)[:200]}, code="not_csv"
        ) from error
    return delivery_of_sheet(lines, dimensions=dimensions, max_rows=max_rows)
