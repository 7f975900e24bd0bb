"""What `gutline log` was told: a line of a plain-text diary, or simply what was eaten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.diary import DiaryError, Entry, parse_text
from gutline.diary.entries import NONE
from gutline.diary.text_grammar import first_word, first_words
from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named

if TYPE_CHECKING:
    from gutline.meals import Item, Meal
    from gutline.meals.own_foods import OwnFoods

_WHEN = re.compile(
    r"(?:(\d{4}-\d\d-\d\d|today|yesterday)(?:[\sT]+|$))?(?:(\d{1,2}:\d\d)(?:\s+|$))?(.*)",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_EATEN = frozenset({"food", "drink"})
_DAYS_AGO = {"today": 0, "yesterday": 1}


@dataclass(frozen=True, slots=True)
class Understood:
    """What some words say, and what was odd about them."""

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands words for one person.

    Attributes
    ----------
    now : datetime
        The present, aware.
    zone : str
        The zone in force.
    home : Path
        The person's folder, for their own foods.
    symptoms : Iterable of str
        Names of symptoms they have logged: "cramps 4" is one of them, "coffee 2" is not.
    """

    now: datetime
    zone: str
    home: Path
    symptoms: Iterable[str] = ()

    def read(self, words: str) -> Understood:
        """Return the entries that some words say.

        Raises
        ------
        DiaryError
            When they are understood neither as a line of a diary nor as a meal.
        """
        time, said = self.when(words)
        if not said:
            raise DiaryError("say what to log: 'ate rye bread', 'back pain 6', 'slept 7 h'")
        try:
            diary = parse_text(f"{time} {said}", zone=self.zone, strict=True)
        except DiaryError as refusal:
            eaten = _without_verb(said)
            meal = self._eaten(eaten, time, certain=eaten == said)
            if meal is None:
                raise _plainly(refusal) from None
            return meal
        warnings = tuple(problem.reason for problem in diary.problems)
        if self._is_meal(diary.entries, said):
            meal = self._eaten(_without_verb(said), time, certain=False)
            return meal or Understood(diary.entries, warnings)
        return Understood(diary.entries, warnings)

    def when(self, words: str) -> tuple[str, str]:
        """Return when it was, as a diary writes it, and what is left to be understood."""
        match = _WHEN.fullmatch(words.strip())
        day, clock, said = match.groups() if match else (None, None, words)
        here = self.now.astimezone(zone_named(self.zone))
        if day is None and clock is None:
            return f"{here:%Y-%m-%d %H:%M}{_offset(here)}", said.strip()
        ago = _DAYS_AGO.get((day or "today").casefold())
        date = day if ago is None else f"{here - timedelta(days=ago):%Y-%m-%d}"
        return " ".join(filter(None, (date, clock))), said.strip()

    def _is_meal(self, entries: Sequence[Entry], said: str) -> bool:
        """Return whether a line is about food, and says no more than a meal can say."""
        if "|" in said or '"' in said or any(entry.name == NONE for entry in entries):
            return False
        if all(entry.kind in _EATEN for entry in entries):
            return True
        if first_word(said)[0] in first_words():
            return False
        known = {same_name(name) for name in self.symptoms}
        return all(
            entry.kind == "symptom" and same_name(entry.name) not in known and _is_food(entry.name)
            for entry in entries
        )

    def _eaten(self, words: str, time: str, *, certain: bool) -> Understood | None:
        """Return a meal as entries; None when no food in it, or not every one, is known.

        Without a word such as "ate", nothing but the foods says that something was eaten: then all
        of them must be `certain`, or "knee hurts" would be searched for among the foods.
        """
        from gutline.meals import read_meal
        from gutline.meals.meal_entries import entries_of

        own = self._own_foods()
        meal: Meal = read_meal(words, own)
        known = [_is_named(item) if certain else item.food is not None for item in meal.items]
        if not (all(known) if certain else any(known)) or not known:
            return None
        moment = parse_text(f"{time} note x", zone=self.zone, strict=True)
        note = moment.entries[0]
        entries = entries_of(meal, note.at, own, day_only=note.day_only)
        odd = tuple(problem.reason for problem in moment.problems)
        return Understood(entries, (*odd, *meal.problems))

    def _own_foods(self) -> OwnFoods:
        from gutline.meals.own_foods import OwnFoods

        return OwnFoods.load(self.home)


def _is_food(name: str) -> bool:
    """Return whether a name is that of a food or drink, letter for letter."""
    from gutline.meals import read_meal

    items = read_meal(name).items
    return len(items) == 1 and _is_named(items[0]) and same_name(name) in _names(items[0])


def _is_named(item: Item) -> bool:
    """Return whether a food or drink is called by a name of its own, not by one that is near."""
    if item.food is None or item.food.kind not in _EATEN:
        return False
    return any(name in same_name(item.text) for name in _names(item))


def _names(item: Item) -> set[str]:
    food = item.food
    return {same_name(name) for name in (food.name, *food.aliases)} if food else set()


def _without_verb(said: str) -> str:
    word, rest = first_word(said)
    kind, _ = first_words().get(word, (None, ""))
    return rest if kind is not None and kind.id in _EATEN and rest else said


def _plainly(refusal: DiaryError) -> DiaryError:
    """Return a refusal without the line number of a line that nobody counted."""
    return DiaryError(str(refusal).rpartition("line 1, ")[2])


def _offset(here: datetime) -> str:
    """Return how a time differs from UTC when the clocks show it twice, and nothing otherwise."""
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return here.isoformat()[-6:] if twice else ""
