"""The manifest of a backup: what it holds, with hashes, and the state of the product it was taken from."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from tracker.backup.errors import BackupRefused

NAME = "manifest.json"
FORMAT = 1
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file of the backup: its path from the backup's folder, its SHA-256 and its bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TableFact:
    """One table as it was saved: how many rows, and a digest of their content that no order changes."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a restore compares. `audit_digest` is the newest block of the audit chain, empty before the first."""

    made_at: str
    version: str
    engine: str
    database: FileFact
    tables: Mapping[str, TableFact]
    migrations: Mapping[str, list[str]]
    audit_digest: str
    files: list[FileFact] = field(default_factory=list)
    verified_at: str = ""
    format: int = FORMAT


def fact_of(path: Path, root: Path) -> FileFact:
    """Hash a file, a megabyte at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            digest.update(piece)
    return FileFact(path.relative_to(root).as_posix(), digest.hexdigest(), path.stat().st_size)


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest whole or not at all."""
    part = folder / f"{NAME}.part"
    part.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(folder / NAME)


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupRefused when there is none or it is of another format."""
    try:
        raw = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise BackupRefused(
                _("This backup has format %(format)s; this version reads %(known)s.")
                % {"format": raw["format"], "known": FORMAT}
            )
        return Manifest(
            **{
                **raw,
                "database": FileFact(**raw["database"]),
                "tables": {name: TableFact(**fact) for name, fact in raw["tables"].items()},
                "files": [FileFact(**fact) for fact in raw["files"]],
            }
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(
            _("%(folder)s holds no readable backup.") % {"folder": folder},
            hint=_("Name the folder that holds manifest.json."),
        ) from error


def check_files(facts: Iterable[FileFact], root: Path) -> None:
    """Compare files with their facts; raises BackupRefused naming each that is missing or differs."""
    wrong = [fact.path for fact in facts if not (root / fact.path).is_file() or fact_of(root / fact.path, root) != fact]
    if wrong:
        raise BackupRefused(
            _("Files are missing or were changed: %(files)s.") % {"files": ", ".join(wrong[:20])}, code="backup_damaged"
        )


def check_tables(found: Mapping[str, TableFact], wanted: Mapping[str, TableFact]) -> None:
    """Compare tables; raises BackupRefused naming each that differs."""
    wrong = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    if wrong:
        raise BackupRefused(
            _("Tables are not as they were saved: %(tables)s.") % {"tables": ", ".join(wrong)}, code="backup_differs"
        )
