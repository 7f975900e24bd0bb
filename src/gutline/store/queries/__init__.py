"""Queries: they return frozen records and never change anything."""

from __future__ import annotations

from gutline.store.queries.days import DayPage, day_page, month_timeline, recently_deleted
from gutline.store.queries.diaries import Span, read_diary
from gutline.store.queries.entries import entry_by_id, entry_record, history
from gutline.store.queries.people import (
    choices,
    entry_count,
    names_logged,
    names_of_others,
    only_person,
    people,
    person,
    person_without_account,
)
from gutline.store.queries.usual import Usual, usual_things

__all__ = [
    "DayPage",
    "Span",
    "Usual",
    "choices",
    "day_page",
    "entry_by_id",
    "entry_count",
    "entry_record",
    "history",
    "month_timeline",
    "names_logged",
    "names_of_others",
    "only_person",
    "people",
    "person",
    "person_without_account",
    "read_diary",
    "recently_deleted",
    "usual_things",
]
