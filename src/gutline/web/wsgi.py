"""The pages as a WSGI application, for a server of one's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler


def application() -> WSGIHandler:
    """Return the application; `gutline.web.settings.configure` comes first."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - after the settings

    return WSGIHandler()
