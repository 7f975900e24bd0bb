"""What is odd about a plan: said in a sentence each, and nothing is changed by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from gutline.diary.texts import same_name
from gutline.diary.zones import located
from gutline.routine.adherence import DayKept
from gutline.routine.cues import DEFAULT_AT, Habits, Window, window_on
from gutline.routine.items import EVERY_DAY, Item
from gutline.routine.plan import Plan
from gutline.routine.reminders import Known, reminders_on
from gutline.safety.supplements import keep_apart

MANY = 7
"""More than this is told to be a lot, though it may be."""
MOST_AT_ONCE = 2
_A_YEAR = 366
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EVENT_WORDS: Mapping[str, str] = {
    "waking": "waking up", "lunch": "lunch", "last_meal": "the last meal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd about a plan.

    Attributes
    ----------
    about : str
        "many", "overlap", "never", "quiet", "clock change", "not there", "apart".
    items : tuple of str
        Ids of the items it is about; empty for the whole plan.
    words : str
        What is odd and what to do, for people.
    """

    about: str
    items: tuple[str, ...]
    words: str


def check_routine(
    plan: Plan,
    today: date,
    zone: tzinfo,
    habits: Habits = Habits(),  # noqa: B008 - frozen
    *,
    unseen: Collection[str] = (),
    known_names: Collection[str] | None = None,
) -> tuple[Notice, ...]:
    """Return what is odd about a plan, the weightiest first.

    Parameters
    ----------
    plan : Plan
    today : date
        Clock changes of the coming year are looked at.
    zone : tzinfo
    habits : Habits
    unseen : collection of str
        Events that were not seen once in two weeks in which something was logged on most days.
    known_names : collection of str, optional
        Names of supplements that the catalog or the person's own foods hold, in the form of
        `same_name`; None when that is not to be looked at.
    """
    found = [
        *_many(plan),
        *_apart(plan, zone, today, habits),
        *_gone(plan, known_names),
        *_never(plan, unseen),
        *_silent(plan, today, zone, habits),
        *_overlaps(plan, today, zone, habits),
        *_clock_changes(plan, today, zone),
    ]
    return tuple(found)


def _many(plan: Plan) -> Iterator[Notice]:
    if len(plan.items) > MANY:
        words = (
            f"{len(plan.items)} things are a lot for most days. Few that are kept do more than"
            " many that are not."
        )
        yield Notice("many", (), words)


def _gone(plan: Plan, known_names: Collection[str] | None) -> Iterator[Notice]:
    for item in plan.items:
        gone = known_names is not None and same_name(item.name) not in known_names
        if item.what == "supplement" and gone:
            words = (
                f"“{item.name}” is no longer among the supplements that are known, so nothing can"
                " be said of what it holds. What you logged of it is kept. Choose another, add it"
                " again to your own foods, or take it off the plan."
            )
            yield Notice("not there", (item.id,), words)


def _never(plan: Plan, unseen: Collection[str]) -> Iterator[Notice]:
    for item in plan.items:
        if item.cue.event in unseen:
            at = item.cue.at or DEFAULT_AT[item.cue.event]
            words = (
                f"“{item.name}” waits for {_EVENT_WORDS[item.cue.event]}, of which nothing was"
                f" logged in two weeks. It goes by {at:%H:%M} until then; a time of day may suit"
                " it better."
            )
            yield Notice("never", (item.id,), words)


def _silent(plan: Plan, today: date, zone: tzinfo, habits: Habits) -> Iterator[Notice]:
    """Yield items whose reminders the quiet hours swallow on every day of a week."""
    coming = {
        one.item
        for ahead in range(7)
        for one in reminders_on(plan, _nothing(today + timedelta(days=ahead)), zone, habits)
    }
    for item in plan.items:
        if item.remind and item.id not in coming:
            words = (
                f"“{item.name}” lies in the quiet hours ({plan.quiet_from:%H:%M} to"
                f" {plan.quiet_until:%H:%M}), so no reminder of it ever comes. Move it, or change"
                " the quiet hours, or leave it without one."
            )
            yield Notice("quiet", (item.id,), words)


def _nothing(day: date) -> Known:
    return Known(DayKept(day, {}))


def _overlaps(plan: Plan, today: date, zone: tzinfo, habits: Habits) -> Iterator[Notice]:
    """Yield sets of cues that come in the same minutes: more than two cannot be kept at once."""
    told: set[frozenset[str]] = set()
    for ahead in range(7):
        day = today + timedelta(days=ahead)
        windows = [(i, window_on(i, day, zone, habits)) for i in plan.on(day) if i.what != "meal"]
        for item, window in windows:
            together = [other for other, its in windows if _begin_alike(window, its)]
            ids = frozenset(one.id for one in together)
            if len(together) > MOST_AT_ONCE and item is together[0] and ids not in told:
                told.add(ids)
                yield Notice("overlap", tuple(sorted(ids)), _overlap_words(together, day))


def _begin_alike(one: Window, other: Window) -> bool:
    return timedelta(0) <= other.start - one.start < timedelta(minutes=10)


def _overlap_words(together: list[Item], day: date) -> str:
    names = ", ".join(f"“{one.name}”" for one in together[:-1]) + f" and “{together[-1].name}”"
    every = frozenset.intersection(*(one.weekdays for one in together)) == EVERY_DAY
    when = "" if every else f" on {_WEEKDAYS[day.weekday()]}s"
    return f"{names} have the same cue{when}. Space them out, or tie one to another event."


def _clock_changes(plan: Plan, today: date, zone: tzinfo) -> Iterator[Notice]:
    for item in plan.items:
        if item.cue.at is None or item.cue.event:
            continue
        for ahead in range(_A_YEAR):
            day = today + timedelta(days=ahead)
            at, shift = located(datetime.combine(day, item.cue.at), zone)
            if shift == "gap" and item.is_on(day):
                words = (
                    f"On {day.day} {day:%B %Y} the clocks skip {item.cue.at:%H:%M};"
                    f" “{item.name}” comes at {at:%H:%M} on that day."
                )
                yield Notice("clock change", (item.id,), words)
                break


def _apart(plan: Plan, zone: tzinfo, today: date, habits: Habits) -> Iterator[Notice]:
    """Yield supplements that should lie hours apart and are planned closer together."""
    taken = {item.name: item for item in plan.items if item.what == "supplement"}
    for pair in keep_apart(taken):
        one, other = taken[pair.one], taken[pair.other]
        starts = [window_on(i, today, zone, habits).start for i in (one, other)]
        if abs(starts[0] - starts[1]) < timedelta(hours=pair.hours):
            words = (
                f"“{pair.one}” and “{pair.other}” should lie at least {pair.hours:g} hours apart."
                " Move one of them."
            )
            yield Notice("apart", (one.id, other.id), words)
