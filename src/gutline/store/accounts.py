"""Accounts of a server that several people sign in to: one person each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
)
"""What has tables of its own where people sign in; nowhere else is it even loaded."""


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """One account.

    Attributes
    ----------
    name : str
        What is typed to sign in.
    last_sign_in : datetime or None
        UTC; None before the first.
    factors : tuple of str
        What is asked for beside the password: "totp", "webauthn", "recovery_codes".
    """

    name: str
    last_sign_in: datetime | None
    factors: tuple[str, ...]


def account_key(user: int) -> str:
    """Return how the person of an account is found: the `account` of their row."""
    return f"user-{user}"
