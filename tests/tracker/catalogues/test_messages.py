"""Messages are collected from Python and templates exactly as Django will look them up."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from tracker.catalogues.messages import app_messages, python_messages, template_messages


def ids(source: str) -> list[tuple[str, str, str]]:
    """(id, plural, context) of a template's messages."""
    return [(message.id, message.plural, message.context) for message in template_messages(source, "t.html")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Task" %}', ("Task", "", "")),
        ("{% trans 'Task' as title %}", ("Task", "", "")),
        ('{% translate "May" context "month" %}', ("May", "", "month")),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", ("Hello %(name)s", "", "")),
        ("{% blocktranslate trimmed %}\n  Hello\n  you\n{% endblocktranslate %}", ("Hello you", "", "")),
        (
            "{% blocktranslate count n=tasks %}{{ n }} task{% plural %}{{ n }} tasks{% endblocktranslate %}",
            ("%(n)s task", "%(n)s tasks", ""),
        ),
        ("{% blocktrans with a=b context 'x' %}{{ a }} at 5%{% endblocktrans %}", ("%(a)s at 5%%", "", "x")),
        ('{% include "a.html" with title=_("Late") %}', ("Late", "", "")),
        ('{{ value|default:_("none") }}', ("none", "", "")),
    ],
)
def test_template_messages(source: str, expected: tuple[str, str, str]) -> None:
    assert ids(source) == [expected]


def test_text_outside_the_tags_is_no_message() -> None:
    assert ids("<p>Task</p>{# translate 'x' #}{{ task }}{% if a %}{% endif %}") == []


@pytest.mark.parametrize(
    "source",
    [
        "{% load i18n %}{% blocktranslate trimmed %}\n  {{ a }} of 5%\n  done\n{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate %}\n  {{ a }}\n{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate count n=2 %}{{ n }} task{% plural %}{{ n }} tasks{% endblocktranslate %}",
    ],
)
def test_the_collected_id_is_what_django_asks_for(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    def gettext(text: str) -> str:
        asked.add(text)
        return text

    def ngettext(singular: str, plural: str, number: int) -> str:
        asked.update((singular, plural))
        return plural

    monkeypatch.setattr(translation, "gettext", gettext)
    monkeypatch.setattr(translation, "ngettext", ngettext)
    Template(source).render(Context({"a": 1}))
    (message,) = template_messages(source, "t.html")
    assert asked == {message.id, message.plural} - {""}


def test_python_messages(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(
        '_("One")\nngettext("%(n)s task", "%(n)s tasks", n)\npgettext("month", "May")\nother("No")\n_("Two " "parts")\n',
        encoding="utf-8",
    )
    found = [(message.id, message.plural, message.context) for message in python_messages(path, "a.py")]
    assert found == [("One", "", ""), ("%(n)s task", "%(n)s tasks", ""), ("May", "", "month"), ("Two parts", "", "")]


def test_an_apps_messages_come_from_its_sources_only(tmp_path: Path) -> None:
    app = tmp_path / "app"
    for name, text in {
        "a.py": '_("A")',
        "migrations/0001.py": '_("B")',
        "templates/app/x.html": '{% translate "C" %}',
        "static/x.html": '{% translate "D" %}',
    }.items():
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        (app / name).write_text(text, encoding="utf-8")
    assert [message.id for message in app_messages(app)] == ["A", "C"]
