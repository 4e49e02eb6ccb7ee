"""The page: one file, nothing loaded, nothing run, readable without colour."""

from html.parser import HTMLParser

import pytest

from tests.reports.conftest import content_of, file_of

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that are not closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def page(kind: str, language: str) -> Page:
    return Page(file_of(kind, language, "html").decode("utf-8"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["sample", "hostile", "first_issue"])
def test_loads_and_runs_nothing(kind, language):
    for tag, attributes in page(kind, language).tags:
        assert tag not in {
            "script",
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "input",
            "image",
            "use",
            "b2",
        }
        assert not [
            name for name in attributes if name.startswith("on") or name in {"src", "style", "srcset", "xlink:href"}
        ]
        address = attributes.get("href")
        assert address is None or address.startswith(("#", "http://tracker.example/lineage/"))
    assert "url(" not in file_of(kind, language, "html").decode().replace("url(#", "")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_language_title_and_label(language):
    found = page("sample", language)
    assert found.tags[0] == ("html", {"lang": "zh-Hans" if language == "zh-hans" else "en"})
    label = content_of("sample", language).demonstration
    source = file_of("sample", language, "html").decode()
    assert f"– {label}</title>" in source
    assert source.count(label) >= 3
    assert "@top-right" in source
    assert (
        "report-demonstration" in dict(next(attributes for tag, attributes in found.tags if tag == "article"))["class"]
    )


def test_charts_are_drawings_with_words_and_ids_of_their_own():
    found = page("sample", "zh-hans")
    drawings = [attributes for tag, attributes in found.tags if attributes.get("role") == "img"]
    assert len(drawings) == 6
    assert all(attributes["aria-label"] for attributes in drawings)
    assert sum(tag == "svg" for tag, _attributes in found.tags) == 6
    identities = [attributes["id"] for _tag, attributes in found.tags if "id" in attributes]
    assert len(identities) == len(set(identities))


def test_every_rating_cell_has_a_symbol():
    source = page("sample", "en")
    assert any("rating-off_track" in (attributes.get("class") or "") for _tag, attributes in source.tags)
    text = "".join(source.text)
    assert "■ Off track" in text
    assert "● O" in text


def test_hostile_text_is_escaped():
    source = file_of("hostile", "en", "html").decode("utf-8")
    assert "<script" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "<svg onload" not in source
    assert "{% debug %}" in source
    assert "\u202e" not in source


def test_tables_have_captions_and_heads():
    found = page("sample", "en")
    tables = sum(tag == "table" for tag, _attributes in found.tags)
    assert tables == sum(tag == "caption" for tag, _attributes in found.tags)
    assert all(attributes.get("scope") in {"col", "colgroup"} for tag, attributes in found.tags if tag == "th")


def test_long_tables_are_whole_on_the_page():
    text = "".join(page("sample", "en").text)
    assert text.count("Science and Technology Bureau") >= 5
