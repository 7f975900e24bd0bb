"""Trials on Today: what holds, what it means for meals and shopping, and two taps for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from gutline.store.queries.trials import kept_trials
from gutline.web.pages.trial_day import day_view, local_today

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from gutline.store.records import PersonRecord

ORDER = 20


def panel(request: HttpRequest, person: PersonRecord, now: datetime) -> str:
    """Return what trials have to say today; "" when there are none."""
    views = [
        day_view(person.key, kept, local_today(kept.trial, now)) for kept in kept_trials(person.key)
    ]
    shown = [view for view in views if view.shown]
    if not shown:
        return ""
    return render_to_string("trial/panel.html", {"views": shown, "back": "today"}, request)
