"""From a person's rows to the file that the Findings page is made of."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gutline.discovery import discover, forecast
from gutline.meals.contents import describe
from gutline.meals.own_foods import OwnFoods
from gutline.reports import json_document
from gutline.store import queries
from gutline.web.findings_file import written
from gutline.web.pages.findings_shaping import shape, soonest_words

if TYPE_CHECKING:
    from pathlib import Path

    from gutline.store.records import PersonRecord


def worked_out(home: Path, person: int) -> bytes:
    """Return a person's findings as they are kept, with the revision of the diary they are of.

    Raises
    ------
    ValueError
        When there is no such person, or the diary or their own foods cannot be read.
    """
    start = time.perf_counter()
    # Read before the diary: what is logged meanwhile makes the findings look behind, never fresh.
    owner = queries.person(person)
    diary = describe(queries.read_diary(person), OwnFoods.load(home))
    findings = discover(diary)
    outlook = forecast(diary)
    view = asdict(shape(findings, diary, outlook))
    head = _head(owner, soonest_words(outlook), round(time.perf_counter() - start, 2))
    return written(head, view, json_document(findings))


def _head(owner: PersonRecord, soon: str, took_s: float) -> dict[str, Any]:
    return {
        "person": owner.key,
        "since": owner.created_at.isoformat(),
        "revision": owner.revision,
        "soon": soon,
        "took_s": took_s,
    }
