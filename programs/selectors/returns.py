"""Why tasks were sent back: the reason, who gave it and when, read from the audit trail."""

from collections.abc import Collection

from programs.models import AuditEvent, Task, TaskState


def return_events(tasks: Collection[Task]) -> dict[int, AuditEvent]:
    """The event that last returned each task that stands returned now; one query, none when no task does."""
    returned = {str(task.pk): task.pk for task in tasks if task.state == TaskState.RETURNED}
    if not returned:
        return {}
    events = (
        AuditEvent.objects.filter(
            table_name=Task._meta.db_table, row_key__in=returned, after__state=TaskState.RETURNED.value
        )
        .exclude(before__state=TaskState.RETURNED.value)
        .order_by("id")
    )
    return {returned[event.row_key]: event for event in events}
