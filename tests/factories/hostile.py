"""Sixty strings that break naive report writers: control, bidi, formula, markup, path, emoji, rare and very long text."""

_CONTROL = [
    "a\x00b",
    "a\x0bb",
    "\x1b[31mred",
    "a\x7fb\x85c",
    "line\r\nbreak",
    "tab\there",
    "\x08\x08\x08",
    "\ufffe\uffff",
    "a\ud800b",
    "\x0c form feed",
]
_DIRECTION = ["\u202egnp.exe", "\u2066isolate\u2069", "abc\u200fdef", "שלום עולם", "مرحبا بالعالم", "\u061carabic mark"]
_FORMULA = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://x.invalid","y")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "{=1+1}",
    "_x000B_escaped",
    '=WEBSERVICE("http://x.invalid")',
]
_MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<b>bold</b>",
    "&amp;&lt;&#0;",
    "]]>",
    "<!--",
    "--><svg onload=alert(1)>",
    "javascript:alert(1)",
    "http://x.invalid/",
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
]
_TYPST = [
    '#read("/etc/passwd")',
    "*bold* _it_ `raw`",
    "@ref <label>",
    '#import "@preview/x:0.1.0"',
    "$ x^2 $",
    "= heading",
    "\\ #{",
    "// comment",
]
_WRITING = [
    "😀👩‍👩‍👧‍👦🇨🇳",
    "𠮷野家 𡃁",
    "囧龘靐齉",
    "e\u0301\u0327 combining",
    "Z\u0351\u036b\u0343a\u035fl\u0360g\u0315o",
    "ﷺ﷽",
    "一" * 300,
    "ﬁ ½ № ™",
    "\u3000全角　空格\u3000",
]
_LONG = ["A" * 10_000, "很长" * 5_000, " ".join(["word"] * 2_000)]

HOSTILE_STRINGS: list[str] = [*_CONTROL, *_DIRECTION, *_FORMULA, *_MARKUP, *_TYPST, *_WRITING, *_LONG]
