"""What page tests share: clients that are signed in, and a judge of the HTML that pages send."""

import re
from collections import Counter
from typing import Any

from django.test import Client
from lxml import html

from programs.models import User

LANGUAGES = ("en", "zh-hans")
HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"""
FIELDS = "//input[not(@type='hidden')] | //select | //textarea"


def client_of(user: User | None, language: str = "en") -> Client:
    """A browser in which the user is signed in (nobody for None) and a language is chosen."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def page_problems(response: Any) -> list[str]:
    """What is wrong with a page: headings, labels, identifiers, and anything the content policy would block."""
    text = response.content.decode()
    page = html.document_fromstring(text)
    found = []
    if len(page.xpath("//h1")) != 1:
        found.append(f"{len(page.xpath('//h1'))} main headings")
    if not page.xpath("/html/@lang"):
        found.append("the page does not name its language")
    if not (page.findtext(".//title") or "").strip():
        found.append("no title")
    found += [f"identifier used twice: {name}" for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    labelled = set(page.xpath("//label/@for"))
    found += [
        f"field without a label: {field.get('name')}"
        for field in page.xpath(FIELDS)
        if field.get("id") not in labelled and not field.get("aria-label")
    ]
    found += [f"inline style on {node.tag}" for node in page.xpath("//*[@style] | //style")]
    found += ["inline script" for _node in page.xpath("//script[not(@src)]")]
    found += [
        f"inline handler {name}"
        for node in page.iter()
        for name in getattr(node, "attrib", {})
        if name.startswith("on")
    ]
    found += [
        f"loads from elsewhere: {address}"
        for address in page.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
        if re.match(r"(https?:)?//", address)
    ]
    known = set(page.xpath("//@id"))
    found += [
        f"refers to nothing: {name}"
        for names in page.xpath("//@aria-labelledby | //@aria-describedby")
        for name in names.split()
        if name not in known
    ]
    found += [
        "unrendered template text"
        for mark in ("{{", "{%", "%(")
        if mark in re.sub(re.escape("{{ 7|add:7 }}"), "", page.text_content())
    ]
    return found


def text_of(response: Any) -> str:
    """The words of a page with single spaces."""
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())
