"""What the background run works out for the plan: whether it drifted, and adherence to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutline.diary import Diary
from gutline.diary.zones import zone_named
from gutline.routine.drift import find_drift
from gutline.routine.drift_words import drift_sentences
from gutline.routine.exposures import adherence_entries, every_day
from gutline.store.queries.routine import kept_days, kept_plan, plan_versions

if TYPE_CHECKING:
    from datetime import datetime

    from gutline.routine.adherence import DayKept
    from gutline.store.records import PersonRecord


def with_adherence(owner: PersonRecord, diary: Diary) -> Diary:
    """Return the diary with how much of the plan was kept each day, as one more exposure."""
    kept = _kept(owner, diary)
    added = adherence_entries(every_day(kept), zone_named(owner.zone))
    if not added:
        return diary
    whole = (*diary.entries, *added)
    return Diary(whole, diary.zone, diary.tags, diary.problems, diary.contents)


def beside(owner: PersonRecord, diary: Diary, now: datetime) -> dict[str, Any]:
    """Return what pages say of drifting, as plain data under "drift"."""
    today = now.astimezone(zone_named(owner.zone)).date()
    drift = find_drift(diary, _kept(owner, diary), today)
    versions = plan_versions(owner.key, zone_named(owner.zone))
    names = {item.id: item.name for version in versions for item in version.plan.items}
    names |= {item.id: item.name for item in kept_plan(owner.key).plan.items}
    lasting = drift.slip is not None and drift.slip.lasting
    said = list(drift_sentences(drift, names))
    return {"drift": {"sentences": said, "lasting": lasting, "quiet": drift.quiet}}


def _kept(owner: PersonRecord, diary: Diary) -> tuple[DayKept, ...]:
    if not diary.days:
        return ()
    return kept_days(owner.key, diary.days[0], diary.days[-1], zone_named(owner.zone))
