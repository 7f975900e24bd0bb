"""Who has an account here."""

from __future__ import annotations

from django.contrib.auth.models import User

from gutline.store.accounts import AccountRecord, account_key
from gutline.store.errors import NotThereError
from gutline.store.queries.people import person_of_account
from gutline.store.records import PersonRecord


def accounts() -> tuple[AccountRecord, ...]:
    """Return every account, by name."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - its tables are not everywhere

    factors: dict[int, list[str]] = {}
    for user, kind in Authenticator.objects.order_by("pk").values_list("user_id", "type"):
        factors.setdefault(user, []).append(str(kind))
    rows = User.objects.order_by("username")
    return tuple(
        AccountRecord(row.get_username(), row.last_login, tuple(factors.get(row.pk, ())))
        for row in rows
    )


def person_of_user(user: int) -> PersonRecord | None:
    """Return whose diary an account opens; None before they first came."""
    return person_of_account(account_key(user))


def user_named(name: str) -> int:
    """Return the number of an account.

    Raises
    ------
    NotThereError
        When there is none of this name.
    """
    found = User.objects.filter(username=name).first()
    if found is None:
        raise NotThereError(f"there is no account {name[:80]!r}; `gutline account list` shows them")
    return int(found.pk)
