"""The person who does not exist: their diary comes and goes without touching anybody else's."""

from __future__ import annotations

from datetime import datetime

from gutline.store.models import Person
from gutline.store.queries.people import DEMO_ACCOUNT
from gutline.store.records import PersonRecord
from gutline.store.services.people import add_person
from gutline.store.writing import changing


def add_demo_person(zone: str, now: datetime) -> PersonRecord:
    """Add the person who does not exist.

    Raises
    ------
    StoreError
        When they are there already.
    """
    return add_person(zone, now, name="", account=DEMO_ACCOUNT)


@changing
def remove_demo_person() -> None:
    """Remove the person who does not exist and all that was made up for them, if they are there.

    Nothing of it is private, so that neither copies nor the bytes of the file are looked after, as
    they are when somebody is erased.
    """
    Person.objects.filter(account=DEMO_ACCOUNT).delete()
