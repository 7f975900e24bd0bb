"""Address of the Timeline page."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import timeline

urlpatterns: list[URLPattern] = [path("timeline/", timeline.timeline, name="timeline")]
