"""Makes draft tasks from the first sheet of an Excel workbook; every problem is told with its cell."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from programs.actors import SYSTEM
from programs.exceptions import DomainError, Problem
from programs.file_guard import inspect_file
from programs.models import Program
from programs.services.acting import through_door
from programs.services.tasks.importing import COLUMNS, NEEDED, Imported, tasks_import

HEADINGS = {  # what offices write above the columns
    **{name: name for name in COLUMNS},
    **dict(
        zip(
            ("编号", "举措", "城市", "牵头单位", "配合单位", "英文名称", "名称", "开始日期", "截止日期", "权重"),
            COLUMNS,
            strict=True,
        )
    ),
    "任务编号": "code",
    "试验区": "zone",
    "中文名称": "name_zh",
    "时限": "due",
}


class Command(BaseCommand):
    """`import_tasks FILE.xlsx --program CODE [--check]`."""

    help = f"Make draft tasks from an Excel sheet with the columns {', '.join(COLUMNS)} (English or Chinese headings). Known tasks are never overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --program, --check."""
        parser.add_argument("file", help="an .xlsx workbook; its first sheet is read")
        parser.add_argument("--program", required=True, help="code of the programme")
        parser.add_argument("--check", action="store_true", help="only say what would happen; write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, or print every problem and exit with 1."""
        program = Program.objects.filter(code=options["program"]).first()
        if program is None:
            raise CommandError(_("There is no programme '%(code)s'.") % {"code": options["program"]})
        columns: list[str] = []
        try:
            columns, rows = table_of(Path(options["file"]))
            imported = self._import(program, rows, keep=not options["check"])
        except DomainError as error:
            self._tell(error.problems, columns)
            raise CommandError(
                _("%(count)s problems; nothing was imported.") % {"count": len(error.problems)}
            ) from error
        self._tell(imported.notes, columns)
        self.stdout.write(f"tasks: {imported.created} created, {imported.unchanged} unchanged")

    def _tell(self, problems: Sequence[Problem], columns: list[str]) -> None:
        for problem in problems:
            self.stderr.write(f"{cell_of(problem, columns)} {problem.message} {problem.hint}".strip())

    def _import(self, program: Program, rows: list[dict[str, Any]], *, keep: bool) -> Imported:
        with through_door("command"), transaction.atomic():
            imported = tasks_import(program=program, rows=rows, by=SYSTEM)
            transaction.set_rollback(not keep)
        return imported


def table_of(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """Column names in order ("" = not ours) and the rows that are not empty. Raises DomainError or CommandError."""
    try:
        body = path.read_bytes()
        inspect_file(path.name, body, most_bytes=settings.UPLOAD_MAX_BYTES)
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except OSError as error:
        raise CommandError(
            _("The file '%(name)s' cannot be read: %(detail)s.") % {"name": path, "detail": error.strerror}
        ) from error
    except (CalamineError, IndexError) as error:
        raise CommandError(_("The workbook is damaged or empty. Save it again in Excel.")) from error
    columns = [HEADINGS.get(str(heading).strip().lower(), "") for heading in (sheet[0] if sheet else [])]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise CommandError(_("The first row names no column %(names)s.") % {"names": ", ".join(missing)})
    rows = []
    for line in sheet[1:]:
        row = {name: _plain(value) for name, value in zip(columns, line, strict=False) if name}
        rows.append(row)
    while rows and not any(value not in (None, "") for value in rows[-1].values()):
        rows.pop()
    return columns, rows


def _plain(value: Any) -> Any:
    """Whole numbers that Excel keeps as 310000.0 become 310000."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def cell_of(problem: Problem, columns: list[str]) -> str:
    """The cell of a pointer such as `/rows/0/due`: D2 for the fourth column."""
    parts = problem.pointer.split("/")
    if len(parts) != 4 or parts[3] not in columns:
        return problem.pointer
    return f"{chr(ord('A') + columns.index(parts[3]))}{int(parts[2]) + 2}:"
