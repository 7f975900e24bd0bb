"""What a diary makes known: signs in notes, and courses of pain, weight, food and stool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from gutline.diary import Diary, Entry
from gutline.diary.entries import NONE
from gutline.safety.answers import Known, Seen
from gutline.safety.food_variety import WEEKS, is_shrinking
from gutline.safety.notes import signs_in
from gutline.safety.pain_course import DAYS, pain_rise
from gutline.safety.takings import logged_facts, medicines_in
from gutline.safety.weights import weight_loss_percent

RECENT_DAYS = 14
"""Days for which something in a note counts as so."""
MEDICINE_DAYS = 60
_MONTH_DAYS = 30
_NAMED = frozenset({"symptom", "illness", "note"})
_LOOSE, _HARD = 6, 2
_NIGHT_HOURS = 5
_QUOTED = 60
_GRAMS_A_UNIT = 8.0
"""Grams of alcohol in a UK unit."""


def diary_signs(
    diary: Diary, *, today: date | None = None, test_since: date | None = None
) -> Known:
    """Return what a diary makes known on a day.

    Parameters
    ----------
    diary : Diary
    today : date, optional
        The diary's last day when left out.
    test_since : date, optional
        First day of a running test, for weight that falls during it.
    """
    if not diary.days:
        return {}
    day = today or diary.days[-1]
    known: Known = {}
    parts: Sequence[Callable[[Diary, date], Iterator[tuple[str, Seen]]]] = (
        _notes, _guilt, _pain, _weight, _variety, _stools, _painkillers, _takings, _new_supplements,
        _ratings, _alcohol,
    )  # fmt: skip
    for part in parts:
        known.update(part(diary, day))
    if test_since is not None:
        loss = weight_loss_percent(diary, day, test_since)
        if loss is not None:
            words = f"your diary: {loss:.1f} % of your weight since the test began"
            known["weight_loss_percent_test"] = Seen(loss, "diary", words)
    return known


def _between(diary: Diary, today: date, days: int, *kinds: str) -> list[Entry]:
    first = today - timedelta(days=days - 1)
    entries = diary.of_kind(*kinds) if kinds else diary.entries
    return [entry for entry in entries if first <= diary.day_of(entry) <= today]


def _notes(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    for entry in _between(diary, today, RECENT_DAYS):
        for text in _texts(entry):
            for told in signs_in(text):
                yield told.fact, Seen(True, "note", quoted(text, diary.day_of(entry)))


def _texts(entry: Entry) -> Iterator[str]:
    """Yield what is to be read: every note, and the names of symptoms that were there."""
    if entry.note:
        yield entry.note
    if entry.kind in _NAMED and entry.name != NONE and entry.value != 0:
        yield entry.name


def quoted(text: str, day: date) -> str:
    """Return what somebody wrote on a day, shortened, as the reason for a sign."""
    short = text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
    return f"you wrote on {day.day} {day:%B}: “{short}”"


def _guilt(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    counts = []
    for back in (0, RECENT_DAYS):
        last = today - timedelta(days=back)
        texts = [t for e in _between(diary, last, RECENT_DAYS) for t in _texts(e)]
        counts.append(sum(any(s.fact == "food_guilt" for s in signs_in(t)) for t in texts))
    now, before = counts
    if now >= 3 and now > before:
        words = f"your diary: guilt or fear about food in {now} notes of two weeks"
        yield "food_guilt_rising", Seen(True, "diary", words)


def _pain(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    found = pain_rise(diary, today)
    if found is not None:
        name, rise = found
        words = f"your diary: {name} at least {rise:.1f} above usual on {DAYS} days"
        yield "pain_up_2_for_5_days", Seen(True, "diary", words)


def _weight(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    loss = weight_loss_percent(diary, today)
    if loss is not None:
        words = f"your diary: {loss:.1f} % of your weight in half a year"
        yield "weight_loss_percent_6_months", Seen(loss, "diary", words)


def _variety(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    shrinking = is_shrinking(diary, today)
    if shrinking is not None:
        words = f"your diary: fewer different foods in each of {WEEKS} weeks"
        yield "foods_shrinking", Seen(shrinking, "diary", words)


def _stools(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    recent = [e for e in _between(diary, today, RECENT_DAYS, "stool") if e.value is not None]
    loose = {diary.day_of(e) for e in recent if _is_loose(e)}
    nights = {diary.day_of(e) for e in recent if _is_loose(e) and _at_night(e)}
    hard = {diary.day_of(e) for e in recent if e.value is not None and e.value <= _HARD}
    for fact, days in (("diarrhoea", loose), ("constipation", hard)):
        if len(days) >= 3:
            yield fact, Seen(True, "diary", f"your diary: {fact} on {len(days)} days of two weeks")
    if len(nights) >= 2:
        words = f"your diary: loose stool at night, {len(nights)} times in two weeks"
        yield "night_diarrhoea", Seen(True, "diary", words)
    if all(_loose_week(diary, today - timedelta(days=7 * back)) for back in range(4)):
        words = "your diary: loose stool on most days of four weeks"
        yield "diarrhoea_over_4_weeks", Seen(True, "diary", words)


def _is_loose(entry: Entry) -> bool:
    return entry.value is not None and entry.value >= _LOOSE


def _at_night(entry: Entry) -> bool:
    return not entry.day_only and entry.at.hour < _NIGHT_HOURS


def _loose_week(diary: Diary, last: date) -> bool:
    stools = _between(diary, last, 7, "stool")
    loose = {diary.day_of(entry) for entry in stools if _is_loose(entry)}
    days = {diary.day_of(entry) for entry in stools if entry.value is not None}
    return len(loose) >= 3 and 2 * len(loose) > len(days)


def _painkillers(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    days = {
        diary.day_of(entry)
        for entry in _between(diary, today, _MONTH_DAYS, "medicine")
        if any(one.id == "nsaid" for one in medicines_in(entry.name))
    }
    if days:
        words = f"your diary: anti-inflammatory painkillers on {len(days)} of {_MONTH_DAYS} days"
        yield "painkiller_days_a_month", Seen(float(len(days)), "diary", words)


def _takings(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    medicines = _between(diary, today, MEDICINE_DAYS, "medicine")
    others = _between(diary, today, RECENT_DAYS, "supplement", "food", "drink")
    entries = [*medicines, *others]
    days = {place: diary.day_of(entry) for place, entry in enumerate(entries)}
    yield from logged_facts(entries, days, _tags(diary)).items()


def _tags(diary: Diary) -> Mapping[str, tuple[str, ...]]:
    held = {name: tuple(own.tags) for name, own in diary.contents.items()}
    return {**held, **diary.tags}


def _new_supplements(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    if today - diary.days[0] < timedelta(days=RECENT_DAYS):
        return
    first: dict[str, date] = {}
    for entry in diary.of_kind("supplement"):
        first.setdefault(entry.name, diary.day_of(entry))
    new = [n for n, day in first.items() if today - timedelta(days=7) < day <= today]
    words = f"your diary: {', '.join(new)} since this week"
    yield "supplements_started_this_week", Seen(float(len(new)), "diary", words)


def _ratings(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    counts = Counter(e.name for e in _between(diary, today, 7, "symptom") if e.name != NONE)
    if counts:
        name, most = counts.most_common(1)[0]
        words = f"your diary: {name} rated {most} times in a week"
        yield "symptom_ratings_a_day", Seen(most / 7, "diary", words)


def _alcohol(diary: Diary, today: date) -> Iterator[tuple[str, Seen]]:
    grams = 0.0
    for entry in _between(diary, today, 28, "food", "drink"):
        own = diary.contents.get(entry.name)
        servings = 1.0 if entry.value is None or entry.unit != "serving" else entry.value
        grams += servings * own.nutrients.get("alcohol_g", 0.0) if own else 0.0
    if grams > 0:
        units = grams / _GRAMS_A_UNIT / 4
        words = f"your diary: about {units:.0f} units of alcohol a week"
        yield "alcohol_units_a_week", Seen(units, "diary", words)
