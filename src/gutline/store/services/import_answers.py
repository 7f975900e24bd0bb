"""Answered questionnaires of an import: kept with its entries, and taken out with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from gutline.importers.source import Answered
from gutline.store.documents.questionnaire import body_of, key_of
from gutline.store.models import Document
from gutline.store.services.documents import keep_document

_KIND = "questionnaire"
_MOST_ASKED = 500


def known_answers(person: int, found: Collection[Answered]) -> set[str]:
    """Return the keys of those that the person has, dropped ones among them."""
    keys = [key_of(one.questionnaire, one.day) for one in found]
    known: set[str] = set()
    for start in range(0, len(keys), _MOST_ASKED):
        rows = Document.objects.filter(
            person_id=person, kind=_KIND, key__in=keys[start : start + _MOST_ASKED]
        )
        known |= set(rows.values_list("key", flat=True))
    return known


def keep_new_answers(person: int, found: Collection[Answered], now: datetime) -> tuple[str, ...]:
    """Keep those that the person does not have; return their keys.

    Rules for safety go on with what the person said here: these answers may be years old.
    """
    known = known_answers(person, found)
    added = []
    for one in found:
        key = key_of(one.questionnaire, one.day)
        if key not in known:
            keep_document(person, _KIND, key, body_of(one.questionnaire, one.day, one.answers), now)
            added.append(key)
    return tuple(added)


def remove_answers(
    person: int, keys: Sequence[str], *, edited_too: bool
) -> tuple[int, tuple[str, ...]]:
    """Remove what an import added; return how many went, and the keys of those that stay.

    Those that were given anew since stay, unless `edited_too`; those that were dropped go.
    """
    removed = 0
    kept = []
    for start in range(0, len(keys), _MOST_ASKED):
        some = keys[start : start + _MOST_ASKED]
        for row in Document.objects.filter(person_id=person, kind=_KIND, key__in=some):
            if row.version > 0 and row.deleted_at is None and not edited_too:
                kept.append(row.key)
            else:
                row.delete()
                removed += 1
    return removed, tuple(kept)
