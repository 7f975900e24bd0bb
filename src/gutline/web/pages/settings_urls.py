"""Where the settings are."""

from __future__ import annotations

from django.urls import path

from gutline.web.pages import (
    about,
    settings_data,
    settings_foods,
    settings_foods_new,
    settings_page,
    settings_tokens,
)

urlpatterns = [
    path("settings/", settings_page.settings, name="settings"),
    path("settings/you/", settings_page.keep_you, name="settings-you"),
    path("settings/symptoms/", settings_page.keep_symptoms, name="settings-symptoms"),
    path("settings/look/", settings_page.keep_look, name="settings-look"),
    path("settings/foods/", settings_foods.foods, name="own-foods"),
    path("settings/foods/add/", settings_foods_new.add, name="own-foods-add"),
    path("settings/foods/recipe/", settings_foods_new.recipe, name="own-foods-recipe"),
    path("settings/foods/word/", settings_foods_new.word, name="own-foods-word"),
    path("settings/foods/remove/", settings_foods.remove_food, name="own-foods-remove"),
    path("settings/diary.csv", settings_data.diary_csv, name="settings-csv"),
    path("settings/everything.json", settings_data.everything_json, name="settings-json"),
    path("settings/export/", settings_data.export, name="settings-export"),
    path("settings/backup/", settings_data.backup, name="settings-backup"),
    path("settings/restore/", settings_data.restore, name="settings-restore"),
    path("settings/erase/", settings_data.erase, name="settings-erase"),
    path("settings/tokens/", settings_tokens.make, name="settings-tokens"),
    path(
        "settings/tokens/<str:digest>/revoke/", settings_tokens.revoke, name="settings-token-revoke"
    ),
    path("about/", about.method, name="about-method"),
]
