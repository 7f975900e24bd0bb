"""The secret address from which calendar programs fetch a plan's reminders."""

from __future__ import annotations

import secrets
from datetime import datetime

from gutline.store.queries.routine import FEED, KEY, feed_digest
from gutline.store.services.documents import drop_document, keep_document
from gutline.store.writing import changing

_SECRET_BYTES = 32


@changing
def new_feed(person: int, now: datetime) -> str:
    """Return the secret part of a new address for calendar programs; the old one is worthless."""
    secret = f"{person}-{secrets.token_urlsafe(_SECRET_BYTES)}"
    keep_document(person, FEED, KEY, {"digest": feed_digest(secret)}, now)
    return secret


@changing
def end_feed(person: int, now: datetime) -> None:
    """Make the address for calendar programs worthless.

    Raises
    ------
    NotThereError
        When there is none.
    """
    drop_document(person, FEED, KEY, now)
