"""The history of a task names people and doors as its readers do."""

from django.utils.translation import override

from programs.models import AuditEvent, Task
from reports.pages.trail import _entry


def test_people_and_doors_are_told_in_words() -> None:
    event = AuditEvent(actor="user:hefei-reporter", door="admin", before=None, after={})
    with override("zh-hans"):
        entry = _entry(event, Task, {})
    assert (entry["who"], entry["door"]) == ("hefei-reporter", "管理后台")
