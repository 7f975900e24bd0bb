"""A database of heavy use: ten people, ten years, twenty-eight entries a day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from gutline.diary.entries import Entry as DiaryEntry
from gutline.store.models import Entry
from gutline.store.records import Content
from gutline.store.rows import columns_of
from gutline.store.services.people import add_person

ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney")
FIRST_DAY = date(2016, 1, 1)
_BATCH = 2_000
_FOODS = 300
_SYMPTOMS = ("back pain", "bloating", "knee pain", "fatigue", "cramps", "stiffness")
_SITES = ("lower_back_left", "lower_back_right", "knee_left", "lower_abdomen_middle")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is drawn: people, days of each, and entries a day."""

    people: int
    days: int
    daily: int

    @property
    def entries(self) -> int:
        """All entries."""
        return self.people * self.days * self.daily


MILLION = Size(people=10, days=3650, daily=28)
SMALL = Size(people=2, days=400, daily=28)


def fill(size: Size, seed: int) -> list[int]:
    """Fill the configured, empty database; return the people's numbers.

    Everybody's entries come in day by day, as they do in use, so that one person's lie scattered
    over the file.
    """
    rng = random.Random(seed)  # noqa: S311 - a drawn diary guards no secret
    began = datetime(2016, 1, 1, tzinfo=UTC)
    people = [add_person(ZONES[n % len(ZONES)], began).key for n in range(size.people)]
    waiting: list[Entry] = []
    with transaction.atomic():
        for number in range(size.days):
            for index, person in enumerate(people):
                day = FIRST_DAY + timedelta(days=number)
                waiting += _rows(person, ZONES[index % len(ZONES)], day, size.daily, rng)
            if len(waiting) >= _BATCH:
                Entry.objects.bulk_create(waiting, batch_size=500)
                waiting = []
        Entry.objects.bulk_create(waiting, batch_size=500)
    return people


def _rows(person: int, zone: str, day: date, daily: int, rng: random.Random) -> Iterator[Entry]:
    for number in range(daily):
        clock = time(6 + number * 16 // daily, rng.randrange(60), tzinfo=ZoneInfo(zone))
        at = datetime.combine(day, clock)
        yield Entry(person_id=person, created_at=at, **columns_of(_content(at, zone, number, rng)))


def _content(at: datetime, zone: str, number: int, rng: random.Random) -> Content:
    ident = f"{at:%Y%m%d}-{number}"
    if number % 3 == 0:
        name = rng.choice(_SYMPTOMS)
        entry = DiaryEntry(at, "symptom", name, float(rng.randrange(11)), "nrs", id=ident)
        return Content(entry, zone, {"sites": [rng.choice(_SITES)]})
    name = f"food number {min(int(rng.expovariate(1 / 40)), _FOODS)}"
    entry = DiaryEntry(at, "food", name, 1.0, "serving", id=ident)
    return Content(entry, zone)
