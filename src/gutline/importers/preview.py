"""What an import would bring, told before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gutline.diary.entries import NONE
from gutline.importers.names import NameTable, suggestions
from gutline.importers.reading import Checked, Item
from gutline.importers.source import Answered, LeftOut, Placed, Problem
from gutline.meals.reading import read_meal

MOST_PROBLEMS = 200
MOST_UNMAPPED = 200
MOST_SAMPLES = 8
MOST_FOODS = 60
"""The most frequent foods are looked up, which takes some milliseconds each."""
_MOST_NAMES = 50_000
_LONGEST_FOOD = 200
QUESTIONNAIRES = "questionnaire"
"""What answered questionnaires are counted as, beside the kinds of entries."""
_FOODS = frozenset({"food", "drink"})


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name that is not known here.

    Attributes
    ----------
    source, kind, name : str
        Where it comes from, and what it was read as.
    count : int
        How many entries have it.
    suggestions : tuple of str
        Names here that look like it, the likest first.
    """

    source: str
    kind: str
    name: str
    count: int
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What some files hold.

    Attributes
    ----------
    entries : int
        Entries that can be kept, and answered questionnaires.
    kinds : Mapping of str to int
        How many of each kind, the most frequent first; of answered questionnaires under
        "questionnaire".
    first_day, last_day : date or None
        The span of their local days.
    problems : tuple of Problem
        The first 200 rows that could not be read.
    problem_count : int
        How many there are.
    doubts : tuple of Problem
        The first 200 rows that were read with a doubt, such as a doubtful time.
    doubt_count : int
        How many there are.
    left_out : Mapping of str to int
        What is left out by design, and how many of it.
    unmapped : tuple of Unmapped
        Names that are not known here, the most frequent first.
    samples : tuple of Placed
        A few entries, of different kinds.
    """

    entries: int
    kinds: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    problems: tuple[Problem, ...]
    problem_count: int
    doubts: tuple[Problem, ...]
    doubt_count: int
    left_out: Mapping[str, int]
    unmapped: tuple[Unmapped, ...]
    samples: tuple[Placed, ...]


class Previewer:
    """Counts what goes by.

    Parameters
    ----------
    names : NameTable
        The table under which entries were named.
    """

    def __init__(self, names: NameTable) -> None:
        self._names = names
        self._kinds: Counter[str] = Counter()
        self._spelled: Counter[tuple[str, str, str]] = Counter()
        self._left_out: Counter[str] = Counter()
        self._problems: tuple[list[Problem], list[Problem]] = ([], [])
        self._problem_counts = [0, 0]
        self._samples: list[Placed] = []
        self._first: date | None = None
        self._last: date | None = None

    def add(self, item: Item) -> None:
        """Count one thing that was read."""
        if isinstance(item, Checked):
            self._add_entry(item)
        elif isinstance(item, Answered):
            self._add_day(item.day)
            self._kinds[QUESTIONNAIRES] += 1
        elif isinstance(item, LeftOut):
            self._left_out[item.what] += item.count
        else:
            self._problem_counts[item.used] += 1
            if self._problem_counts[item.used] <= MOST_PROBLEMS:
                self._problems[item.used].append(item)

    def add_all(self, items: Iterable[Item]) -> Preview:
        """Count all that was read, and return the result."""
        for item in items:
            self.add(item)
        return self.result()

    def _add_entry(self, item: Checked) -> None:
        entry = item.placed.entry
        self._add_day(entry.at.date())
        if self._kinds[entry.kind] < 1 and len(self._samples) < MOST_SAMPLES:
            self._samples.append(item.placed)
        self._kinds[entry.kind] += 1
        key = (entry.source, entry.kind, item.named_as)
        if key in self._spelled or len(self._spelled) < _MOST_NAMES:
            self._spelled[key] += 1

    def _add_day(self, day: date) -> None:
        if self._first is None or self._last is None:
            self._first = self._last = day
        self._first, self._last = min(self._first, day), max(self._last, day)

    def result(
        self, own: Mapping[str, Iterable[str]] | None = None, *, suggesting: bool = True
    ) -> Preview:
        """Return what was counted.

        Parameters
        ----------
        own : Mapping of str to iterable of str, optional
            Names that the person has logged already, by kind; they count as known.
        suggesting : bool
            Whether to look for names that are not known, which takes a moment.
        """
        return Preview(
            entries=self._kinds.total(),
            kinds=dict(self._kinds.most_common()),
            first_day=self._first,
            last_day=self._last,
            problems=tuple(self._problems[False]),
            problem_count=self._problem_counts[False],
            doubts=tuple(self._problems[True]),
            doubt_count=self._problem_counts[True],
            left_out=dict(self._left_out.most_common()),
            unmapped=self._unmapped(own or {}) if suggesting else (),
            samples=tuple(self._samples),
        )

    def _unmapped(self, own: Mapping[str, Iterable[str]]) -> tuple[Unmapped, ...]:
        logged = {kind: set(names) for kind, names in own.items()}
        found = []
        foods = 0
        for (source, kind, name), count in self._spelled.most_common():
            mine = logged.get(kind, set())
            if kind in _FOODS:
                foods += 1
                known = foods > MOST_FOODS or is_known_food(name)
            else:
                known = name in mine or self._names.knows(source, kind, name)
            if not known:
                likest = suggestions(kind, name, mine)
                found.append(Unmapped(source, kind, name, count, likest))
            if len(found) >= MOST_UNMAPPED:
                break
        return tuple(found)


def is_known_food(name: str) -> bool:
    """Return whether any food is recognised in a name, as it would be in a meal that is typed."""
    return name == NONE or any(item.food for item in read_meal(name[:_LONGEST_FOOD]).items)
