"""Removes files of evidence that was never stored: their transaction failed after they were written, or the process died.

A file is written before its row is committed, never after, so no row is ever without its file. What a failed
transaction leaves is told by its age: no transaction is open for a day.
"""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from programs.models import Evidence
from programs.services.tasks.evidence import evidence_folder

AGE = timedelta(days=1)


def evidence_sweep(now: datetime | None = None) -> int:
    """Remove files of this and the previous month that no evidence refers to and that are older than a day.

    Returns how many. May run any time; two queries.
    """
    now = now or timezone.now()
    months = {evidence_folder(now), evidence_folder(now.replace(day=1) - timedelta(days=1))}
    return sum(_sweep(folder, now - AGE) for folder in months)


def _sweep(folder: str, before: datetime) -> int:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    kept = set(Evidence.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    orphans = [
        name
        for name in (f"{folder}/{name}" for name in names)
        if name not in kept and default_storage.get_modified_time(name) < before
    ]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)
