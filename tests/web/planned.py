"""A diary with a plan of a fortnight in it, put into a home by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from tests.web.filled import ZONE, fill


def planned(home: Path) -> Path:
    """Fill a home, and return it."""
    code = "import sys; from pathlib import Path; from tests.web.planned import plan; plan(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(home)], check=True)
    return home


def plan(home: Path) -> None:
    """A wind-down, a walk and a regular lunch, kept now and then for a fortnight."""
    fill(home)
    from gutline.diary.zones import zone_named
    from gutline.routine.items import Cue, Item
    from gutline.routine.proposing import load_starters
    from gutline.store.queries import people
    from gutline.store.services.documents import keep_document
    from gutline.store.services.plan import keep_item
    from gutline.store.services.plan_days import mark_item

    now = datetime.now(UTC)
    person = people()[0].key
    today = now.astimezone(zone_named(ZONE)).date()
    starters = {one.item.id: one.item for one in load_starters()}
    before = now - timedelta(days=14)
    for item in (starters["wind-down"], starters["walk-after-lunch"]):
        keep_item(person, item, before)
    keep_item(person, Item("lunch", "lunch at one", "meal", Cue(time(13)), smallest="soup"), before)
    for ago in range(1, 13):
        day = today - timedelta(days=ago)
        mark_item(person, "wind-down", day, "skipped", now, reason="no time")
        mark_item(person, "walk-after-lunch", day, "done" if ago % 3 else "partly", now)
    rule = {
        "name": "dairy", "outcome": "back pain", "verdict": "cleared", "words": "dairy: fine",
        "trial": "dairy-1", "ended": "2026-02-01", "effect": 0.1, "low": -0.3, "high": 0.4, "weight": None,
    }  # fmt: skip
    keep_document(person, "rule", "dairy", rule, now)
