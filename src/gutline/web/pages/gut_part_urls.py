"""Where the checklist on the gut is."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import gut_part_page

urlpatterns: list[URLPattern] = [path("gut-part/", gut_part_page.page, name="gut-part")]
