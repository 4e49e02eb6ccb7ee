"""What can go wrong with a backup, as sentences with what to do."""

from programs.exceptions import DomainError


class BackupRefused(DomainError):
    """The backup or restore cannot be done, or what came back is not what was saved."""

    status = 409
    code = "backup_refused"
