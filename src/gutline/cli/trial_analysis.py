"""Analysing at the command line: one's own trial, or a schedule that was made elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gutline.cli.diary_file import existing, read_told
from gutline.cli.refusal import RefusalError
from gutline.cli.trial_keeping import find_trial, keep_learned, own_diary
from gutline.cli.trial_running import today_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gutline.cli.trial_keeping import Found
    from gutline.diary import Diary
    from gutline.trials.deciding import Rule
    from gutline.trials.readings import Readings
    from gutline.trials.result import Check, TrialResult
    from gutline.trials.trial_data import TrialData

_RATING_UNIT = "nrs"
_TELLING = 8
"""Periods of pairs from which on the same order in each is hardly a coin's."""


def analysed(asked: Mapping[str, Any]) -> TrialResult:
    """Return the result that was asked for."""
    if (asked["trial"] is None) == (asked["schedule"] is None):
        both = " Not both at once." if asked["trial"] is not None else ""
        raise RefusalError(f"Name a trial of yours, or a schedule with --schedule FILE.{both}")
    if asked["trial"] is not None:
        return _own(asked)
    return _elsewhere(asked, diary_for(asked, None))


def _own(asked: Mapping[str, Any]) -> TrialResult:
    from gutline.trials.own_trial import analyse_trial

    named = None if asked["diary"] is None else diary_for(asked, None)
    found = find_trial(asked["trial"], asked["sealed"])
    today = today_of(found.trial)
    result = analyse_trial(found.trial, named or diary_for(asked, found), today)
    if named is None:
        keep_learned(found, result, today)
    return result


def diary_for(asked: Mapping[str, Any], found: Found | None) -> Diary:
    """Return the diary that was named, else that of the journal the trial is kept in."""
    if asked["diary"] is not None:
        return read_told(asked["diary"], asked["zone"])
    own = None if found is None else own_diary(found)
    if own is None:
        raise RefusalError("Name the diary with the ratings: --diary FILE.")
    return own


def _elsewhere(asked: Mapping[str, Any], diary: Diary) -> TrialResult:
    import numpy as np

    from gutline.trials.analysing import Circumstances, analyse
    from gutline.trials.carry_over import CarryOver
    from gutline.trials.periods import make_schedule
    from gutline.trials.readings import read_readings
    from gutline.trials.schedule_file import read_schedule
    from gutline.trials.timeline import Timeline
    from gutline.trials.trial_data import TrialData

    if asked["outcome"] is None:
        raise RefusalError("Say what was rated: --outcome NAME.")
    path = existing(asked["schedule"])
    readings = read_readings(diary, asked["outcome"], measured=True)
    _check_zone(asked, diary, readings, path)
    schedule = make_schedule(
        read_schedule(path, diary.zone), asked["randomised"],
        reference=asked["reference"], longest_run=asked["longest_run"],
    )  # fmt: skip
    carry_over = CarryOver.fading(asked["carry_over_hours"])
    data = TrialData.of(schedule, readings, Timeline.of_schedule(schedule), carry_over)
    around = Circumstances(provenance={"schedule": path.name, "diary": diary.digest()})
    rule = _rule(asked, data.readings)
    result = analyse(data, rule, np.random.default_rng(0), around)
    if result.effect is None:
        return result
    return replace(result, checks=(*result.checks, *_assumed(asked, data, rule)))


def _assumed(asked: Mapping[str, Any], data: TrialData, rule: Rule) -> Iterator[Check]:
    """Tell what was taken for granted about a trial that was made elsewhere."""
    from gutline.trials.result import Check
    from gutline.trials.units import change_figure, unit_words

    own = data.schedule.assignment
    if data.schedule.layout == "pairs" and len(own) >= _TELLING and len(set(own[::2])) == 1:
        text = "Every pair was in the same order. If no coin decided each, p means nothing here: "
        yield Check("order", False, text + "say --randomised alternating.")
    if asked["difference"] is None and _by_spread(data.readings):
        size = change_figure(rule.smallest_difference, "other").lstrip("+")
        text = f"The smallest difference that matters was taken as {size} "
        text += f"{unit_words(rule.unit)}, "
        text += "half a standard deviation of the ratings; --difference sets another."
        yield Check("smallest difference", None, text)
    if asked["higher_is_better"] is None and not rule.higher_is_better and _foreign(data.readings):
        text = "Less of it was taken as better; --higher-is-better turns that round."
        yield Check("direction", None, text)


def _check_zone(asked: Mapping[str, Any], diary: Diary, readings: Readings, schedule: Path) -> None:
    """Refuse local times of a schedule when nobody says on which clock they are."""
    from gutline.trials.schedule_file import has_local_times

    elsewhere = any(at.utcoffset() for at in readings.at)
    if asked["zone"] is None and diary.zone == "UTC" and elsewhere and has_local_times(schedule):
        raise RefusalError(
            "the schedule's times have no zone, and the diary's have offsets but name none; add "
            "--zone, such as --zone Europe/Berlin."
        )


def _rule(asked: Mapping[str, Any], readings: Readings) -> Rule:
    """Return the rule: one point where 0 to 10 is rated, else half a standard deviation."""
    from gutline.trials.deciding import Rule
    from gutline.trials.units import own_unit

    usual = 1.0
    if _by_spread(readings):
        usual = max(0.5 * float(readings.values.std()), 1e-6)
    for name in ("difference", "prior_sd"):
        if asked[name] is not None and not 0.0 < asked[name] < 1e6:
            option = f"--{name.replace('_', '-')}"
            raise RefusalError(f"{option} must be a number above 0 and below 1,000,000.")
    better = asked["higher_is_better"]
    return Rule(
        smallest_difference=asked["difference"] or usual,
        # Under a prior narrower than what matters, nothing that matters could be.
        prior_sd=asked["prior_sd"] or max(usual, asked["difference"] or usual),
        higher_is_better=readings.higher_is_better if better is None else better,
        unit=own_unit(readings.unit),
    )


def _by_spread(readings: Readings) -> bool:
    """Return whether one point means nothing: another unit, or nothing but yes and no."""
    return _foreign(readings) or set(readings.values.tolist()) <= {0.0, 1.0}


def _foreign(readings: Readings) -> bool:
    return readings.unit not in {"", _RATING_UNIT}
