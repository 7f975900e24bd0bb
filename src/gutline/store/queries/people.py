"""Who keeps a diary here, and what they have set."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gutline.store.errors import NotThereError
from gutline.store.models import Choice, Entry, Person
from gutline.store.records import PersonRecord
from gutline.store.rows import person_record
from gutline.store.tokens import KEY_PREFIX

DEMO_ACCOUNT = "demo"
"""The account by which the person who does not exist is known."""


def person(key: int) -> PersonRecord:
    """Return one person.

    Raises
    ------
    NotThereError
        When there is none with this number.
    """
    row = Person.objects.filter(pk=key).first()
    if row is None:
        raise NotThereError("there is no such person; sign in again")
    return person_record(row)


def people() -> tuple[PersonRecord, ...]:
    """Return everybody, those who came first first."""
    return tuple(person_record(row) for row in Person.objects.order_by("pk"))


def person_of_account(account: str) -> PersonRecord | None:
    """Return the person who signs in with an account; None when there is none yet."""
    row = Person.objects.filter(account=account).first()
    return None if row is None else person_record(row)


def person_without_account() -> PersonRecord | None:
    """Return the person who keeps a diary here without an account; None when there is none."""
    row = Person.objects.filter(account=None).order_by("pk").first()
    return None if row is None else person_record(row)


def entry_count(key: int) -> int:
    """Return how many entries a person has."""
    return Entry.objects.filter(person_id=key, deleted_at=None).count()


def only_person() -> PersonRecord | None:
    """Return the person whose diary this is; None before anything was logged.

    The person who does not exist, whose diary is made up for a demo, is not meant.

    Raises
    ------
    NotThereError
        When several people keep their diaries here, so that none of them can be meant.
    """
    rows = Person.objects.exclude(account=DEMO_ACCOUNT).order_by("pk")
    found = [person_record(row) for row in rows]
    if len(found) > 1:
        raise NotThereError(
            "several people keep their diaries in this database; sign in on its pages instead"
        )
    return found[0] if found else None


def choices(key: int) -> dict[str, object]:
    """Return everything a person has set, by key; never the tokens they gave to programs."""
    rows = Choice.objects.filter(person_id=key).exclude(key__startswith=KEY_PREFIX)
    return dict(rows.order_by("key").values_list("key", "value"))


def names_of_others(key: int, names: Collection[str], entries: Collection[int]) -> set[str]:
    """Return which names of supplements a person's entries have, other than those entries."""
    rows = Entry.objects.filter(person_id=key, kind="supplement", name__in=names)
    return set(rows.exclude(pk__in=entries).values_list("name", flat=True).distinct())


def names_logged(key: int, kind: str, since: date) -> tuple[str, ...]:
    """Return the names a person has logged under a kind since a day, as typed."""
    rows = Entry.objects.filter(person_id=key, deleted_at=None, day__gte=since, kind=kind)
    return tuple(rows.order_by("name").values_list("name", flat=True).distinct())
