"""Making and revoking the tokens by which programs log for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from gutline.diary.entries import RowError
from gutline.diary.texts import tidy_name
from gutline.store.errors import NotThereError, StoreError
from gutline.store.models import Choice
from gutline.store.services.changes import locked_person
from gutline.store.tokens import (
    KEY_PREFIX,
    LONGEST_TOKEN_NAME,
    MOST_TOKENS,
    Token,
    checked_scopes,
    key_of,
    new_secret,
    token_of,
    value_of,
)
from gutline.store.writing import changing


@changing
def make_token(person: int, name: str, scopes: Iterable[str], now: datetime) -> tuple[str, Token]:
    """Make a token; its secret is returned here and nowhere else, ever.

    Returns
    -------
    str
        The secret, to be given to the program.
    Token
        The token as it is kept.

    Raises
    ------
    StoreError
        When it has no name, allows nothing or something unknown, or there are too many.
    NotThereError
        When there is no such person.
    """
    owner = locked_person(person)
    allowed = checked_scopes(scopes)
    called = _token_name(name)
    if Choice.objects.filter(person=owner, key__startswith=KEY_PREFIX).count() >= MOST_TOKENS:
        raise StoreError(f"there are {MOST_TOKENS} tokens already; revoke one you no longer use")
    secret = new_secret(person)
    key = key_of(secret)
    token = Token(person, key.removeprefix(KEY_PREFIX), called, allowed, now)
    Choice.objects.create(person=owner, key=key, value=value_of(token), changed_at=now)
    return secret, token


def _token_name(name: str) -> str:
    try:
        tidy = tidy_name(name)
    except RowError as error:
        raise StoreError(str(error)) from None
    if not tidy:
        raise StoreError("the token has no name; say what it is for, such as “phone”")
    if len(tidy) > LONGEST_TOKEN_NAME:
        raise StoreError(f"the name is longer than {LONGEST_TOKEN_NAME} characters; shorten it")
    return tidy


@changing
def revoke_token(person: int, digest: str) -> None:
    """Make one of a person's tokens worthless.

    Raises
    ------
    NotThereError
        When they have no such token, whoever else may.
    """
    owner = locked_person(person)
    gone, _ = Choice.objects.filter(person=owner, key=f"{KEY_PREFIX}{digest}").delete()
    if not gone:
        raise NotThereError("there is no such token; it may have been revoked already")


@changing
def note_use(token: Token, now: datetime) -> None:
    """Note on which day a token was last used; once a day, so that reading stays reading."""
    day = now.astimezone(UTC).date().isoformat()
    own = Choice.objects.select_for_update().filter(person_id=token.person)
    row = own.filter(key=f"{KEY_PREFIX}{token.digest}").first()
    if row is None or token.last_day == day:
        return
    used = replace(token_of(token.person, row.key, row.value), last_day=day)
    row.value = value_of(used)
    row.save(update_fields=["value"])
