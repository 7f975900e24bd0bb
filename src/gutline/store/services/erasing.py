"""Erasing: rows go, and so do the bytes they were made of."""

from __future__ import annotations

import shutil

from django.db import connection

from gutline.store.copying import kept_models
from gutline.store.errors import BusyError
from gutline.store.home import BACKUPS, mail_place, prepare_home, remove_personal
from gutline.store.models import Person
from gutline.store.services.changes import locked_person
from gutline.store.settings import current_home
from gutline.store.writing import changing, one_writer


def erase_person(person: int) -> None:
    """Erase one person's diary for good, with all earlier versions and unencrypted copies.

    Backups that were written elsewhere cannot be reached; they stay sealed.

    Raises
    ------
    NotThereError
        When there is no such person.
    BusyError
        When another program still reads the old bytes; the rows are gone all the same.
    """
    _delete_person(person)
    mail_place(current_home(), person).unlink(missing_ok=True)
    shutil.rmtree(current_home() / BACKUPS, ignore_errors=True)
    prepare_home(current_home())
    _overwrite()


@changing
def _delete_person(person: int) -> None:
    locked_person(person).delete()


def erase_everything() -> None:
    """Erase everything that was ever kept in this home; what is left is an empty diary.

    Raises
    ------
    BusyError
        When another program still reads the old bytes; the rows are gone all the same.
    """
    _delete_all()
    remove_personal(current_home())
    _overwrite()


@changing
def _delete_all() -> None:
    Person.objects.all().delete()
    for model in kept_models():
        model._base_manager.all().delete()  # noqa: SLF001 - Django's documented way to reach all rows


def _overwrite() -> None:
    """Write the database anew without what was deleted, and empty its log."""
    with one_writer(), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for model in kept_models():
                name = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - as above
                cursor.execute(f"VACUUM FULL {name}")
            return
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise BusyError(
            "everything is erased from the diary, but another program has it open and still holds "
            "old bytes; close it and erase once more"
        )
