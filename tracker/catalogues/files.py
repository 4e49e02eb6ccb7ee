"""Read, write and compile catalogues. Files are replaced whole, so a reader never meets half of one."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tracker.catalogues.messages import Message, app_messages
from tracker.catalogues.places import Place

HEADER = "# Translations of the Pilot-Zone Tracker. Apache-2.0."


def load(place: Place) -> Catalog:
    """The catalogue as it stands; an empty one where there is no file."""
    if not place.po.exists():
        return Catalog(locale=place.locale)
    with place.po.open("rb") as source:
        return read_po(source, locale=place.locale, abort_invalid=True)


def _replace(path: Path, content: bytes) -> bool:
    """Write the file unless it holds this already; True when it was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
    return True


def compile_place(place: Place) -> bool:
    """Compile one catalogue; False when there is none or it was compiled since. Fuzzy messages are left out."""
    if not place.po.exists():
        return False
    if place.mo.exists() and place.mo.stat().st_mtime_ns > place.po.stat().st_mtime_ns:
        return False
    content = io.BytesIO()
    write_mo(content, load(place), use_fuzzy=False)
    _replace(place.mo, content.getvalue())
    os.utime(place.mo)
    return True


def template_of(messages: list[Message]) -> Catalog:
    """The messages of an app as an empty catalogue."""
    template = Catalog()
    for message in messages:
        key = (message.id, message.plural) if message.plural else message.id
        template.add(
            key,
            context=message.context or None,
            locations=[(message.file, message.line)],
            flags=["python-format"] if "%(" in message.id else [],
        )
    return template


def update_place(place: Place) -> bool:
    """Bring one catalogue up to the app's messages: new ones are added empty, unused ones dropped. True when changed."""
    catalogue = load(place)
    catalogue.update(template_of(app_messages(place.folder)), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.project, catalogue.version = "Pilot-Zone Tracker", "1"
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    catalogue.fuzzy = False
    # The moment of writing would change a file whose messages did not.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    content = io.BytesIO()
    write_po(content, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return _replace(place.po, content.getvalue())
