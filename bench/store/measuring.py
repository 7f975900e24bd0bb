"""How long the questions of a page take, and how long a person waits for an entry to be kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from bench.store.filling import FIRST_DAY, Size
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.queries import Span
from gutline.store.services.log import log_entry

INDEXES = {
    "person": "(person_id)",
    "day": "(day)",
    "person, at": "(person_id, at)",
    "person, day": "(person_id, day)",
    # Ours comes last, and stays.
    "person, day, at of what is not deleted": "(person_id, day, at) WHERE deleted_at IS NULL",
}
_MS = 1_000.0
_REPEATS = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured.

    Attributes
    ----------
    what : str
        The question.
    first_ms, median_ms : float
        The first time it was asked, and the median of some.
    rows : int
        How many entries the answer holds.
    """

    what: str
    first_ms: float
    median_ms: float
    rows: int


def questions(people: Sequence[int], size: Size) -> dict[str, Callable[[], int]]:
    """Return what is measured, each asked of another person, and how many entries it returns."""
    last = FIRST_DAY + timedelta(days=size.days - 1)
    middle = FIRST_DAY + timedelta(days=size.days // 2)
    evening = datetime(last.year, last.month, last.day, 20, tzinfo=UTC)
    one, two, three, four = (people[n % len(people)] for n in (2, 3, 4, 5))
    return {
        "day page": lambda: len(queries.day_page(one, middle).records),
        "month timeline": lambda: sum(
            len(page.records) for page in queries.month_timeline(two, middle.year, middle.month)
        ),
        "`read_diary`, 365 days": lambda: len(
            queries.read_diary(three, Span.until(last, 365)).entries
        ),
        "usual things": lambda: len(queries.usual_things(four, evening)),
    }


def ask_all(people: Sequence[int], size: Size) -> list[Measured]:
    """Return how long each question takes."""
    return [_timed(what, ask) for what, ask in questions(people, size).items()]


def _timed(what: str, ask: Callable[[], int]) -> Measured:
    taken, rows = [], 0
    for _ in range(_REPEATS):
        start = time.perf_counter()
        rows = ask()
        taken.append((time.perf_counter() - start) * _MS)
    return Measured(what, taken[0], sorted(taken)[_REPEATS // 2], rows)


def logging_ms(person: int, times: int, now: datetime) -> list[float]:
    """Return how long each of some entries took to be kept, shortest first."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        log_entry(person, Draft("food", "rye bread"), now)
        taken.append((time.perf_counter() - start) * _MS)
    return sorted(taken)


def use_index(columns: str) -> None:
    """Put another index in the place of ours."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS entry_days")
        cursor.execute(f"CREATE INDEX entry_days ON store_entry {columns}")
