"""Where people sign in, and keep what they sign in with; nothing where accounts are off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.web import accounts

if TYPE_CHECKING:
    from django.urls import URLPattern


def _patterns() -> list[URLPattern]:
    # Loaded where accounts are on and nowhere else, so that other starts stay quick.
    from gutline.web.account_views import patterns  # noqa: PLC0415

    return patterns()


urlpatterns: list[URLPattern] = _patterns() if accounts.are_on() else []
