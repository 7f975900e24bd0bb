"""Addresses of the Today page, of single entries, of the first start and of the demo."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import deleted, demo, entry, meals, start, taps, today

urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    path("day/<str:day>/", today.day, name="today-day"),
    path("log/", taps.log, name="log"),
    path("mark/", taps.mark, name="mark"),
    path("undo/", taps.undo_last, name="undo"),
    path("eat/", meals.eat, name="eat"),
    path("eat/again/", meals.eat_again, name="eat-again"),
    path("eat/understood/", meals.understood, name="understood"),
    path("new/", entry.new, name="entry-new"),
    path("entry/<int:key>/", entry.change, name="entry"),
    path("entry/<int:key>/remove/", entry.remove, name="entry-remove"),
    path("deleted/", deleted.deleted, name="recently-deleted"),
    path("deleted/bring-back/", deleted.bring_back, name="bring-back"),
    path("start/", start.start, name="start"),
    path("demo/load/", demo.load, name="demo-load"),
    path("demo/remove/", demo.remove, name="demo-remove"),
]
