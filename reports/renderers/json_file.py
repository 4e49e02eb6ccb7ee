"""The frozen result as canonical JSON: sorted keys, UTF-8, decimal strings, nothing computed anew."""

import json
from collections.abc import Mapping
from typing import Any

from reports.content.text import clean_tree
from reports.content.tree import ReportContent

SCHEMA = "pilot-zone-report/1"


def render(content: ReportContent, result: Mapping[str, Any]) -> bytes:
    """`{schema, label, meta, report, result}` in UTF-8, ending with a line feed."""
    demonstration = bool(result["program"].get("demonstration"))
    document = {
        "schema": SCHEMA,
        "demonstration": demonstration,
        "label": content.labels["demonstration_long"] if demonstration else "",
        "report": {
            "kind": content.kind,
            "language": content.language,
            "title": content.title,
            "period": content.period,
            "issuer": content.issuer,
            "as_of": content.as_of.isoformat(),
            "fingerprint": content.fingerprint,
        },
        "meta": dict(content.meta),
        "result": result,
    }
    return canonical_json(document)


def canonical_json(value: object) -> bytes:
    """Sorted keys, no spaces, characters unescaped, no NaN. Raises ValueError for a float that is no number."""
    text = json.dumps(clean_tree(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()
