"""Models of `reports`, one file per noun."""

from reports.models.evaluations import Evaluation, EvaluationLine, EvaluationSummary, EvaluationTaskLine
from reports.models.reports import Report, ReportFile

__all__ = ["Evaluation", "EvaluationLine", "EvaluationSummary", "EvaluationTaskLine", "Report", "ReportFile"]
