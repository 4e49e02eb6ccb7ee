"""The shape of a plan catalogue: programme, issuing bodies, zones, agencies, sections and measures.

Lengths are those of the database columns. Parts of other apps (`indicators`, `units`, …) are let through here and
checked by those apps.
"""

from typing import Any

from programs.models.places import FUNCTIONS
from programs.models.plans import COMMITMENTS, ELEMENTS

FUNCTION_CODES = [code for code, _label in FUNCTIONS]
OTHER_PARTS = ("units", "dimensions", "indicators")


PRINTABLE = r"^[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*$"


def text(most: int) -> dict[str, Any]:
    """A text that is not empty and holds no control characters."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": PRINTABLE}


def code(most: int, pattern: str = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$") -> dict[str, Any]:
    """A code in plain characters."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern}


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A group of named values that may hold nothing else."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def many(item: dict[str, Any], *, least: int = 0) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": item, "minItems": least}


def codes(known: list[str] | None = None) -> dict[str, Any]:
    """A list of codes, each once."""
    return {"type": "array", "uniqueItems": True, "items": {"enum": known} if known else code(60)}


NAMES = {"name_en": text(300), "name_zh": text(300)}
LONG = 20_000

PROGRAM = record(
    {"code": code(60, r"^[a-z0-9][a-z0-9-]*$"), **NAMES, "start": {"type": "date"}, "end": {"type": "date"}},
    {f"{stem}_{language}": text(LONG) for stem in ("date_note", "summary", "source") for language in ("en", "zh")},
)
ZONE = record(
    {
        "code": code(12, r"^[0-9A-Z-]{2,12}$"),
        **NAMES,
        "level": {"enum": ["province", "city", "park"]},
        "pilot": {"type": "boolean"},
    },
    {"parent": {"type": ["string", "null"]}, "sort_order": {"type": "integer", "minimum": 0, "maximum": 32767}},
)
AGENCY = record(
    {"code": code(20), **NAMES, "function": {"enum": FUNCTION_CODES}, "zone": {"type": "string"}},
    {"short_en": text(100), "short_zh": text(100)},
)
MEASURE = record(
    {
        "code": code(20),
        "number": {"type": "integer", "minimum": 1, "maximum": 32767},
        "position": {"type": "integer", "minimum": 1, "maximum": 9999},
        **NAMES,
        "text_en": text(LONG),
        "text_zh": text(LONG),
        "commitment": {"enum": [value for value, _label in COMMITMENTS]},
        "element": {"enum": [value for value, _label in ELEMENTS]},
        "lead_function": {"enum": FUNCTION_CODES},
    },
    {
        "zones": codes(),
        "institutions": many(record(NAMES)),
        "cooperating_functions": codes(FUNCTION_CODES),
        "indicators": codes(),
    },
)
SECTION = record(
    {
        "code": code(20),
        "number": {"type": "integer", "minimum": 1, "maximum": 9999},
        **NAMES,
        "measures": many(MEASURE, least=1),
    },
)
PLAN = record(
    {"program": PROGRAM, "zones": many(ZONE, least=1), "sections": many(SECTION, least=1)},
    {
        "issuing_bodies": many(record({"code": code(20), **NAMES})),
        "agencies": many(AGENCY),
        **{part: {} for part in OTHER_PARTS},
    },
)
