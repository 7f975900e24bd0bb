"""The addresses of signing in. Of allauth's many, only those that are needed are let in."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from gutline.web.openness import open_to_strangers


def patterns() -> list[URLPattern]:
    """Return every address of signing in and of what one signs in with."""
    return [*_doors(), *_own()]


def _doors() -> list[URLPattern]:
    """Return what a stranger may ask for: each looks at who asks itself."""
    return [
        path("account/in/", open_to_strangers(account.login), name="account_login"),
        path("account/in/second/", open_to_strangers(mfa.authenticate), name="mfa_authenticate"),
        path(
            "account/in/passkey/",
            open_to_strangers(webauthn.login_webauthn),
            name="mfa_login_webauthn",
        ),
    ]


def _own() -> list[URLPattern]:
    """Return what somebody signed in changes about their sign-in."""
    return [
        path("account/", mfa.index, name="mfa_index"),
        path("account/password/", account.password_change, name="account_change_password"),
        path("account/again/", account.reauthenticate, name="account_reauthenticate"),
        path("account/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
        path(
            "account/again/passkey/",
            webauthn.reauthenticate_webauthn,
            name="mfa_reauthenticate_webauthn",
        ),
        path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
        path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
        path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
        path(
            "account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
        ),
        path("account/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
        path("account/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
        path(
            "account/passkeys/<int:pk>/remove/",
            webauthn.remove_webauthn,
            name="mfa_remove_webauthn",
        ),
    ]
