"""`import_tasks` makes drafts from a sheet, tells every problem with its cell, and overwrites nothing."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from programs.actors import SYSTEM, Role
from programs.exceptions import NotAllowed
from programs.models import Program, Task
from programs.services.plans import plan_load
from programs.services.tasks.importing import tasks_import
from tests.factories.plan_document import plan_document
from tests.factories.programs import TaskFactory, actor_with

pytestmark = pytest.mark.django_db
ENGLISH = ["code", "measure", "zone", "lead", "cooperating", "name_en", "name_zh", "start", "due", "weight", "remark"]
CHINESE = [
    "任务编号",
    "举措",
    "城市",
    "牵头单位",
    "配合单位",
    "英文名称",
    "名称",
    "开始日期",
    "截止日期",
    "权重",
    "备注",
]
GOOD = ["T-1", "M001", 310000, "SH-STC", "SH-FIN, JS-FIN", "", "任务一", date(2023, 1, 3), date(2025, 6, 30), 2.5, "x"]


@pytest.fixture(autouse=True)
def program():
    """The small plan."""
    plan_load(document=plan_document(), by=SYSTEM)
    return Program.objects.get()


def sheet(folder, *rows, headings=ENGLISH):
    """A workbook with the rows."""
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    path = folder / "tasks.xlsx"
    book.save(path)
    return str(path)


def run(path: str, *arguments: str) -> str:
    """What the command prints; its errors in `run.errors`."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_tasks", path, "--program", "small-pilot", *arguments, stdout=out, stderr=err)
    finally:
        run.errors = err.getvalue().splitlines()
    return out.getvalue().strip()


@pytest.mark.parametrize("headings", [ENGLISH, CHINESE])
def test_rows_become_drafts_and_a_second_run_changes_nothing(tmp_path, headings):
    path = sheet(tmp_path, GOOD, headings=headings)
    assert run(path, "--check") == "tasks: 1 created, 0 unchanged"
    assert not Task.objects.exists()
    assert run(path) == "tasks: 1 created, 0 unchanged"
    task = Task.objects.get()
    assert (task.code, task.zone.code, task.lead.code, task.state, task.due, task.original_due, str(task.weight)) == (
        "T-1",
        "310000",
        "SH-STC",
        "draft",
        date(2025, 6, 30),
        date(2025, 6, 30),
        "2.50",
    )
    assert (task.name_en, task.name_zh) == ("Measure 1", "任务一")
    assert {agency.code for agency in task.cooperating.all()} == {"SH-FIN", "JS-FIN"}
    assert run(path) == "tasks: 0 created, 1 unchanged"


def test_what_a_known_task_has_otherwise_is_told_with_its_cell_and_not_changed(tmp_path):
    run(sheet(tmp_path, GOOD))
    other = [*GOOD[:4], "SH-FIN", *GOOD[5:7], date(2023, 2, 1), date(2026, 1, 31), 3, "x"]
    assert run(sheet(tmp_path, other)) == "tasks: 0 created, 1 unchanged"
    assert sorted(line.partition(":")[0] for line in run.errors) == ["E2", "H2", "I2", "J2"]
    due = next(line for line in run.errors if line.startswith("I2:"))
    assert "2025-06-30 here and was not changed. Change it in the admin, with a reason." in due
    task = Task.objects.get()
    assert (task.due, task.original_due, str(task.weight)) == (date(2025, 6, 30), date(2025, 6, 30), "2.50")
    run(sheet(tmp_path, [*GOOD[:4], "", *GOOD[5:7], "", GOOD[8], "", ""]))
    assert run.errors == [], "an empty cell says nothing"


def test_every_problem_is_told_with_its_cell_and_nothing_is_imported(tmp_path):
    bad = ["", "M999", "999999", "NO-ONE", "NEITHER", "", "", "soon", date(2040, 1, 1), -1, ""]
    with pytest.raises(CommandError) as caught:
        run(sheet(tmp_path, GOOD, bad))
    assert caught.value.returncode == 1
    assert {line.partition(":")[0] for line in run.errors} == {"A3", "B3", "C3", "D3", "E3", "H3", "I3", "J3"}
    assert not Task.objects.exists()


def test_known_codes_and_places_are_not_taken_twice(tmp_path):
    same_place = ["T-2", *GOOD[1:]]
    with pytest.raises(CommandError):
        run(sheet(tmp_path, GOOD, same_place))
    assert run.errors[0].startswith("D3:")
    run(sheet(tmp_path, GOOD))
    with pytest.raises(CommandError):
        run(sheet(tmp_path, [*GOOD[:6], "Other name", *GOOD[7:]]))
    assert run.errors[0].startswith("A2:")


def test_wrong_files_are_sentences(tmp_path):
    text = tmp_path / "tasks.xlsx"
    text.write_text("no workbook")
    for path in (str(text), str(tmp_path / "none.xlsx"), sheet(tmp_path, headings=["code", "measure"])):
        with pytest.raises(CommandError):
            run(path)
    with pytest.raises(CommandError, match="no programme"):
        call_command("import_tasks", "x.xlsx", "--program", "nothing")


def test_queries_do_not_grow_with_rows(program):
    TaskFactory()
    counts = []
    for number in (1, 4):
        rows = [
            {
                "code": f"T-{number}-{measure}",
                "measure": f"M00{measure}",
                "zone": "320100",
                "lead": "JS-FIN" if number == 1 else "NJ-STC",
                "due": "2025-06-30",
            }
            for measure in range(1, number + 1)
        ]
        with CaptureQueriesContext(connection) as queries:
            assert tasks_import(program=program, rows=rows, by=SYSTEM).created == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_import(program, role):
    with pytest.raises(NotAllowed):
        tasks_import(program=program, rows=[], by=actor_with(role))
