"""One day of a trial in the words of the pages: what holds, what to buy for, what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from gutline.diary.zones import zone_named
from gutline.store.queries.people import names_logged
from gutline.store.queries.trials import KeptTrial
from gutline.trials.calendar import TrialDay, lay_days
from gutline.trials.events import REASONS
from gutline.trials.known_things import known_thing
from gutline.trials.plan import Plan
from gutline.trials.running import Today, condition_words, is_over, look_at_today
from gutline.trials.trial import Trial

SCALE = tuple(range(11))
MOST_FOODS = 8
_LOOKED_BACK = timedelta(days=120)
_EATEN = frozenset({"food", "drink", ""})


@dataclass(frozen=True, slots=True)
class DayView:
    """What one trial has to say on a day.

    Attributes
    ----------
    kept : KeptTrial
    day : date
    now : Today
    lines : tuple of str
        Sentences of today and the days that come.
    foods : str
        On days without it, what of the usual foods holds it; "" otherwise.
    shown : bool
        Whether Today is to speak of it at all.
    """

    kept: KeptTrial
    day: date
    now: Today
    lines: tuple[str, ...]
    foods: str
    shown: bool

    @property
    def plan(self) -> Plan:
        """The plan that holds now."""
        return self.kept.trial.plan

    @property
    def scale(self) -> tuple[int, ...]:
        """The cells of an expectation."""
        return SCALE

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a day may not have been kept to."""
        return REASONS

    @property
    def can_resume(self) -> bool:
        """Whether a pause goes on, unlike a day that everything was moved on by."""
        said = [e.what for e in self.kept.trial.events if e.what in {"pause", "resume"}]
        return self.now.state == "paused" and said[-1:] == ["pause"]

    @property
    def left(self) -> int:
        """Days that are still to come, today included."""
        return max(self.now.days - self.now.day_number + 1, 0) if self.now.day_number else 0


def day_view(person: int, kept: KeptTrial, day: date, names: Iterable[str] = ()) -> DayView:
    """Return what a trial says on a day.

    Parameters
    ----------
    person : int
    kept : KeptTrial
    day : date
        The person's local date.
    names : iterable of str
        What they usually eat and drink; looked up when it is needed and not given.
    """
    trial = kept.trial
    now = look_at_today(trial, day)
    without = now.state == "running" and _is_without(trial, now)
    usual = tuple(names) or (_usual(person, day) if without else ())
    foods = ", ".join(holding(trial.plan.exposure, usual)[:MOST_FOODS]) if without else ""
    return DayView(kept, day, now, _lines(trial, now), foods, _is_shown(trial, now, day))


def local_today(trial: Trial, now: datetime) -> date:
    """Return the date it is where a trial runs."""
    return now.astimezone(zone_named(trial.plan.zone)).date()


def _is_without(trial: Trial, now: Today) -> bool:
    plan = trial.plan
    return plan.eliminates and plan.kind in _EATEN and now.condition not in {"", plan.active}


def _is_shown(trial: Trial, now: Today, day: date) -> bool:
    """Return whether Today speaks of it: from two days before to a month after, or till stopped."""
    if now.state == "before":
        return trial.plan.start - day <= timedelta(days=2)
    if now.state == "finished":
        return day - last_day(trial, day) <= timedelta(days=30)
    if now.state == "stopped":
        back = trial.plan.put_back
        return back is not None and timedelta(0) <= day - back <= timedelta(days=7)
    return True


def last_day(trial: Trial, today: date) -> date:
    """Return the last date of a trial as it is known today."""
    days = lay_days(trial, today)
    return days[-1].day if days else trial.plan.start


def _lines(trial: Trial, now: Today) -> tuple[str, ...]:
    """Return the sentences of a day; those of the terminal are said otherwise here."""
    if now.state == "before":
        return (_("Day 1 is %s. Live as usual until then.") % f"{trial.plan.start:%A %-d %B}",)
    if now.state == "finished":
        return (_("It is over. Look at the result, and live as you like."), *now.lines[1:])
    return now.lines


def holding(exposure: str, names: Iterable[str]) -> list[str]:
    """Return which of some foods hold the thing that is left out, by the catalog and by name.

    Parameters
    ----------
    exposure : str
        A food, or a tag such as "dairy".
    names : iterable of str
    """
    wanted, found = exposure.casefold(), {}
    own = re.compile(rf"(?<!\w){re.escape(wanted)}(?:e?s)?(?!\w)")
    for name in names:
        food = known_thing(name)
        tags = {tag.replace("_", " ").casefold() for tag in food.tags} if food else set()
        if wanted in tags or own.search(name.casefold()):
            found[name.casefold()] = name
    return list(found.values())


def _usual(person: int, day: date) -> tuple[str, ...]:
    return names_logged(person, "food", day - _LOOKED_BACK)


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One stretch of a trial that has begun."""

    words: str
    first: date
    last: date
    days: int
    kept: str
    void: int
    here: bool


def periods_so_far(trial: Trial, today: date) -> tuple[PeriodView, ...]:
    """Return what has been, stretch by stretch; what comes is not shown ahead."""
    said = {e.day: e.value for e in trial.events if e.what == "kept"}
    groups: dict[tuple[str, int], list[TrialDay]] = {}
    running = 0
    for one in lay_days(trial, today):
        if one.day <= today:
            running += one.slot is not None
            key = ("paused", running) if one.slot is None else _place(groups, one)
            groups.setdefault(key, []).append(one)
    return tuple(_period(trial, days, said, today) for days in groups.values())


def _place(groups: Mapping[tuple[str, int], object], one: TrialDay) -> tuple[str, int]:
    slot = one.slot
    if slot is None:
        return ("paused", 0)
    if slot.part == "washout":
        return ("washout", sum(part == "unit" for part, _number in groups))
    return (slot.part, slot.unit)


def _period(
    trial: Trial, days: list[TrialDay], said: Mapping[date, str], today: date
) -> PeriodView:
    slot = days[0].slot
    words = _("paused") if slot is None else condition_words(trial, days[0])
    told = [said[one.day] for one in days if one.day in said]
    kept = _("%(yes)d of %(all)d days kept") % {
        "yes": told.count("yes"), "all": len(told),
    } if told else _("not logged")  # fmt: skip
    void = sum(one.void for one in days)
    if slot is None:
        kept, void = _("nothing counts"), 0
    return PeriodView(
        words, days[0].day, days[-1].day, len(days), kept, void,
        here=any(one.day == today for one in days) and not is_over(trial, today),
    )  # fmt: skip
