"""Hostile input, each with what becomes of it: for services, the API, the admin, workbooks and reports alike.

`TEXTS` gives for each text the code with which a single line refuses it, or the text that is stored.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """One text: either refused with `code`, or stored as `stored`. `lines` judges it as a text of several lines."""

    name: str
    given: str
    code: str = ""
    stored: str = ""
    lines: bool = False


def _refused(code: str, *texts: tuple[str, str], lines: bool = False) -> list[Text]:
    return [Text(name, given, code=code, lines=lines) for name, given in texts]


def _kept(*texts: tuple[str, str]) -> list[Text]:
    return [Text(name, given, stored=given) for name, given in texts]


TEXTS: list[Text] = [
    *_refused(
        "control_character",
        ("nul", "a\x00b"), ("bell", "a\x07"), ("vertical tab", "a\x0bb"), ("form feed", "a\x0cb"), ("escape", "\x1b[31mred"),
        ("delete", "a\x7fb"), ("next line", "a\x85b"), ("c1", "a\x9fb"), ("line break in a line", "a\nb"), ("tab in a line", "a\tb"), ("carriage return in a line", "a\rb"),
    ),
    *_refused("control_character", ("nul in lines", "a\n\x00"), ("backspace in lines", "a\x08b"), lines=True),
    *_refused("lone_surrogate", ("high surrogate", "a\ud800b"), ("low surrogate", "\udfff"), ("pair of halves", "\ud83d\ude00")),
    *_refused("not_a_character", ("ffff", "\uffff"), ("fffe", "a\ufffe"), ("fdd0", "\ufdd0"), ("last plane", "\U0010ffff")),
    *_refused(
        "direction_control",
        ("override", "\u202egnp.exe"), ("embedding", "a\u202ab"), ("pop", "a\u202c"), ("isolate", "\u2066abc\u2069"), ("first strong isolate", "\u2068x"),
    ),
    *_refused("direction_control", ("override in lines", "a\n\u202eb"), lines=True),
    Text("byte order mark", "\ufeffabc", stored="abc"),
    Text("zero-width space", "a\u200bb", stored="ab"),
    Text("word joiner", "a\u2060b", stored="ab"),
    Text("blanks around", "  a b \u3000", stored="a b"),
    Text("decomposed", "e\u0301", stored="é"),
    Text("hangul parts", "\u1112\u1161\u11ab", stored="한"),
    Text("windows line breaks", "a\r\nb\rc", stored="a\nb\nc", lines=True),
    Text("line separator", "a\u2028b", stored="a\nb", lines=True),
    Text("tab in lines", "a\tb", stored="a\tb", lines=True),
    *_kept(
        ("right-to-left mark", "abc\u200fdef"), ("hebrew", "שלום עולם"), ("arabic", "مرحبا"), ("emoji family", "👩‍👩‍👧‍👦"), ("flag", "🇨🇳"),
        ("rare characters", "𠮷野家 𡃁"), ("dense characters", "囧龘靐齉"), ("full-width", "Ａ１　Ｂ"), ("ligatures", "ﬁ ½ № ™"), ("stacked marks", "Z̧͑"), ("bismillah", "﷽"),
        ("formula", "=1+1"), ("formula with a command", "=cmd|' /C calc'!A0"), ("formula by at", "@SUM(A1:A9)"), ("script", "<script>alert(1)</script>"),
        ("attribute", "\"><img src=x onerror=alert(1)>"), ("cdata", "]]>"), ("comment", "<!--"), ("template", "{{ 7*7 }}{% debug %}"), ("format", "%s %(x)s {0}"),
        ("sql", "'; DROP TABLE programs_task; --"), ("typst", "#read(\"x\") $x^2$ *b* @ref <l>"), ("path", "../../etc/passwd"), ("escape of a workbook", "_x000B_"),
        ("backslashes", "\\u0000 \\x00 \\n"), ("quotes", "'\"`´"), ("empty json", "{}"), ("null", "null"), ("very long word", "A" * 10_000), ("long chinese", "很长" * 5_000),
    ),
]  # fmt: skip

# Given as text: the code of its refusal, or the number that is stored (24 digits, 6 of them decimals).
NUMBERS: list[tuple[object, str | Decimal]] = [
    ("0", Decimal(0)),
    ("-0", Decimal(0)),
    ("-0.0e5", Decimal(0)),
    ("47260.5", Decimal("47260.5")),
    ("+1", Decimal(1)),
    (".5", Decimal("0.5")),
    ("5.", Decimal(5)),
    ("1e3", Decimal(1000)),
    ("1.50000000000", Decimal("1.5")),
    ("999999999999999999.999999", Decimal("999999999999999999.999999")),
    (7, Decimal(7)),
    (Decimal("1.25"), Decimal("1.25")),
    ("0e999", Decimal(0)),
    ("1000000000000000000", "too_large"),
    ("1e18", "too_large"),
    ("1e999", "too_large"),
    (10**200, "too_large"),
    (Decimal("1e999999"), "too_large"),
    ("0.0000001", "too_precise"),
    ("1e-7", "too_precise"),
    (Decimal("1e-999999"), "too_precise"),
    (Decimal("NaN"), "not_finite"),
    (Decimal("sNaN"), "not_finite"),
    (Decimal("Infinity"), "not_finite"),
    (Decimal("-Infinity"), "not_finite"),
    *((text, "not_a_number") for text in (
        "", " 1", "1 ", "NaN", "nan", "Infinity", "-inf", "1_000", "１２", "٣", "1,5", "1,000", "4.2亿", "12%", "0x10", "1e", "e5", "--1", "1e9999", "1" * 65, "1\n", "1\x00", "²", "½", "一",
    )),
    (1.5, "not_a_number"),
    (True, "not_a_number"),
    (None, "not_a_number"),
    ([], "not_a_number"),
]  # fmt: skip


def nested(depth: int) -> list[object]:
    """A list in a list, `depth` times."""
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value
