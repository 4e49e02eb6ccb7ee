"""What is missing or wrong in the catalogues, each as one sentence with its place."""

import re
from collections.abc import Iterator

from tracker.catalogues.files import load
from tracker.catalogues.messages import Message, app_messages
from tracker.catalogues.places import Place

_PLACEHOLDER = re.compile(r"%\(([^)]+)\)[a-z]|%[sd]|\{([a-z_0-9]*)\}|%%")


def placeholders(text: str) -> set[str]:
    """The placeholders of a message, without order or number: `%(name)s`, `{name}`, `%s`."""
    return {found.group(0) for found in _PLACEHOLDER.finditer(text) if found.group(0) != "%%"}


def _wrong(message: Message, translated: str) -> str | None:
    """What is wrong with a translation of the message, or None."""
    if not translated.strip():
        return "is not translated"
    wanted = placeholders(message.id) | placeholders(message.plural)
    optional = wanted - (placeholders(message.id) & placeholders(message.plural)) if message.plural else set()
    given = placeholders(translated)
    if given - wanted or (wanted - optional) - given:
        return f"has the placeholders {sorted(given)} in place of {sorted(wanted)}"
    if message.id.startswith("\n") != translated.startswith("\n") or message.id.endswith("\n") != translated.endswith(
        "\n"
    ):
        return "begins or ends with a line break where the message does not"
    return None


def problems(place: Place) -> Iterator[str]:
    """Every message of the app that its catalogue lacks, leaves fuzzy or translates with other placeholders."""
    catalogue = load(place)
    seen: set[tuple[str, str]] = set()
    for message in app_messages(place.folder):
        key = (message.id, message.context)
        if key in seen:
            continue
        seen.add(key)
        entry = catalogue.get(message.id, context=message.context or None)
        where = f"{place.locale}: {message.file}:{message.line}: {message.id[:70]!r}"
        if entry is None:
            yield f"{where} is not in {place.app}'s catalogue"
            continue
        if entry.fuzzy:
            yield f"{where} is fuzzy"
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        for form in forms:
            if wrong := _wrong(message, form):
                yield f"{where} {wrong}"
    for entry in catalogue:
        if entry.id and (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context or "") not in seen:
            yield f"{place.locale}: {place.app}'s catalogue has {str(entry.id)[:70]!r}, which no source uses"
