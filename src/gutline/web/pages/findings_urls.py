"""Addresses of the Findings page."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import findings

urlpatterns: list[URLPattern] = [
    path("findings/", findings.findings, name="findings"),
    path("findings/state/", findings.state, name="findings-state"),
    path("findings/run/", findings.run, name="findings-run"),
]
