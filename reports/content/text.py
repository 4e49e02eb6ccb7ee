"""Text fit to print: what any file format refuses or what would deceive a reader is taken out, in one place."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
# C0 and C1 controls break XML; bidi embeddings and overrides let text read differently from what it is.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
NAME_LIMIT = 160
PROSE_LIMIT = 1200


def clean_text(value: object, limit: int = PROSE_LIMIT) -> str:
    """`value` as one line of printable text, at most `limit` characters, the cut marked with an ellipsis.

    Controls, bidi overrides and non-characters go; a lone surrogate becomes U+FFFD; white space is folded.
    Cleaning twice changes nothing.
    """
    text = "" if value is None else str(value)
    text = _UNWANTED.sub("", _SURROGATES.sub("\ufffd", _LINE_ENDS.sub(" ", text)))
    text = unicodedata.normalize("NFC", " ".join(text.split(" ")).replace("\t", " ").replace("\n", " ")).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_tree(value: object) -> object:
    """A JSON value with lone surrogates replaced in every string and key, so that it can be written as UTF-8."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {str(clean_tree(key)): clean_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_tree(item) for item in value]
    return value
