"""Addresses of the plan, of its calendar and of the weekly review."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import plan, plan_feed, plan_off, review

urlpatterns: list[URLPattern] = [
    path("plan/", plan.plan, name="plan"),
    path("plan/new/", plan.new, name="plan-new"),
    path("plan/add/", plan.add, name="plan-add"),
    path("plan/mark/", plan.mark, name="plan-mark"),
    path("plan/off/", plan_off.off, name="plan-off"),
    path("plan/later/", plan.later, name="plan-later"),
    path("plan/reminders/", plan.reminding, name="plan-reminders"),
    path("plan/item/<str:item>/", plan.change, name="plan-item"),
    path("plan/item/<str:item>/remove/", plan.remove, name="plan-remove"),
    path("plan/calendar/new/", plan_feed.new_feed, name="plan-feed-new"),
    path("plan/calendar/end/", plan_feed.end_feed, name="plan-feed-end"),
    path("plan/calendar/<str:token>/gutline.ics", plan_feed.feed, name="plan-feed"),
    path("review/", review.review, name="review"),
    path("review/change/", review.change, name="review-change"),
]
