"""Summaries and checks of whole outcomes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from gutline.diary import Diary
from gutline.discovery import checks
from gutline.discovery.analysis import Analysis, too_little
from gutline.discovery.findings import Check, OutcomeSummary
from gutline.discovery.listing import OutcomeView
from gutline.discovery.missing import missing_ratings
from gutline.discovery.series import Axis, Ratings
from gutline.discovery.settings import Settings
from gutline.discovery.testability import outcome_needs
from gutline.discovery.weighted import FLOOR_CROWDED

_INDEX_HIGH = 3.0
_LEAST_FOOD = 0.8


def summary_of(view: OutcomeView, diary: Diary) -> OutcomeSummary:
    """Return the summary of a fitted outcome."""
    ratings = view.outcome.ratings
    return OutcomeSummary(
        ratings.name,
        int(ratings.value.size),
        int(np.unique(ratings.day).size),
        mean=float(ratings.value.mean()),
        sd=float(ratings.value.std()),
        floor_share=checks.floor_share(ratings.value),
        times=_times(ratings, view.analysis.axis, diary),
        values=tuple(float(v) for v in ratings.value),
        notes=tuple(c.sentence for c in checks_of(view) if not c.passed),
    )


def short_outcome(
    ratings: Ratings, analysis: Analysis, diary: Diary, settings: Settings
) -> OutcomeSummary:
    """Return the summary of an outcome of which nothing can be said yet."""
    count, days = int(ratings.value.size), int(np.unique(ratings.day).size)
    because = too_little(ratings, analysis.covered, settings)
    needs = outcome_needs(ratings, analysis.axis.length, settings)
    more = f"; about {needs.days} more days" if needs else ""
    return OutcomeSummary(
        ratings.name,
        count,
        days,
        mean=float(ratings.value.mean()) if count else None,
        status=f"nothing to say yet, because {because}{more}",
        needs=needs,
        times=_times(ratings, analysis.axis, diary),
        values=tuple(float(v) for v in ratings.value),
    )


def _times(ratings: Ratings, axis: Axis, diary: Diary) -> tuple[str, ...]:
    return _written((ratings.at_hours + axis.start_hours).tobytes(), diary.tz)


@lru_cache(maxsize=4)
def _written(hours: bytes, zone: tzinfo) -> tuple[str, ...]:
    """Return hours since the epoch on a zone's clock; symptoms rated together share them."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    at = [epoch + timedelta(hours=h) for h in np.frombuffer(hours).tolist()]
    return tuple(t.astimezone(zone).isoformat(timespec="minutes") for t in at)


def checks_of(view: OutcomeView) -> list[Check]:
    """Return the checks of one fitted outcome, passed and failed."""
    return [_floor(view), _missing(view), _confounding(view), _food_logged(view), _settled(view)]


def _floor(view: OutcomeView) -> Check:
    name = view.outcome.ratings.name
    share = checks.floor_share(view.outcome.ratings.value)
    return Check(
        "floor",
        name,
        passed=share <= FLOOR_CROWDED,
        value=share,
        sentence=f"{100 * share:.0f} % of the ratings of {name} stand at the lowest value; "
        "where that is much, small effects cannot show.",
    )


def _missing(view: OutcomeView) -> Check:
    name = view.outcome.ratings.name
    missing = missing_ratings(view.outcome.ratings)
    way = "worse" if missing.difference > 0 else "better"
    sentence = f"{100 * missing.share:.0f} % of the days have no rating of {name}"
    if missing.informative:
        sentence += f", more of them after {way} ratings: the gaps themselves may mislead"
    return Check("missing", name, not missing.informative, missing.share, sentence + ".")


def _confounding(view: OutcomeView) -> Check:
    name = view.outcome.ratings.name
    return Check(
        "confounding index",
        name,
        passed=view.index <= _INDEX_HIGH,
        value=view.index,
        sentence=f"What you eat follows {name} "
        + (
            "no more than chance allows."
            if view.index <= _INDEX_HIGH
            else "more than chance allows: some findings may run the other way round."
        ),
    )


def _food_logged(view: OutcomeView) -> Check:
    share = float(view.analysis.covered.mean()) if view.analysis.covered.size else 0.0
    return Check(
        "food logged",
        view.outcome.ratings.name,
        passed=share >= _LEAST_FOOD,
        value=share,
        sentence=f"Food was logged on {100 * share:.0f} % of the days; the others count as "
        "unknown, not as eating nothing.",
    )


def _settled(view: OutcomeView) -> Check:
    fit = view.outcome.fit
    return Check(
        "search settled",
        view.outcome.ratings.name,
        passed=fit.converged,
        value=float(fit.rounds),
        sentence="The search settled." if fit.converged else "The search did not settle fully.",
    )
