"""What can go wrong with what is kept, each told in a sentence a person can act on."""

from __future__ import annotations


class StoreError(ValueError):
    """Something cannot be kept, found or changed; the message says what, where and what to do."""


class NotThereError(StoreError):
    """What was asked for does not exist, or belongs to somebody else."""


class EntryRefusedError(StoreError):
    """An entry is not a possible one; nothing of what came with it was kept.

    Attributes
    ----------
    field : str
        The field that is wrong: "name", "value", "detail.sites".
    value : str
        What stood there, shortened.
    reason : str
        Why it cannot be kept and what to do.
    index : int
        Which of several entries, from 0.
    """

    def __init__(self, field: str, value: str, reason: str, index: int = 0) -> None:
        shown = f" {value!r}" if value else ""
        super().__init__(f"{field}{shown}: {reason}")
        self.field = field
        self.value = value
        self.reason = reason
        self.index = index


class ConflictError(StoreError):
    """What was meant to be changed or sent again says something else by now."""


class MissingKeyError(StoreError):
    """A request that must be kept exactly once came without its key."""


class KeyReusedError(StoreError):
    """A key that was used already came with other contents."""


class FullDiskError(StoreError):
    """The disk is full, and nothing was changed."""


class BusyError(StoreError):
    """Another program held the database for too long, and nothing was changed."""


class UnsafeDatabaseError(StoreError):
    """The database does not keep the promises that nothing acknowledged is lost."""


class NewerSchemaError(StoreError):
    """The database was written by a newer Gutline."""


class SettingError(StoreError):
    """A setting of where things are kept is wrong."""


class BackupError(StoreError):
    """A backup cannot be written, read or trusted."""


class NotEmptyError(StoreError):
    """Something would be overwritten that nobody said may be."""
