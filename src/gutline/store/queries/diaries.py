"""From rows to the diary that the engine reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import IntegerField
from django.db.models.functions import Cast

from gutline.diary.diary import Diary
from gutline.store.models import Entry
from gutline.store.queries.people import person
from gutline.store.rows import DIARY_COLUMNS, DiaryRows


@dataclass(frozen=True, slots=True)
class Span:
    """Local days from first to last, both included; None leaves an end open."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def until(cls, last: date, days: int) -> Span:
        """Return the span of so many days that ends with this one."""
        return cls(last - timedelta(days=days - 1), last)


def read_diary(key: int, span: Span | None = None) -> Diary:
    """Return what a person logged, as the frozen diary that analyses take.

    Parameters
    ----------
    key : int
        The person.
    span : Span, optional
        Local days; by default all of them.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    owner = person(key)
    wanted = span or Span()
    rows = Entry.objects.filter(person_id=key, deleted_at=None)
    if wanted.first is not None:
        rows = rows.filter(day__gte=wanted.first)
    if wanted.last is not None:
        rows = rows.filter(day__lte=wanted.last)
    # In order of time, so that the first spelling of a name is the one that is kept.
    # As a number, since a truth value of SQLite is converted one by one.
    day_only = Cast("day_only", IntegerField())
    columns = rows.order_by("day", "at", "pk").values_list(*DIARY_COLUMNS, day_only)
    entries = DiaryRows(owner.zone).entries(columns.iterator(chunk_size=5000))
    return Diary(tuple(entries), owner.zone)
