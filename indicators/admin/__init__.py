"""Admin screens of `indicators`, one file per screen; importing this package registers them."""

from indicators.admin import (
    definitions,
    dimensions,
    duties,
    obligations,
    observations,
    periods,
    program_duties,
    submissions,
    targets,
    units,
    uses,
)

__all__ = [
    "definitions",
    "dimensions",
    "duties",
    "obligations",
    "observations",
    "periods",
    "program_duties",
    "submissions",
    "targets",
    "units",
    "uses",
]
