"""The frozen result with its rows indexed by code and its names cleaned, in one language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from reports.content.text import NAME_LIMIT, PROSE_LIMIT, clean_text
from reports.content.tree import Language, ReportMeta

_OTHER_TAG = {"en": "[EN]", "zh": "[中文]"}


class Source:
    """Reads the result for the section builders. Holds no state that changes."""

    def __init__(self, result: Mapping[str, Any], language: Language, meta: ReportMeta) -> None:
        self.result = result
        self.language = language
        self.meta = meta
        self.scope: Mapping[str, Any] = result["scope"]
        self.zones = [str(zone["code"]) for zone in result["zones"]]
        self.zone_label = _("Programme")
        self._rows = {
            kind: {str(row["code"]): row for row in result[kind]}
            for kind in ("zones", "sections", "measures", "agencies", "indicators")
        }
        self._rows["tasks"] = {str(row["code"]): row for row in result["tasks"]["lines"]}
        self._lines = {(line["indicator"], line["zone"] or ""): line for line in result["lines"]}

    @property
    def suffix(self) -> str:
        """The ending of the name fields of this language: `en` or `zh`."""
        return "zh" if self.language.startswith("zh") else "en"

    def joined(self, *parts: str) -> str:
        """Short facts on one line: a middle dot between them in Chinese, a dash in English; empty ones left out."""
        return (" · " if self.suffix == "zh" else " – ").join(part for part in parts if part)

    def field(self, row: Mapping[str, Any], name: str, limit: int = NAME_LIMIT) -> str:
        """`name_en` or `name_zh` of a row; when it is empty, the other language's text with a tag that says so."""
        text = clean_text(row.get(f"{name}_{self.suffix}"), limit)
        if text:
            return text
        other = "en" if self.suffix == "zh" else "zh"
        fallback = clean_text(row.get(f"{name}_{other}"), limit)
        return f"{fallback} {_OTHER_TAG[other]}" if fallback else ""

    def name(self, kind: str, code: object) -> str:
        """The name of a coded row; its code when it has no name or is unknown."""
        row = self._rows[kind].get(str(code))
        return (self.field(row, "name") if row else "") or clean_text(code, NAME_LIMIT)

    def zone_name(self, code: object) -> str:
        """The name of a zone; the programme's own label for the empty code."""
        return self.name("zones", code) if code else self.zone_label

    def indicator(self, code: object) -> Mapping[str, Any]:
        """The indicator of that code; an empty one when the result does not list it."""
        return self._rows["indicators"].get(str(code), {})

    def decimals(self, code: object) -> int:
        """Decimal places of an indicator, kept between 0 and 6."""
        places = self.indicator(code).get("decimals")
        return min(max(places, 0), 6) if isinstance(places, int) else 2

    def unit(self, code: object) -> str:
        """The unit of an indicator in this language."""
        return self.field(self.indicator(code), "unit")

    def definition(self, code: object) -> str:
        """The written definition of an indicator in this language."""
        return self.field(self.indicator(code), "definition", PROSE_LIMIT)

    def row(self, kind: str, code: object) -> Mapping[str, Any]:
        """The row of that code; empty when the result does not list it."""
        return self._rows[kind].get(str(code), {})

    def line(self, indicator: object, zone: str = "") -> Mapping[str, Any] | None:
        """The result line of an indicator in a zone (programme when empty); None when there is none."""
        return self._lines.get((indicator, zone))

    def lines_of(self, indicator: object) -> list[Mapping[str, Any]]:
        """The lines of an indicator: zones in plan order, then the programme."""
        found = (self.line(indicator, zone) for zone in [*self.zones, ""])
        return [line for line in found if line is not None]

    def lineage(self, indicator: object, zone: object) -> str:
        """Address of the page that shows where a figure comes from; empty when the report has no base address."""
        if not self.meta.base_url.startswith(("http://", "https://")):
            return ""
        parts = (self.meta.evaluation_id, clean_text(indicator, 60), clean_text(zone, 60) or "all")
        return "/".join([self.meta.base_url.rstrip("/"), "lineage", *(quote(part, safe="") for part in parts)])

    def as_of(self) -> datetime:
        """The moment of the data cut, in the report's time zone. ValueError when the result carries no readable moment."""
        moment = datetime.fromisoformat(str(self.scope["as_of"]))
        zone = ZoneInfo(self.meta.time_zone)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
