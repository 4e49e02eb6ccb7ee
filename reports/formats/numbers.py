"""Numbers as people print them: half-up rounding, grouped thousands, a dash for what is missing, never `-0`."""

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

MISSING = "—"
NO_BREAK_SPACE = "\u00a0"
_PRECISE = Context(prec=60, rounding=ROUND_HALF_UP)
_LARGEST_EXPONENT = 40

Numeric = str | int | Decimal | None


def to_decimal(value: Numeric) -> Decimal | None:
    """The number behind a decimal string; None for null, text that is no number, NaN, infinity and absurd exponents."""
    if value is None:
        return None
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return number


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` with exactly `decimals` places, halves away from zero, negative zero turned into zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_PRECISE)
    return abs(rounded) if rounded == 0 else rounded


def format_number(value: Numeric, decimals: int, *, signed: bool = False) -> str:
    """`47260.5` with one decimal as `47,260.5`. `signed` writes the plus of a positive change."""
    number = to_decimal(value)
    if number is None:
        return MISSING
    rounded = round_half_up(number, decimals)
    sign = "+" if signed and rounded > 0 else ""
    return f"{sign}{rounded:,.{decimals}f}"


def format_quantity(value: Numeric, decimals: int, unit: str) -> str:
    """Number and unit, kept on one line: `47,260.5 亿元`, `3.25%`. A missing number has no unit."""
    text = format_number(value, decimals)
    if text == MISSING or not unit:
        return text
    return f"{text}{unit}" if unit in {"%", "‰"} else f"{text}{NO_BREAK_SPACE}{unit}"


def format_share(ratio: Numeric, decimals: int = 1) -> str:
    """A ratio as a percentage: `0.9545` as `95.5%`. The ratio is a share of one, not of a hundred."""
    number = to_decimal(ratio)
    return MISSING if number is None else f"{format_number(number * 100, decimals)}%"


def format_change(kind: str, value: Numeric, language: str, *, decimals: int = 1) -> str:
    """A change on a year earlier: percent as `+14.7%`, percentage points as `+0.5 pp` or `+0.5 个百分点`.

    `value` is in percent or in points already. Anything that could not be computed is a dash.
    """
    text = format_number(value, decimals, signed=True)
    if text == MISSING or kind not in {"percent", "points"}:
        return MISSING
    if kind == "percent":
        return f"{text}%"
    return f"{text}{NO_BREAK_SPACE}{'个百分点' if language.startswith('zh') else 'pp'}"
