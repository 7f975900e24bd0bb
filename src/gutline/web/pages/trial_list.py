"""The list of trials: those that run, those that are over, and what they settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gutline.store.queries.trials import (
    KeptTrial,
    OwnRule,
    kept_trials,
    own_rules,
    unanswered_trials,
)
from gutline.trials.running import look_at_today
from gutline.web.diaries import open_person
from gutline.web.pages.trial_day import last_day, local_today
from gutline.web.present import present

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial of the list."""

    kept: KeptTrial
    state: str
    day_number: int
    days: int
    last: date
    rule: OwnRule | None
    because: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing of it is to come."""
        return self.state in {"finished", "stopped"}


@require_safe
def trials(request: HttpRequest) -> HttpResponse:
    """Show every trial, the latest first."""
    person = open_person(request)
    rules = {rule.trial: rule for rule in own_rules(person.key)}
    open_ones = unanswered_trials(person.key)
    rows = [_row(kept, rules, open_ones, present()) for kept in reversed(kept_trials(person.key))]
    shown = {
        "running": [row for row in rows if not row.over],
        "past": [row for row in rows if row.over],
        "rules": list(rules.values()),
    }
    return render(request, "trial/list.html", shown)


def _row(
    kept: KeptTrial, rules: dict[str, OwnRule], open_ones: dict[str, str], now: datetime
) -> TrialRow:
    today = local_today(kept.trial, now)
    said = look_at_today(kept.trial, today)
    last = last_day(kept.trial, today)
    return TrialRow(
        kept, said.state, said.day_number, said.days, last, rules.get(kept.key),
        open_ones.get(kept.key, ""),
    )  # fmt: skip
