"""`read_plan` prints YAML that the catalogue understands, or adds to a programme without overwriting."""

from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from programs.actors import Role
from programs.exceptions import NotAllowed
from programs.models import Measure, Section
from programs.plan_text import read_plan_text
from programs.services.plan_texts import plan_text_load
from tests.factories.programs import ProgramFactory, actor_with

pytestmark = pytest.mark.django_db
ENGLISH = "Better services\nSupport special branches.\nStudy joint lending.\n\nA wider market\nBanks shall report every quarter.\n"
CHINESE = "优化服务\n支持设立专营机构。\n研究联合授信。\n\n拓宽市场\n银行应按季报告。\n"


@pytest.fixture
def program():
    """An empty programme."""
    return ProgramFactory(code="pilot")


def run(path, *arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("read_plan", str(path), "--program", "pilot", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def written(folder, text: str, encoding: str = "utf-8"):
    """A file with the text."""
    path = folder / "plan.txt"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_dry_run_prints_yaml_and_writes_nothing(tmp_path, program):
    document = yaml.safe_load(run(written(tmp_path, ENGLISH), "--dry-run"))
    assert [section["code"] for section in document["sections"]] == ["S01", "S02"]
    measure = document["sections"][0]["measures"][1]
    assert (
        measure["code"],
        measure["number"],
        measure["position"],
        measure["commitment"],
        measure["name_en"],
        measure["name_zh"],
    ) == ("M002", 2, 2, "explore", "Study joint lending", "")
    assert not Section.objects.exists()


def test_both_languages_are_read_one_after_the_other_and_nothing_is_overwritten(tmp_path, program):
    assert "measures: 3 created" in run(written(tmp_path, ENGLISH))
    Measure.objects.filter(code="M001").update(name_en="Better wording by staff", lead_function="science")
    assert "measures: 0 created, 3 updated" in run(written(tmp_path, CHINESE, "gb18030"))
    assert "measures: 0 created, 0 updated, 3 unchanged" in run(written(tmp_path, ENGLISH))
    measure = Measure.objects.get(code="M001")
    assert (measure.name_en, measure.name_zh, measure.lead_function, measure.clause) == (
        "Better wording by staff",
        "支持设立专营机构",
        "science",
        "1.1",
    )
    assert Measure.objects.get(code="M003").clause == "2.1"


def test_wrong_files_and_programmes_are_sentences(tmp_path, program):
    for path in (tmp_path / "none.txt", written(tmp_path, "Nothing here.")):
        with pytest.raises(CommandError):
            run(path)
    program.delete()
    with pytest.raises(CommandError, match="no programme"):
        run(written(tmp_path, ENGLISH))
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xff\xff")
    with pytest.raises(CommandError, match="UTF-8"):
        run(binary)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_store_plan_texts(program, role):
    with pytest.raises(NotAllowed):
        plan_text_load(program=program, plan=read_plan_text(ENGLISH), by=actor_with(role))
