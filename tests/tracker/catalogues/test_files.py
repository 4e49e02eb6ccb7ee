"""Catalogues are updated without losing translations, compiled once, and incomplete ones are found."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.catalogues.completeness import problems
from tracker.catalogues.files import compile_place, load, update_place
from tracker.catalogues.places import Place, places


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An app with two messages and no catalogue yet."""
    app = tmp_path / "app"
    app.mkdir()
    (app / "a.py").write_text('_("Task %(name)s")\nngettext("%(n)s day", "%(n)s days", n)\n', encoding="utf-8")
    return Place("app", app, "zh_Hans")


def translated(place: Place, task: str = "任务 %(name)s", days: str = "%(n)s 天", extra: str = "") -> None:
    """Write a catalogue with these translations."""
    place.po.parent.mkdir(parents=True, exist_ok=True)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    )
    body = f'\nmsgid "Task %(name)s"\nmsgstr "{task}"\n\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "{days}"\n{extra}'
    place.po.write_text(head + body, encoding="utf-8")


def test_a_complete_catalogue_has_no_problem(place: Place) -> None:
    translated(place)
    assert list(problems(place)) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"task": ""}, "is not translated"),
        ({"task": "任务"}, "has the placeholders"),
        ({"task": "任务 %(nam)s"}, "has the placeholders"),
        ({"days": ""}, "is not translated"),
        ({"days": "%(m)s 天"}, "has the placeholders"),
        ({"extra": '\nmsgid "Gone"\nmsgstr "没了"\n'}, "which no source uses"),
        ({"extra": '\n#, fuzzy\nmsgid "Gone"\nmsgstr "没了"\n'}, "which no source uses"),
    ],
)
def test_each_fault_of_a_catalogue_is_found(place: Place, options: dict, sentence: str) -> None:
    translated(place, **options)
    (problem,) = problems(place)
    assert sentence in problem


def test_a_fuzzy_translation_is_found(place: Place) -> None:
    translated(place)
    place.po.write_text(
        place.po.read_text(encoding="utf-8").replace('\nmsgid "Task', '\n#, fuzzy\nmsgid "Task'), encoding="utf-8"
    )
    assert [problem.rsplit(" ", 2)[-2:] for problem in problems(place)] == [["is", "fuzzy"]]


def test_a_message_without_catalogue_is_found_with_its_place(place: Place) -> None:
    found = list(problems(place))
    assert len(found) == 2
    assert "app/a.py:1" in found[0]


def test_updating_adds_new_messages_keeps_translations_and_drops_unused(place: Place) -> None:
    translated(place, extra='\nmsgid "Gone"\nmsgstr "没了"\n')
    (place.folder / "b.py").write_text('_("New")', encoding="utf-8")
    assert update_place(place) is True
    catalogue = load(place)
    assert catalogue.get("Task %(name)s").string == "任务 %(name)s"
    assert catalogue.get("New").string == ""
    assert catalogue.get("Gone") is None
    assert "Gone" not in place.po.read_text(encoding="utf-8")


def test_updating_twice_changes_nothing(place: Place) -> None:
    update_place(place)
    before = place.po.read_bytes()
    assert update_place(place) is False
    assert place.po.read_bytes() == before


def test_compiling_is_done_once_and_leaves_fuzzy_out(place: Place) -> None:
    assert compile_place(place) is False
    translated(place, extra='\n#, fuzzy\nmsgid "Guess"\nmsgstr "猜"\n')
    assert compile_place(place) is True
    assert compile_place(place) is False
    content = place.mo.read_bytes()
    assert "任务".encode() in content
    assert "猜".encode() not in content


def test_every_app_has_a_place_for_chinese() -> None:
    assert {(place.app, place.locale) for place in places()} == {
        (app, "zh_Hans") for app in ("programs", "indicators", "reports", "tracker")
    }


def test_the_commands_work_on_the_apps_catalogues(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("compile_catalogues", "extract_catalogues", "check_catalogues"):
        monkeypatch.setattr(f"tracker.management.commands.{command}.places", lambda: [place])
    call_command("extract_catalogues")
    with pytest.raises(CommandError, match="2 problems"):
        call_command("check_catalogues")
    translated(place)
    call_command("check_catalogues")
    call_command("compile_catalogues")
    output = capsys.readouterr().out
    assert "The catalogues are complete." in output
    assert "1 catalogues compiled." in output
