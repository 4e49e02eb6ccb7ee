"""SVG that may stand inside a page: only shapes and text, no script, no style, no address."""

from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from reports.renderers.markup import OwnMarkup

SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath"})
_ATTRIBUTES = frozenset(
    {
        "width",
        "height",
        "viewBox",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "transform",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-miterlimit",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "opacity",
        "text-anchor",
        "dominant-baseline",
        "font-family",
        "font-size",
        "font-weight",
        "id",
        "clip-path",
    }
)


def clean_svg(markup: str, prefix: str) -> OwnMarkup:
    """The drawing with nothing but known elements and attributes; ids get `prefix`; invisible parts go.

    Raises a parse error for text that is not XML.
    """
    register_namespace("", SVG)
    root = fromstring(markup)
    _clean(root, prefix)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return OwnMarkup(tostring(root, encoding="unicode"))


def _clean(element: Element, prefix: str) -> None:
    for child in list(element):
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name not in _ELEMENTS or child.get("opacity") == "0" or child.get("display") == "none":
            element.remove(child)
        else:
            _clean(child, prefix)
    for name in list(element.attrib):
        value = element.attrib[name]
        if name not in _ATTRIBUTES or ("url(" in value and not value.startswith("url(#")):
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{prefix}-{value}")
        elif value.startswith("url(#"):
            element.set(name, f"url(#{prefix}-{value[5:]}")
