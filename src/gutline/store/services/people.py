"""People come, move to another zone, and set things."""

from __future__ import annotations

import re
from datetime import datetime

from gutline.diary.entries import RowError
from gutline.diary.texts import tidy_name
from gutline.diary.zones import zone_named
from gutline.store.errors import SettingError, StoreError
from gutline.store.models import Choice, Person
from gutline.store.plain_data import json_text
from gutline.store.records import PersonRecord
from gutline.store.rows import person_record
from gutline.store.services.changes import locked_person, note_change
from gutline.store.tokens import KEY_PREFIX
from gutline.store.writing import changing

LONGEST_PERSON_NAME = 200
LARGEST_CHOICE = 100_000
_KEY = re.compile(r"[a-z][a-z0-9_.-]{0,79}")


@changing
def add_person(zone: str, now: datetime, *, name: str = "", account: str = "") -> PersonRecord:
    """Add somebody whose diary is kept here.

    Parameters
    ----------
    zone : str
        The zone they live in.
    now : datetime
        The present, aware.
    name : str
        What they like to be called; may be empty.
    account : str
        The account they sign in with; empty where nobody signs in.

    Raises
    ------
    DiaryError
        When there is no such zone.
    StoreError
        When the account has a diary already, or the name cannot be kept.
    """
    zone_named(zone)
    if account and Person.objects.filter(account=account).exists():
        raise StoreError("this account has a diary already; sign in to open it")
    row = Person.objects.create(
        zone=zone, name=_person_name(name), account=account or None, created_at=now
    )
    return person_record(row)


def _person_name(name: str) -> str:
    try:
        tidy = tidy_name(name)
    except RowError as error:
        raise StoreError(str(error)) from None
    if len(tidy) > LONGEST_PERSON_NAME:
        raise StoreError(f"the name is longer than {LONGEST_PERSON_NAME} characters; shorten it")
    return tidy


@changing
def move_to_zone(person: int, zone: str) -> PersonRecord:
    """Change the zone a person lives in. What was logged before keeps its times and its zone.

    Raises
    ------
    DiaryError
        When there is no such zone.
    NotThereError
        When there is no such person.
    """
    zone_named(zone)
    row = locked_person(person)
    if row.zone != zone:
        note_change(row)
        row.refresh_from_db()
        row.zone = zone
        row.save()
    return person_record(row)


@changing
def rename(person: int, name: str) -> PersonRecord:
    """Change what a person is called.

    Raises
    ------
    StoreError
        When the name cannot be kept.
    """
    row = locked_person(person)
    row.name = _person_name(name)
    row.save(update_fields=["name"])
    return person_record(row)


@changing
def choose(person: int, key: str, value: object, now: datetime) -> None:
    """Set something for a person; None goes back to what is usual.

    Raises
    ------
    SettingError
        When the key is not a plain word, or the value is no JSON or too large.
    """
    row = locked_person(person)
    if not _KEY.fullmatch(key) or key.startswith(KEY_PREFIX):
        raise SettingError(f"{key[:40]!r} cannot be set; a key is made of small letters")
    if value is None:
        Choice.objects.filter(person=row, key=key).delete()
        return
    json_text(value, f"the value of {key!r}", LARGEST_CHOICE, SettingError)
    Choice.objects.update_or_create(
        person=row, key=key, defaults={"value": value, "changed_at": now}
    )
