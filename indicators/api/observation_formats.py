"""Values on their way out: JSON rows, plain CSV, and SDMX-CSV 2.0.0."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

from indicators.api.sdmx_structure import TOTAL, dimension_ids
from indicators.validation.numbers import shortest
from programs import periods

CSV_COLUMNS = (
    "program",
    "indicator",
    "zone",
    "period",
    "dimensions",
    "value",
    "status",
    "note",
    "version",
    "recorded_at",
    "submission",
)
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV_TYPE = "text/csv; charset=utf-8"
SDMX_CSV_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"


def period_code(month: int, frequency: str) -> str:
    """The code of the period of that frequency that begins with that month."""
    return periods.from_month(frequency, month).code


def value_text(value: Decimal | None) -> str | None:
    """The value as a plain decimal without zeros at its end; None where missing."""
    return None if value is None else shortest(f"{value:f}")


def moment_text(moment: datetime | None) -> str | None:
    """The moment in the office's time zone with its offset, to the microsecond, so that it serves as `as_of`."""
    return None if moment is None else localtime(moment).isoformat()


def dimensions_of(key: str) -> dict[str, str]:
    """`size=small` as a mapping; empty for the total."""
    return dict(part.split("=", 1) for part in key.split(";")) if key else {}


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """One value as the API tells it."""
    return {
        "program": row["program"],
        "indicator": row["indicator"],
        "zone": row["zone"],
        "period": period_code(row["month"], row["frequency"]),
        "dimensions": dimensions_of(row["dimension_key"]),
        "value": value_text(row["value"]),
        "status": row["status"],
        "note": row["note"],
        "version": row["version"],
        "recorded_at": moment_text(row["recorded_at"]),
        "replaced_at": moment_text(row["replaced"]),
        "submission": row["submission_id"],
    }


def as_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of a CSV file with the columns of CSV_COLUMNS. Notes cannot become formulas."""
    yield _line(CSV_COLUMNS)
    for row in rows:
        told = as_json(row)
        told |= {"dimensions": row["dimension_key"], "note": _harmless(row["note"])}
        yield _line([told[name] for name in CSV_COLUMNS])


def streamed(lines: Iterable[str], media_type: str, name: str) -> StreamingHttpResponse:
    """An answer that is written line by line, so that its size does not matter."""
    answer = StreamingHttpResponse((line.encode() for line in lines), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Vary"] = "Accept"
    return answer


def as_sdmx_csv(rows: Iterable[Mapping[str, Any]], *, structure_id: str, dimensions: Sequence[str]) -> Iterator[str]:
    """Lines of SDMX-CSV 2.0.0; a column per dimension of the data structure, `_T` where a row is the total."""
    head = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *dimension_ids(dimensions), "TIME_PERIOD"]
    yield _line([*head, "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "COMMENT"])
    for row in rows:
        parts = dimensions_of(row["dimension_key"])
        period = period_code(row["month"], row["frequency"])
        yield _line(
            [
                *("dataflow", structure_id, "I", row["frequency"], row["program"], row["indicator"], row["zone"]),
                *(parts.get(code, TOTAL) for code in dimensions),
                *(
                    period,
                    value_text(row["value"]),
                    row["status"],
                    row["unit_base"],
                    row["unit_multiplier"],
                    _harmless(row["note"]),
                ),
            ]
        )


def _harmless(text: str) -> str:
    """A text that a spreadsheet shows instead of computing."""
    return f"'{text}" if text.startswith(RISKY_STARTS) else text


def _line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in cells])
    return buffer.getvalue()
