"""Whether this diary can say anything about an exposure at all, and what would change that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.discovery.analysis import Analysis
from gutline.discovery.candidates import EATEN
from gutline.discovery.findings import Needs
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.series import WITHIN, Exposure, Ratings
from gutline.discovery.settings import Settings
from gutline.stats.mixture import NormalMixture

ALWAYS_SHARE = 0.95
STEADY_DOSE = 0.25
INSEPARABLE = 0.97
MOST_DAYS = 3650
_FOUND_AT = 4.0


@dataclass(frozen=True)
class Untestable:
    """Why an exposure cannot be tested, what to change, and about how long that takes."""

    reason: str
    change: str
    needs: Needs | None


def too_few(exposure: Exposure, analysis: Analysis, settings: Settings) -> Untestable | None:
    """Return why there are too few exposures; None when there are enough."""
    count = exposure.at_hours.size
    if count >= settings.least_count:
        return None
    missing = settings.least_count - count
    rate = count / max(analysis.axis.length, 1)
    days = min(MOST_DAYS, int(np.ceil(missing / rate))) if rate > 0 else None
    times = "once" if count == 1 else f"{count} times"
    return Untestable(
        f"it was logged only {times}; {settings.least_count} times are needed",
        f"Have it about {missing} more times, on days you would not choose for how you feel.",
        Needs(days, missing),
    )


def always(exposure: Exposure, analysis: Analysis) -> Untestable | None:
    """Return why an exposure that is there every day cannot be tested; None when it is not."""
    eaten = exposure.level in EATEN
    known = int((analysis.covered > 0).sum()) if eaten else analysis.axis.length
    share = exposure.day_count / max(known, 1)
    logged = " with food logged" if eaten else ""
    steady = float(exposure.dose.std()) < STEADY_DOSE * float(exposure.dose.mean())
    if share < ALWAYS_SHARE or not steady:
        return None
    return Untestable(
        f"you had it on {share:.0%} of the days{logged}, in about the same amount",
        "Leave it out on four to six days, a few at a time, and log as before.",
        Needs(14, None),
    )


def partners(group: RatingGroup) -> dict[int, str]:
    """Return, for exposures never seen apart from another, the name of that other.

    Two exposures whose histories, each under its kernel of widest spread, correlate at 0.97 or
    more once the covariates are taken out. A food is never blamed on what it holds itself; a tag
    or nutrient may come from one food alone.
    """
    candidates = group.candidates
    count = len(candidates.exposures)
    if not count:
        return {}
    starts = np.searchsorted(candidates.owner, np.arange(count))
    stops = np.append(starts[1:], candidates.owner.size)
    spread = candidates.columns.std(axis=0)
    broad = [int(s + np.argmax(spread[s:e])) for s, e in zip(starts, stops, strict=True)]
    basis = group.basis
    chosen = candidates.columns[:, broad]
    chosen = chosen - basis @ (basis.T @ chosen)
    chosen /= np.maximum(np.sqrt((chosen**2).sum(axis=0)), 1e-9)
    near = np.abs(chosen.T @ chosen)
    np.fill_diagonal(near, 0.0)
    within = np.array([e.level in WITHIN for e in candidates.exposures], dtype=bool)
    near[np.ix_(~within, within)] = 0.0
    closest = np.argmax(near, axis=1)
    return {
        j: candidates.exposures[int(closest[j])].name
        for j in range(count)
        if near[j, closest[j]] >= INSEPARABLE
    }


def forecast(size: NormalMixture, count: int, analysis: Analysis, settings: Settings) -> Needs:
    """Return about how much more diary would decide an undecided exposure.

    The posterior narrows with the square root of the diary's length. If the present estimate is
    right, the exposure is found when it is four standard deviations from zero, or cleared when
    its interval lies within the margin, whichever comes first.
    """
    spread, centre = max(size.spread, 1e-6), abs(size.centre)
    room = settings.cleared_within - centre
    clear = (1.645 * spread / room) ** 2 if room > 0 else np.inf
    find = (_FOUND_AT * spread / centre) ** 2 if centre > 0 else np.inf
    times = max(min(clear, find), 1.05)
    now = analysis.axis.length
    days = int(min(MOST_DAYS, np.ceil(now * (times - 1.0))))
    return Needs(days, max(1, int(np.ceil(count * days / max(now, 1)))))


def outcome_needs(ratings: Ratings, length: int, settings: Settings) -> Needs | None:
    """Return about how many more days of ratings an outcome needs; None when it has enough.

    Parameters
    ----------
    ratings : Ratings
    length : int
        Local days of the diary.
    settings : Settings
    """
    count, days = int(ratings.value.size), int(np.unique(ratings.day).size)
    if count >= settings.least_ratings and days >= settings.least_days:
        return None
    return rating_needs(count, days, length, settings)


def rating_needs(count: int, days: int, length: int, settings: Settings) -> Needs:
    """Return about how many more days an outcome needs before anything can be said."""
    by_rating = (settings.least_ratings - count) / max(count / max(length, 1), 0.2)
    by_day = settings.least_days - days
    return Needs(max(1, int(np.ceil(max(by_rating, by_day, 1)))), None)
