"""Telling of trials at the command line: the list, changes of a plan, exports and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutline.cli.refusal import RefusalError
from gutline.cli.trial_analysis import diary_for
from gutline.cli.trial_keeping import all_trials, change_plan, find_trial, keep_learned
from gutline.cli.trial_running import today_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.diary import Diary
    from gutline.trials.result import TrialResult
    from gutline.trials.trial import Trial


def list_lines() -> list[str]:
    """Return a line for every trial, with its state."""
    from gutline.trials.running import look_at_today

    lines = []
    for found in all_trials():
        trial = found.trial
        now = look_at_today(trial, today_of(trial))
        where = f", day {now.day_number} of {now.days}" if now.day_number else ""
        lines.append(
            f"{trial.id}: {trial.plan.exposure} and {trial.plan.outcome} ({now.state}{where})"
        )
    return lines or ["There is no trial yet. Plan one with `gutline trial plan`."]


def amend_lines(name: str, reason: str, asked: Mapping[str, Any]) -> list[str]:
    """Change a plan, and return what is said of it."""
    changes: dict[str, object] = {
        "smallest_difference": asked["difference"],
        "carry_over_hours": asked["carry_over_hours"],
        "put_back": asked["put_back"].date() if asked["put_back"] else None,
        "blinded": asked["blinded"],
    }
    wanted = {field: value for field, value in changes.items() if value is not None}
    if not wanted:
        raise RefusalError("Say what to change, such as --difference 1.5.")
    trial = change_plan(name, wanted, reason)
    return [
        f"Version {len(trial.versions)} of the plan of {name}: {', '.join(wanted)}.",
        f"Plan hash: {trial.plan.digest()}",
        "The first version and its hash stay, and the report tells of the change.",
    ]


def exported(asked: Mapping[str, Any]) -> str:
    """Return a trial as one JSON, or as a report."""
    from gutline.reports.trial_cent import render_cent_markdown
    from gutline.reports.trial_export import render_export

    found = find_trial(asked["trial"], asked["sealed"])
    diary = diary_for(asked, found)
    today = today_of(found.trial)
    result = _result(found.trial, diary)
    if result is not None and asked["diary"] is None:
        keep_learned(found, result, today)
    if asked["report"]:
        return render_cent_markdown(found.trial, result, today)
    return render_export(found.trial, diary, result, today)


def _result(trial: Trial, diary: Diary) -> TrialResult | None:
    """Return the result, or none where there is nothing to analyse yet."""
    from gutline.trials.errors import TrialError
    from gutline.trials.own_trial import analyse_trial

    try:
        return analyse_trial(trial, diary, today_of(trial))
    except TrialError:
        return None
