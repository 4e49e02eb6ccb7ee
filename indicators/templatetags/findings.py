"""Template filters that tell a finding in the reader's language."""

from django import template

from indicators.messages import words
from indicators.models import Finding
from indicators.services.outcome import PlacedFinding

register = template.Library()


@register.filter
def sentence(finding: Finding | PlacedFinding) -> str:
    """What is the matter."""
    return words(finding.code, finding.value, finding.params).message


@register.filter
def hint(finding: Finding | PlacedFinding) -> str:
    """What to do about it; empty where nothing is to be said."""
    return words(finding.code, finding.value, finding.params).hint
