"""Addresses of what is known."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import learn_pages

urlpatterns: list[URLPattern] = [
    path("learn/", learn_pages.learn, name="learn"),
    path("learn/about/", learn_pages.about, name="learn-about"),
    path("learn/<slug:card>/", learn_pages.card, name="learn-card"),
]
