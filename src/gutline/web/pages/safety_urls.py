"""Addresses of the check and of what is set for it."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import safety_check, safety_takings

urlpatterns: list[URLPattern] = [
    path("check/", safety_check.check, name="check"),
    path("check/begin/", safety_check.begin, name="check-begin"),
    path("check/next/", safety_check.next_page, name="check-next"),
    path("check/skip/", safety_check.skip, name="check-skip"),
    path("check/week/", safety_check.week, name="check-week"),
    path("check/more/", safety_check.more, name="check-more"),
    path("check/noted/", safety_check.noted, name="check-noted"),
    path("settings/safety/", safety_takings.takings, name="settings-safety"),
]
