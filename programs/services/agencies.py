"""Saving an agency with what people search it by."""

from programs.actors import Actor
from programs.models import Agency
from programs.pinyin import initials
from programs.services.permissions import require_staff
from programs.services.records import record_save


def agency_save(*, agency: Agency, by: Actor, reason: str = "", expected_version: int | None = None) -> Agency:
    """Insert or update an agency and its pinyin initials. Only a coordinator of all programmes may.

    Raises InvalidInput, StaleVersion or NotAllowed; a second insert of the same code is refused.
    """
    require_staff(by, None)
    agency.search_initials = initials(agency.name_zh, agency.short_zh)
    saved: Agency = record_save(row=agency, by=by, reason=reason, expected_version=expected_version)
    return saved
