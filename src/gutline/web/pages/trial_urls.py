"""Addresses of trials: planned, run day by day, changed, and looked at when they are over."""

from __future__ import annotations

from django.urls import URLPattern, path

from gutline.web.pages import trial_list, trial_page, trial_plan, trial_result

urlpatterns: list[URLPattern] = [
    path("trials/", trial_list.trials, name="trials"),
    path("trials/new/", trial_plan.new, name="trial-new"),
    path("trials/outlook/", trial_plan.outlook, name="trial-outlook"),
    path("trials/lock/", trial_plan.lock, name="trial-lock"),
    path("trials/of/<str:trial>/", trial_page.trial, name="trial"),
    path("trials/of/<str:trial>/log/", trial_page.log, name="trial-log"),
    path("trials/of/<str:trial>/take-back/", trial_page.take_back, name="trial-take-back"),
    path("trials/of/<str:trial>/amend/", trial_page.amend, name="trial-amend"),
    path("trials/of/<str:trial>/result/", trial_result.result, name="trial-result"),
    path("trials/of/<str:trial>/schedule/", trial_result.schedule, name="trial-schedule"),
    path("trials/of/<str:trial>/export/", trial_result.export, name="trial-export"),
    path("trials/of/<str:trial>/report/", trial_result.report, name="trial-report"),
]
