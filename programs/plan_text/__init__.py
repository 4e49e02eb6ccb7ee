"""Plain plan text to numbered sections and measures. Pure: text in, records out."""

from programs.plan_text.outline import PlanText, TextMeasure, TextSection, read_plan_text

__all__ = ["PlanText", "TextMeasure", "TextSection", "read_plan_text"]
