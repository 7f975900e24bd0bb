"""Accounts are made, given new passwords, and removed by the owner of the server alone."""

from __future__ import annotations

import shutil
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gutline.store.accounts import account_key
from gutline.store.errors import StoreError
from gutline.store.home import foods_place, make_foods_place
from gutline.store.models import Person
from gutline.store.queries.accounts import person_of_user, user_named
from gutline.store.records import PersonRecord
from gutline.store.rows import person_record
from gutline.store.services.erasing import erase_person
from gutline.store.services.people import add_person
from gutline.store.settings import current_home
from gutline.store.writing import changing


@changing
def add_account(
    name: str, password: str, zone: str, now: datetime, *, take_diary: bool = False
) -> PersonRecord:
    """Make an account, and the diary it opens.

    Parameters
    ----------
    name : str
        What is typed to sign in.
    password : str
    zone : str
        The zone the person lives in.
    now : datetime
        The present, aware.
    take_diary : bool
        Whether the diary that was kept here without an account is theirs from now on.

    Raises
    ------
    StoreError
        When the name is taken or not possible, the password is too weak, or there is no diary
        without an account to take.
    """
    user = User(username=name)
    _check(user, password)
    user.set_password(password)
    user.save()
    if take_diary:
        return _taken(account_key(user.pk))
    return person_for(user.pk, zone, now)


def _check(user: User, password: str) -> None:
    try:
        user.clean_fields(exclude=["password"])
        user.validate_unique()
        validate_password(password, user)
    except ValidationError as error:
        raise StoreError(" ".join(error.messages)) from None


def _taken(account: str) -> PersonRecord:
    row = Person.objects.filter(account=None).order_by("pk").first()
    if row is None:
        raise StoreError("there is no diary here without an account; leave --take-diary out")
    row.account = account
    row.save(update_fields=["account"])
    return person_record(row)


@changing
def person_for(user: int, zone: str, now: datetime) -> PersonRecord:
    """Return the person of an account; added, with a folder of their own, when there is none."""
    found = person_of_user(user)
    if found is None:
        found = add_person(zone, now, account=account_key(user))
        make_foods_place(current_home(), found.key)
    return found


@changing
def set_password(name: str, password: str, *, forget_keys: bool = False) -> None:
    """Give an account another password; who is signed in with the old one is no longer.

    Parameters
    ----------
    name, password : str
    forget_keys : bool
        Whether passkeys, authenticator apps and recovery codes are forgotten too, as when a phone
        was lost.

    Raises
    ------
    NotThereError
        When there is no such account.
    StoreError
        When the password is too weak.
    """
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - its tables are not everywhere

    user = User.objects.get(pk=user_named(name))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise StoreError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    if forget_keys:
        Authenticator.objects.filter(user_id=user.pk).delete()


def remove_account(name: str) -> None:
    """Remove an account, and erase the diary it opened for good.

    Raises
    ------
    NotThereError
        When there is no such account.
    BusyError
        As in `erase_person`.
    """
    remove_user(user_named(name))


def remove_user(user: int) -> None:
    """Remove the account of a number, and erase the diary it opened for good.

    Raises
    ------
    BusyError
        As in `erase_person`.
    """
    person = person_of_user(user)
    _delete_user(user)
    if person is None:
        return
    own = foods_place(current_home(), person.key)
    if own != current_home():
        shutil.rmtree(own, ignore_errors=True)
    erase_person(person.key)


@changing
def _delete_user(user: int) -> None:
    User.objects.filter(pk=user).delete()
