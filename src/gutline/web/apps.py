"""The pages as a Django app: their templates are found by it; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates and pages."""

    name = "gutline.web"
    label = "web"
