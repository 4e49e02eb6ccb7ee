"""Template tags for ratings: symbol, word and colour always go together."""

from typing import Any

from django import template

from reports.content.cells import assessment_word
from reports.content.vocabulary import RATINGS, rating_of, rating_symbol, rating_word

register = template.Library()


@register.inclusion_tag("reports/parts/chip.html")
def chip(rating: str, assessment: str = "") -> dict[str, str]:
    """A rating as a chip; an unrated line says why (no data, not due, …)."""
    code = rating_of(rating)
    word = assessment_word(assessment) if code == "not_rated" else ""
    return {"rating": code, "symbol": rating_symbol(code), "word": word or rating_word(code)}


@register.inclusion_tag("reports/parts/legend.html")
def legend() -> dict[str, Any]:
    """All ratings with their words."""
    return {"ratings": [{"rating": code, "symbol": rating_symbol(code), "word": rating_word(code)} for code in RATINGS]}


@register.filter
def rating_name(code: str) -> str:
    """The rating in words."""
    return rating_word(code)
