"""What the check has to say on Today: what cannot wait, the question of the week, what is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from gutline.web.pages.moments import local_day
from gutline.web.pages.safety_out import out_views
from gutline.web.pages.safety_standing import kept_for
from gutline.web.pages.safety_view import advice_views, call_view
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from gutline.store.records import PersonRecord

ORDER = 10
_PRESSING = frozenset({"emergency", "urgent"})
_SAYS = ("pressing", "standing", "others", "week", "ask", "half", "left_out", "outs")


def panel(request: HttpRequest, person: PersonRecord, now: datetime) -> str:
    """Return the panel; empty when there is nothing to say."""
    today, kept = local_day(now, person.zone), kept_for(request, person)
    advice = kept.advice(today)
    views = advice_views(advice, kept)
    pressing = [one for one in views if one.urgency in _PRESSING and not one.noted]
    emergency = any(one.urgency == "emergency" for one in pressing)
    outs = [one for one in out_views(person, today) if one.put_back or one.sentences]
    context = {
        "pressing": [one for one in pressing if not emergency or one.urgency == "emergency"],
        "standing": sum(one.urgency in _PRESSING and one.noted for one in views),
        "others": 0 if pressing else sum(one.urgency == "soon" and not one.noted for one in views),
        "call": call_view(advice, person_choices(request)),
        "week": not pressing and kept.is_week_due(today),
        "ask": kept.finished is None and kept.skipped is None and kept.round is None,
        "half": kept.finished is None and kept.round is not None and not emergency,
        "left_out": kept.finished is None and kept.skipped == today,
        "outs": outs,
    }
    if not any(context[name] for name in _SAYS):
        return ""
    return render_to_string("safety/panel.html", context, request)
