"""Models of `indicators`, one file per noun."""

from indicators.models.collection import Finding, Obligation, ReportingPeriod, Submission
from indicators.models.definitions import Dimension, DimensionValue, Duty, Indicator, IndicatorUse, Target, Unit
from indicators.models.observations import Observation, ObservationHistory, Series

__all__ = [
    "Dimension",
    "DimensionValue",
    "Duty",
    "Finding",
    "Indicator",
    "IndicatorUse",
    "Obligation",
    "Observation",
    "ObservationHistory",
    "ReportingPeriod",
    "Series",
    "Submission",
    "Target",
    "Unit",
]
