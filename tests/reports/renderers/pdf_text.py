"""The text of a PDF's pages, read back through the fonts' own ToUnicode tables."""

import io
import re

import pikepdf


def page_texts(data: bytes) -> list[str]:
    """One string per page without white space: enough to find figures and labels."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return [re.sub(r"\s+", "", _text(page.obj, page.obj.Resources)) for page in document.pages]


def _text(holder: pikepdf.Object, resources: pikepdf.Object) -> str:
    maps = {name: _unicode_map(font) for name, font in dict(resources.get("/Font", {})).items()}
    current: dict[int, str] = {}
    parts: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(holder):
        name = str(operator)
        if name == "Tf":
            current = maps[str(operands[0])]
        elif name in {"Tj", "'", '"'}:
            parts.append(_decode(operands[-1], current))
        elif name == "TJ":
            parts += [_decode(item, current) for item in operands[0] if isinstance(item, pikepdf.String)]
        elif name == "Do":
            inner = resources.XObject[str(operands[0])]
            if inner.get("/Subtype") == "/Form":
                parts.append(_text(inner, inner.get("/Resources", resources)))
    return "".join(parts)


def _decode(shown: pikepdf.String, current: dict[int, str]) -> str:
    raw = bytes(shown)
    return "".join(current.get(int.from_bytes(raw[place : place + 2]), "") for place in range(0, len(raw), 2))


def _unicode_map(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(value, 16)
            found.update(
                {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
            )
    return found
