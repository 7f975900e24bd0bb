"""Signing in with an account, on a server that several people share; off on one's own computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutline.store.accounts import APPS

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_COOKIE = "gutline_session"
SESSION_LASTS_S = 30 * 24 * 3600
SHORTEST_PASSWORD = 10
_MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
)
_BEFORE = "gutline.web.signing.SignedInOnly"
_VALIDATORS = "django.contrib.auth.password_validation."


def with_accounts(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the pages with signing in by account added.

    Parameters
    ----------
    settings : dict
        As `gutline.web.settings.settings_for` has them without accounts.
    """
    middleware = list(settings["MIDDLEWARE"])
    place = middleware.index(_BEFORE)
    templates = settings["TEMPLATES"][0]
    templates["OPTIONS"]["context_processors"] += [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
    ]
    return {
        **settings,
        **_signing_in(),
        "INSTALLED_APPS": [*APPS, *settings["INSTALLED_APPS"]],
        "MIDDLEWARE": [*middleware[:place], *_MIDDLEWARE, *middleware[place:]],
        "GUTLINE_ACCOUNTS": True,
    }


def _signing_in() -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{_VALIDATORS}MinimumLengthValidator",
                "OPTIONS": {"min_length": SHORTEST_PASSWORD},
            },
            {"NAME": f"{_VALIDATORS}CommonPasswordValidator"},
            {"NAME": f"{_VALIDATORS}UserAttributeSimilarityValidator"},
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "today",
        "SESSION_COOKIE_NAME": SESSION_COOKIE,
        "SESSION_COOKIE_AGE": SESSION_LASTS_S,
        # A sign-in is by name; nobody's address, of mail or of network, opens anything.
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_ADAPTER": "gutline.web.account_adapter.ClosedAdapter",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/key,20/m/ip"},
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Gutline",
        # A code that changes while it is typed, or of a phone whose clock is off by some seconds.
        "MFA_TOTP_TOLERANCE": 1,
    }


def are_on() -> bool:
    """Return whether people sign in with accounts here."""
    from django.conf import settings  # noqa: PLC0415 - half a second, before it is needed

    return bool(getattr(settings, "GUTLINE_ACCOUNTS", False))


def signed_in_user(request: HttpRequest) -> int | None:
    """Return the number of the account that is signed in; None for a stranger."""
    user = request.user
    return int(user.pk) if user.is_authenticated and user.is_active else None


def forget_old_sessions() -> None:
    """Remove what is left of sign-ins that have run out."""
    from django.core.management import call_command  # noqa: PLC0415 - after the settings

    call_command("clearsessions")
