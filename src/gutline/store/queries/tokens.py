"""Tokens for programs: which there are, and whose one is."""

from __future__ import annotations

from gutline.store.models import Choice
from gutline.store.tokens import KEY_PREFIX, Token, key_of, person_in, token_of


def tokens(person: int) -> tuple[Token, ...]:
    """Return a person's tokens, the newest first."""
    rows = Choice.objects.filter(person_id=person, key__startswith=KEY_PREFIX)
    made = [token_of(person, key, value) for key, value in rows.values_list("key", "value")]
    return tuple(sorted(made, key=lambda token: (token.made_at, token.digest), reverse=True))


def token_named(secret: str) -> Token | None:
    """Return the token whose secret this is; None when there is none such."""
    person = person_in(secret)
    if person is None:
        return None
    key = key_of(secret)
    row = Choice.objects.filter(person_id=person, key=key).first()
    return None if row is None else token_of(person, key, row.value)
