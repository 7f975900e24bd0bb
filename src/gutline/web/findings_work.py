"""From a person's rows to the file that the Findings page is made of."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gutline.discovery import discover, forecast
from gutline.discovery.settings import Settings
from gutline.meals.contents import describe
from gutline.meals.own_foods import OwnFoods
from gutline.reports import json_document
from gutline.store import queries
from gutline.store.home import foods_place
from gutline.store.queries.trials import own_rules, prior_weights
from gutline.store.services.trial_learning import learn_from_finished
from gutline.web import plan_work, safety_work
from gutline.web.findings_file import written
from gutline.web.pages.findings_shaping import shape, soonest_words
from gutline.web.present import present
from gutline.web.trial_rules import with_rules

if TYPE_CHECKING:
    from pathlib import Path

    from gutline.store.records import PersonRecord


LOOKED_AT_DAYS = 3 * 365
"""The journal's findings are of so many days: one day more must not cost a look at ten years."""


def worked_out(home: Path, person: int) -> bytes:
    """Return a person's findings as they are kept, with the revision of the diary they are of.

    Raises
    ------
    ValueError
        When there is no such person, or the diary or their own foods cannot be read.
    """
    start = time.perf_counter()
    # What a trial has settled since is known to the findings, whether or not its page was opened.
    learn_from_finished(person, present())
    # Read before the diary: what is logged meanwhile makes the findings look behind, never fresh.
    owner = queries.person(person)
    now = present()
    diary = describe(queries.read_diary(person), OwnFoods.load(foods_place(home, person)))
    # Signs that a doctor should look at come before everything that takes long.
    safety_work.look(owner, diary, now)
    settings = Settings(prior_weights=prior_weights(person), last_days=LOOKED_AT_DAYS)
    findings = discover(plan_work.with_adherence(owner, diary), settings=settings)
    outlook = forecast(diary)
    view = with_rules(asdict(shape(findings, diary, outlook)), own_rules(person))
    head = _head(owner, soonest_words(outlook), round(time.perf_counter() - start, 2))
    head["out"] = safety_work.left_out(owner, diary, now)
    beside = {"gut": safety_work.gut_signs(diary), **plan_work.beside(owner, diary, now)}
    return written(head, view, json_document(findings), beside)


def _head(owner: PersonRecord, soon: str, took_s: float) -> dict[str, Any]:
    return {
        "person": owner.key,
        "since": owner.created_at.isoformat(),
        "revision": owner.revision,
        "soon": soon,
        "took_s": took_s,
    }
