"""What is said when a supplement, a medicine or a note is logged: cautions, limits, signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from gutline.catalog import load_units
from gutline.diary import Diary
from gutline.diary.measures import number_text
from gutline.reports.wording import plain
from gutline.safety.diary_signs import RECENT_DAYS
from gutline.safety.notes import signs_in
from gutline.safety.people import reference_person
from gutline.safety.screening import screen
from gutline.safety.supplements import (
    cautions,
    is_covered,
    keep_apart,
    over_limits,
    too_close,
)
from gutline.safety.takings import Taken, dose_words
from gutline.store import queries
from gutline.store.errors import StoreError
from gutline.store.queries.safety import kept_safety
from gutline.store.services.safety import add_seen
from gutline.web.pages.moments import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from gutline.safety.advice import Advice
    from gutline.safety.supplements import Apart, OverLimit
    from gutline.store.queries.safety import Kept
    from gutline.store.records import PersonRecord, Record

MOST_SAID = 3
_TAKEN = re.compile(r"(.*?\S)(?:\s+(\d+(?:[.,]\d+)?)\s*([^\W\d]{1,8})?)?\s*")
_SHOWN = frozenset({"supplement", "medicine"})
_PRESSING = frozenset({"emergency", "urgent"})


def safety_said(person: PersonRecord, records: Sequence[Record], now: datetime) -> tuple[str, ...]:
    """Return what is to be minded with what was just logged, the strictest first.

    Parameters
    ----------
    person : PersonRecord
    records : sequence of Record
        What was just kept.
    now : datetime
        The present, aware.
    """
    taken = [record for record in records if record.entry.kind in _SHOWN]
    noted = [record for record in records if record.entry.note]
    if not taken and not noted:
        return ()
    since = local_day(now, person.zone) - timedelta(days=RECENT_DAYS - 1)
    notes = [record for record in noted if record.day >= since]
    kept = kept_safety(person.key)
    said = [*_of_notes(person, notes, now), *_of_takings(person, kept, taken)]
    return tuple(dict.fromkeys(said))[:MOST_SAID]


def _of_notes(person: PersonRecord, records: Iterable[Record], now: datetime) -> Iterator[str]:
    """Yield what a note says that cannot wait; Today shows it from now on."""
    facts = {told.fact: r for r in records for told in signs_in(r.entry.note)}
    if not facts:
        return
    add_seen(person.key, {f: r.content for f, r in facts.items()}, local_day(now, person.zone), now)
    for one in screen(dict.fromkeys(facts, True)):
        if one.urgency in _PRESSING:
            yield f"{plain(one.name)}: {plain(one.message)}"


def _of_takings(person: PersonRecord, kept: Kept, records: Sequence[Record]) -> Iterator[str]:
    if not records:
        return
    day = records[-1].day
    today = [r for r in queries.day_page(person.key, day).records if r.entry.kind in _SHOWN]
    named = {record.entry.name for record in records}
    taken = [Taken(r.entry.name, r.entry.value, r.entry.unit) for r in today]
    logged = [one for one in taken if one.name in named]
    profile = kept.profile(day)
    yield from caution_words(cautions(logged, profile, today=day))
    yield from map(limit_words, over_limits(taken, reference_person(profile.answers)))
    diary = Diary(tuple(r.entry for r in today), person.zone)
    yield from (apart_words(one) for one in too_close(diary, 1) if {one.one, one.other} & named)
    yield from _once(person, kept, records)


def _once(person: PersonRecord, kept: Kept, records: Iterable[Record]) -> Iterator[str]:
    """Yield what cannot be told of a supplement, when it is logged for the first time."""
    supplements = [record for record in records if record.entry.kind == "supplement"]
    new = {r.entry.name for r in supplements} - _logged_before(person.key, supplements)
    if not new:
        return
    yield from map(uncovered_words, sorted(name for name in new if not is_covered(name)))
    if kept.medicines is None and any(map(is_covered, new)):
        yield (
            "Which medicines you take is not known here; say it in the journal's settings, so that"
            " what does not go with them can be told"
        )


def _logged_before(person: int, records: Sequence[Record]) -> set[str]:
    """Return which of the names of some entries other entries have too."""
    keys = [record.key for record in records]
    return queries.names_of_others(person, {record.entry.name for record in records}, keys)


def uncovered_words(name: str) -> str:
    """Return that no caution is known here for something, which is not to say that it is safe."""
    return (
        f"No cautions are kept here for {plain(name)}: that does not mean it is safe with what you"
        " take or have; ask a pharmacist"
    )


def planned_words(person: PersonRecord, name: str, today: date) -> tuple[str, ...]:
    """Return what to mind with a supplement that is planned or tested, the strictest first.

    Parameters
    ----------
    person : PersonRecord
    name : str
        Of the supplement.
    today : date
    """
    kept = kept_safety(person.key)
    taken = [Taken(name)]
    taking = [*(kept.medicines or ()), *(one.name for one in kept.supplements), name]
    said = [
        *caution_words(cautions(taken, kept.profile(today), today=today)),
        *(apart_words(one) for one in keep_apart(taking) if name in {one.one, one.other}),
    ]
    if not is_covered(name):
        said.append(f"{uncovered_words(name)}.")
    return tuple(dict.fromkeys(said))


def caution_words(advice: Iterable[Advice]) -> Iterator[str]:
    """Yield cautions as sentences, the strictest first."""
    for one in advice:
        unread = "" if one.settled else " (no text behind this was read)"
        yield f"{plain(one.message)}{unread}"


def limit_words(over: OverLimit) -> str:
    """Return that more than an upper limit is taken a day."""
    dose, limit = dose_words(over.dose, over.unit), dose_words(over.limit, over.unit)
    return f"{dose} of {over.name} a day is above the upper limit of {limit} ({over.authority})"


def apart_words(apart: Apart) -> str:
    """Return how far two things should lie apart, and how often they did not."""
    hours = number_text(apart.hours)
    words = f"Keep {plain(apart.one)} and {plain(apart.other)} at least {hours} hours apart"
    if apart.times:
        return f"{words}; they were logged closer together {_times(apart.times)}"
    return words


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def read_taken(line: str) -> Taken:
    """Return a supplement as typed on a line: "magnesium 400 mg".

    Raises
    ------
    StoreError
        When its unit is not one that supplements are measured in.
    """
    found = _TAKEN.fullmatch(line.strip())
    if found is None or found[2] is None:
        return Taken(line.strip())
    unit = found[3] or ""
    known = load_units().get(unit.lower(), "") if unit else ""
    if unit and not known:
        raise StoreError(
            f"{line.strip()[:60]!r}: {unit!r} is no unit of a dose; use mg, g, ug or iu"
        )
    return Taken(found[1], float(found[2].replace(",", ".")), known)
