"""A trial as one JSON: plan in every version, schedule, what happened, ratings and result."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gutline.reports.trial_json import trial_document
from gutline.trials.calendar import lay_days
from gutline.trials.errors import TrialError
from gutline.trials.randomising import prove
from gutline.trials.readings import read_readings
from gutline.trials.running import condition_words, is_over

if TYPE_CHECKING:
    from datetime import date

    from gutline.diary import Diary
    from gutline.trials.calendar import TrialDay
    from gutline.trials.result import TrialResult
    from gutline.trials.trial import Trial

EXPORT_SCHEMA = 1
FORMAT = "gutline-trial"


def render_export(
    trial: Trial, diary: Diary | None, result: TrialResult | None, today: date
) -> str:
    """Return the export as JSON text: ASCII only, one line at the end."""
    document = export_document(trial, diary, result, today)
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def export_document(
    trial: Trial, diary: Diary | None, result: TrialResult | None, today: date
) -> dict[str, Any]:
    """Return everything about a trial as plain values, as `trial_schema` describes them.

    Parameters
    ----------
    trial : Trial
        A sealed one has no schedule in it until it is opened.
    diary : Diary, optional
        Its ratings of the outcome, from day 1 to the last day, are part of the export.
    result : TrialResult, optional
    today : date
        Days after it are left out, so that nobody reads ahead.
    """
    days = [day for day in lay_days(trial, today) if day.day <= today]
    return {
        "schema": EXPORT_SCHEMA,
        "format": FORMAT,
        "exported_on": today.isoformat(),
        "trial": trial.as_dict() if is_over(trial, today) else _without_ahead(trial),
        "days": [_day(trial, day) for day in days],
        "ratings": [] if diary is None else _ratings(trial, diary, days),
        "result": None if result is None else _result(result),
        "verification": _verification(trial) if is_over(trial, today) else [],
    }


def _without_ahead(trial: Trial) -> dict[str, object]:
    """Return a running trial without its schedule, of which the rest is still to come."""
    return trial.as_dict() | {"allocation": None}


def _day(trial: Trial, day: TrialDay) -> dict[str, object]:
    slot = day.slot
    return {
        "day": day.day.isoformat(),
        "part": "paused" if slot is None else slot.part,
        "period": slot.unit + 1 if slot is not None and slot.part == "unit" else None,
        "condition": None if slot is None else condition_words(trial, day),
        "counts": not day.void,
    }


def _ratings(trial: Trial, diary: Diary, days: list[TrialDay]) -> list[dict[str, object]]:
    if not days:
        return []
    try:
        readings = read_readings(diary, trial.plan.outcome, measured=True, unit=trial.plan.unit)
    except TrialError:
        return []
    first, last = days[0].day, days[-1].day
    rows = zip(readings.at, readings.values.tolist(), strict=True)
    return [
        {"at": at.isoformat(), "value": value} for at, value in rows if first <= at.date() <= last
    ]


def _result(result: TrialResult) -> dict[str, object]:
    checks = [{"name": c.name, "passed": c.passed, "text": c.text} for c in result.checks]
    return trial_document(result) | {
        "grade": result.grade, "because": result.because, "text": result.text, "checks": checks,
        "provenance": result.provenance,
    }  # fmt: skip


def _verification(trial: Trial) -> list[dict[str, object]]:
    if trial.allocation is None:
        return []
    proofs = prove(trial.versions[0].plan, trial.allocation, trial.commitment)
    return [{"passed": proof.passed, "text": proof.text} for proof in proofs]


@functools.cache
def trial_schema() -> dict[str, Any]:
    """Return the JSON Schema of the export, which ships with the package."""
    text = (files("gutline.reports") / "data" / "trial.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def result_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `gutline trial analyse --json` prints."""
    return {"$schema": trial_schema()["$schema"], **trial_schema()["$defs"]["result"],
            "$defs": trial_schema()["$defs"]}  # fmt: skip
