"""Addresses of the library: practices, movement, swaps and sessions."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import (
    library_page,
    practice_done,
    practice_offline,
    practice_page,
    session_page,
)

urlpatterns: list[URLPattern] = [
    path("library/", library_page.library, name="library"),
    path("practice/<slug:practice>/", practice_page.practice, name="practice"),
    path("practice/<slug:practice>/done/", practice_done.done, name="practice-done"),
    path("session/", session_page.session, name="session"),
    path("session/<int:minutes>/", session_page.session, name="session"),
    path("session/held/", session_page.held, name="session-held"),
    path("session/done/", practice_done.session_done, name="session-done"),
    path("offline/practices/", practice_offline.offline, name="practices-offline"),
]
