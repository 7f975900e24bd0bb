"""A diary with its foods looked up: meals split, other names folded, contents attached."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gutline.catalog import Food, load_tags
from gutline.diary import Contents, Diary, Entry
from gutline.diary.entries import NONE
from gutline.diary.texts import same_name
from gutline.meals.meal import Own
from gutline.meals.name_readings import (
    NameReading,
    Part,
    Reader,
    Sureness,
    pieces,
    read_name,
    with_own_tags,
)
from gutline.meals.reading import read_meal
from gutline.meals.words import keys_of

KINDS = ("food", "drink", "supplement", "medicine")
MOST_SERVINGS = 50.0
# As often as the engine asks for before it looks at an exposure.
OFTEN = 8


@dataclass(frozen=True, slots=True)
class Described:
    """A diary whose foods were looked up, and what became of its names.

    Attributes
    ----------
    diary : Diary
        With `contents`.
    names : Mapping of str to tuple of str
        Every name of the diary as it was, with the names that stand for it now.
    known, guessed, unknown : tuple of str
        The names as they were: those with nothing but foods known by the person's own choice, a
        name or an alias; those found by search or only in part; and those nothing is known of.
    amounts_left_out : tuple of str
        Names whose amount could not be used: a weight of several foods together, or more than
        anybody eats.
    """

    diary: Diary
    names: Mapping[str, tuple[str, ...]]
    known: tuple[str, ...]
    guessed: tuple[str, ...]
    unknown: tuple[str, ...]
    amounts_left_out: tuple[str, ...]


def describe(diary: Diary, own: Own | None = None, *, read: Reader | None = None) -> Diary:
    """Return a diary with its foods looked up; see `look_up`."""
    return look_up(diary, own, read=read).diary


def look_up(diary: Diary, own: Own | None = None, *, read: Reader | None = None) -> Described:
    """Look up every food, drink, supplement and medicine of a diary, each name once.

    An entry that holds several foods becomes one entry for each; names of one food become the one
    that the person uses most; what one serving holds is attached. A name that the person tagged
    is kept whole. Names that have contents already are left as they are, so that doing it twice
    changes nothing.

    Parameters
    ----------
    diary : Diary
    own : Own, optional
        The person's own foods and choices.
    read : callable, optional
        Reads a line of foods; `read_meal` when left out.
    """
    entries = [entry for entry in diary.of_kind(*KINDS) if entry.name != NONE]
    reader = read or functools.partial(read_meal, own=own, others=False)
    readings = _readings(entries, diary, reader)
    names = _Names(readings, Counter(entry.name for entry in entries), diary.contents)
    writer = _Writer(readings, names, frozenset(diary.contents))
    rewritten = tuple(made for entry in diary.entries for made in writer.entries_for(entry))
    tags = _own_tags(diary, readings, names)
    contents = dict(sorted(_contents(diary, readings, names, tags).items()))
    return Described(
        diary=Diary(rewritten, diary.zone, tags, diary.problems, contents),
        names={name: names.now(reading) for name, reading in sorted(readings.items())},
        known=_names_of(readings, "known"),
        guessed=_names_of(readings, "guessed"),
        unknown=_names_of(readings, "unknown"),
        amounts_left_out=tuple(sorted(writer.amounts_left_out | _unusable(readings))),
    )


def _names_of(readings: Mapping[str, NameReading], sureness: Sureness) -> tuple[str, ...]:
    return tuple(sorted(n for n, reading in readings.items() if reading.sureness == sureness))


def _unusable(readings: Mapping[str, NameReading]) -> set[str]:
    """Return the names that say an amount which can not be told or believed."""
    return {
        name
        for name, reading in readings.items()
        if any(not part.bare and part.servings is None for part in reading.parts)
    }


def _readings(entries: Iterable[Entry], diary: Diary, read: Reader) -> dict[str, NameReading]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        kinds[entry.name].add(entry.kind)
    kept_whole = set(diary.tags) | set(diary.contents)
    return {
        name: read_name(name, read, found, whole=name in kept_whole)
        for name, found in kinds.items()
    }


class _Names:
    """The one name of each food, and of each part of an entry.

    Other names of a food go by the name that the person uses most. A name that is used often
    stands for itself: who writes "milk" and "whole milk" many times each means two things.
    """

    def __init__(
        self,
        readings: Mapping[str, NameReading],
        times: Mapping[str, int],
        settled: Mapping[str, Contents],
    ) -> None:
        self._settled = settled
        used: dict[str, Counter[str]] = defaultdict(Counter)
        foods: dict[str, Food] = {}
        for name, reading in readings.items():
            for part in reading.parts:
                if part.food is None:
                    continue
                foods[part.food.id] = part.food
                if part.bare:
                    used[part.food.id][part.words] += times[name]
        self._of_food = {ident: self._chosen(food, used[ident]) for ident, food in foods.items()}
        self._often = _often(used)

    def _chosen(self, food: Food, used: Counter[str]) -> str:
        """Return the name that was settled before, else the most used, else the food's own."""
        candidates = [name for name in used if name in self._settled] or list(used)
        ranked = ((-used[name], name != food.name, name) for name in candidates)
        return min(ranked, default=(0, False, food.name))[2]

    def of_part(self, part: Part) -> str:
        """Return the name that stands for a part."""
        if part.food is None:
            return part.words
        own = self._often.get(keys_of(part.words)) if part.bare else None
        return own or self._of_food[part.food.id]

    def now(self, reading: NameReading) -> tuple[str, ...]:
        """Return the names that stand for a name, each once, in its order."""
        if reading.name in self._settled:
            return (reading.name,)
        return tuple(dict.fromkeys(self.of_part(part) for part in reading.parts))


def _often(used: Mapping[str, Counter[str]]) -> dict[tuple[str, ...], str]:
    """Return the names used often, however they are spelled, with their commonest spelling."""
    alike: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for names in used.values():
        for name, times in names.items():
            alike[keys_of(name)][name] += times
    return {
        keys: min((-times, name) for name, times in names.items())[1]
        for keys, names in alike.items()
        if sum(names.values()) >= OFTEN
    }


class _Writer:
    """Writes the entries of the looked-up diary."""

    def __init__(
        self, readings: Mapping[str, NameReading], names: _Names, settled: frozenset[str]
    ) -> None:
        self._readings = {n: reading for n, reading in readings.items() if n not in settled}
        self._names = names
        self.amounts_left_out: set[str] = set()

    def entries_for(self, entry: Entry) -> Iterator[Entry]:
        """Yield what stands for an entry: itself, or one entry for each of its foods."""
        reading = self._readings.get(entry.name) if entry.kind in KINDS else None
        if reading is None:
            yield entry
        elif len(reading.parts) == 1:
            yield self._renamed(entry, reading.parts[0])
        else:
            yield from self._split(entry, reading.parts)

    def _renamed(self, entry: Entry, part: Part) -> Entry:
        name, value, unit = self._names.of_part(part), entry.value, entry.unit
        if unit in {"", "serving"} and not part.bare:
            value, unit = self._times(entry, value, part.servings)
        elif part.food is not None and part.food.actives and value is not None:
            value, unit = _in_pieces(part.food, value, unit)
        if (name, value, unit) == (entry.name, entry.value, entry.unit):
            return entry
        return replace(entry, name=name, value=value, unit=unit)

    def _split(self, entry: Entry, parts: Iterable[Part]) -> Iterator[Entry]:
        value = entry.value
        if entry.unit not in {"", "serving"}:
            self.amounts_left_out.add(entry.name)
            value = None
        together: dict[tuple[str, str], list[Part]] = {}
        for part in parts:
            together.setdefault((self._names.of_part(part), _kind(entry, part)), []).append(part)
        for number, ((name, kind), same) in enumerate(together.items(), 1):
            ident = f"{entry.id}#{number}" if entry.id and number > 1 else entry.id
            amount, unit = self._times(entry, value, _sum_of(same))
            yield replace(entry, name=name, kind=kind, value=amount, unit=unit, id=ident)

    def _times(
        self, entry: Entry, value: float | None, count: float | None
    ) -> tuple[float | None, str]:
        """Return an amount in servings, with its unit; what nobody can eat is left out."""
        if value is None and count is None:
            amount = None
        else:
            amount = (1.0 if value is None else value) * (1.0 if count is None else count)
        if amount is not None and amount > MOST_SERVINGS:
            amount = value
            self.amounts_left_out.add(entry.name)
        return (None, "") if amount is None else (float(f"{amount:.6g}"), "serving")


def _in_pieces(food: Food, value: float, unit: str) -> tuple[float, str]:
    """Return a dose of a supplement in capsules or tablets, where it can be told."""
    count = None if unit == "serving" else pieces(food, value, unit)
    if count is None or count > MOST_SERVINGS:
        return value, unit
    return float(f"{count:.6g}"), "serving"


def _sum_of(parts: list[Part]) -> float | None:
    """Return the servings of parts of one food; None when there is one and it says none."""
    if len(parts) == 1:
        return parts[0].servings
    return sum(1.0 if part.servings is None else part.servings for part in parts)


def _kind(entry: Entry, part: Part) -> str:
    """Return the kind of a part; what was taken as a supplement is not turned into food."""
    was_food = entry.kind in {"food", "drink"}
    if not part.kind or (not was_food and part.kind in {"food", "drink"}):
        return entry.kind
    return part.kind


def _own_tags(
    diary: Diary, readings: Mapping[str, NameReading], names: _Names
) -> dict[str, tuple[str, ...]]:
    """Return the person's tags under the names of now, spelled as the catalog spells them."""
    if not diary.tags:
        return {}
    spelled = {
        same_name(word.replace("_", " ")): tag.id
        for tag in load_tags().values()
        for word in (tag.id, tag.name)
    }
    tags: dict[str, set[str]] = defaultdict(set)
    for name, own in diary.tags.items():
        for now in names.now(readings[name]) if name in readings else (name,):
            tags[now].update(spelled.get(same_name(t.replace("_", " ")), t) for t in own)
    return {name: tuple(sorted(own)) for name, own in sorted(tags.items())}


def _contents(
    diary: Diary,
    readings: Mapping[str, NameReading],
    names: _Names,
    tags: Mapping[str, Iterable[str]],
) -> dict[str, Contents]:
    """Return the contents by name; those that were there are kept."""
    denied = {same_name(phrase): tag.id for tag in load_tags().values() for phrase in tag.free}
    found = dict(diary.contents)
    for reading in readings.values():
        if reading.name in diary.contents:
            continue
        for part in sorted(reading.parts, key=lambda part: not part.bare):
            name = names.of_part(part)
            own = with_own_tags(part.contents, tags.get(name, ()), denied)
            if own is not None:
                found.setdefault(name, own)
    return found
