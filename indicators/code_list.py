"""The page `docs/codes.md`: every code of a finding, made from the same entries that speak to people.

`python manage.py shell -c "from indicators.code_list import page; print(page(), end='')" > docs/codes.md` writes it
again; a test compares the two.
"""

from django.utils.translation import override

from indicators.messages import ENTRIES
from indicators.validation.registry import SEVERITIES

HEAD = """# Codes

Codes are stable and never translated. Messages and hints follow `Accept-Language`.

## Findings of a submission

Each finding carries a code, a severity, a JSON pointer (`/rows/0/value`), for files the cell (`D2`), the value that
stood there, a message and a hint. An **error** keeps the row out (and, with `mode=all_or_nothing`, the whole
submission). A finding for **review** holds the whole submission until the coordination group has looked at it. A
**warning** keeps nothing out, except `superseded_since`: it is told when a submission that waited is accepted, and names
a row that was left out because a delivery handed in later gave the value.

| code | severity | meaning |
|---|---|---|
"""

TAIL = """
`parts_exceed_total` and `parts_do_not_add_up` are errors where total and parts come in one delivery, and warnings where
they meet values that were delivered earlier.

## Submissions that cannot be read

These are `application/problem+json`; nothing is recorded.

| code | status | meaning |
|---|---|---|
| `not_json`, `not_csv`, `not_utf8`, `not_text`, `too_deep` | 400 | The body is not what its media type says. |
| `not_an_object`, `not_a_list`, `unknown_field` | 400 | The JSON body has another shape than {"program", "rows"}. |
| `missing_column`, `duplicate_column` | 400 | The first line of a file does not name the columns. |
| `no_rows` | 400 | There is nothing in it. |
| `not_a_workbook`, `damaged`, `odd_part`, `too_many_parts` | 400 | The workbook is none, or holds macros, links or document types. |
| `program_not_found`, `agency_not_found` | 404 | No such programme or agency, or none that the caller acts for. |
| `period_closed` | 409 | Every row concerns a closed period. |
| `too_large`, `too_many_rows`, `zip_bomb`, `cell_too_far` | 413 | Larger than the installation accepts. |
| `unsupported_media_type` | 415 | Neither JSON nor CSV nor XLSX. |
| `program_missing`, `agency_missing`, `unknown_mode` | 422 | The request does not say where it belongs or what to do. |
| `idempotency_key_reused` | 422 | The Idempotency-Key was used for another request. |
| `not_allowed_in_state`, `no_longer_valid` | 409 | The submission is not in review, or no longer fits. |
| `superseded_since` | 409 | Later deliveries leave nothing of the submission to accept. |
"""


def page() -> str:
    """The whole page, in English."""
    with override("en"):
        lines = [
            f"| `{code}` | {severity} | {ENTRIES[code].meaning} |" for code, severity in sorted(SEVERITIES.items())
        ]
    return HEAD + "\n".join(lines) + "\n" + TAIL
