"""The uploaded and rendered files, where they lie in a folder. In object storage they are that storage's to keep."""

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tracker.backup.errors import BackupRefused
from tracker.backup.manifest import FileFact, fact_of

FOLDER = "files"


def in_a_folder() -> bool:
    """Whether files lie in `MEDIA_ROOT`."""
    return "FileSystemStorage" in settings.STORAGES["default"]["BACKEND"]


def save(folder: Path) -> list[FileFact]:
    """Copy every file; call it after the database is saved, so that each file that a row names is there."""
    source = Path(settings.MEDIA_ROOT)
    if not in_a_folder() or not source.is_dir():
        return []
    facts = []
    for path in sorted(path for path in source.rglob("*") if path.is_file() and not path.name.endswith(".part")):
        target = folder / FOLDER / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        facts.append(fact_of(target, folder))
    return facts


def bring_back(folder: Path, facts: list[FileFact]) -> None:
    """Copy the saved files back and compare them. Raises BackupRefused when another file of the same name lies there."""
    target_root = Path(settings.MEDIA_ROOT)
    for fact in facts:
        target = target_root / Path(fact.path).relative_to(FOLDER)
        if target.exists() and fact_of(target, target_root).sha256 != fact.sha256:
            raise BackupRefused(
                _("Another file lies at %(path)s.") % {"path": target}, hint=_("Restore into an empty installation.")
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        shutil.copyfile(folder / fact.path, part)
        part.replace(target)
        if fact_of(target, target_root).sha256 != fact.sha256:
            raise BackupRefused(_("%(path)s did not arrive whole.") % {"path": target}, code="backup_differs")
