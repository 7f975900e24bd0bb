"""Addresses of the questionnaires."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import questionnaire_pages

urlpatterns: list[URLPattern] = [
    path("questionnaires/", questionnaire_pages.listing, name="questionnaires"),
    path("questionnaires/<slug:questionnaire>/", questionnaire_pages.take, name="questionnaire"),
    path(
        "questionnaires/<slug:questionnaire>/drop/",
        questionnaire_pages.drop,
        name="questionnaire-drop",
    ),
]
