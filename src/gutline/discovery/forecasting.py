"""What the engine will be able to say of a diary, told without fitting anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.diary import Diary
from gutline.discovery.analysis import Analysis, too_little
from gutline.discovery.daily import food_coverage
from gutline.discovery.exposures import read_exposures
from gutline.discovery.findings import Needs
from gutline.discovery.series import (
    Exposure,
    Ratings,
    Shelf,
    default_outcomes,
    make_axis,
    read_ratings,
)
from gutline.discovery.settings import DEFAULT_SETTINGS, Settings
from gutline.discovery.testability import outcome_needs, too_few


@dataclass(frozen=True, slots=True)
class OutcomeForecast:
    """Whether anything can be said of an outcome yet.

    Attributes
    ----------
    name : str
    ratings, days : int
        Ratings, `none` counted as 0, and the local days that have one.
    why : str
        Why nothing can be said, as a clause; empty when something can.
    needs : Needs or None
        About how many more days; None when enough or when more of the same would not help.
    """

    name: str
    ratings: int
    days: int
    why: str
    needs: Needs | None


@dataclass(frozen=True, slots=True)
class ExposureForecast:
    """Whether an exposure was logged often enough to be tested.

    Attributes
    ----------
    name, level : str
        The level is the kind of entry, or "tag".
    count : int
        Times it was logged.
    needs : Needs or None
        About how much more; None when it was logged often enough.
    """

    name: str
    level: str
    count: int
    needs: Needs | None

    @property
    def testable(self) -> bool:
        """Whether it is a candidate of the engine."""
        return self.needs is None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a diary already allows to be known, and what it still needs.

    Attributes
    ----------
    outcomes : tuple of OutcomeForecast
        Every symptom of the diary, by name.
    exposures : tuple of ExposureForecast
        Everything eaten, drunk, taken or done, then the tags; daily states (sleep, stress,
        movement, sitting) are no part of it, since no number of times is asked of them.
    """

    outcomes: tuple[OutcomeForecast, ...] = ()
    exposures: tuple[ExposureForecast, ...] = ()


def forecast(diary: Diary, settings: Settings = DEFAULT_SETTINGS) -> Forecast:
    r"""Return what `discover` can and cannot say of a diary, by the same rules.

    Parameters
    ----------
    diary : Diary
    settings : Settings

    Examples
    --------
    >>> from gutline.diary import parse_text
    >>> diary = parse_text("2026-03-01 08:00 ate rye bread\n2026-03-02 09:00 back pain 6")
    >>> forecast(diary).outcomes[0].needs.days
    38
    """
    if not diary.entries:
        return Forecast()
    read = _read(diary)
    return Forecast(
        tuple(_outcome(ratings, read, settings) for ratings in read.ratings),
        tuple(_exposure(exposure, read, settings) for exposure in read.exposures),
    )


def _read(diary: Diary) -> Analysis:
    """Return a diary that has entries in arrays, with nothing fitted."""
    axis, shelf = make_axis(diary), Shelf.of(diary)
    return Analysis(
        axis,
        exposures=tuple(read_exposures(diary, axis, shelf)),
        tested=(),
        states=(),
        ratings=tuple(read_ratings(diary, axis, shelf, default_outcomes(shelf))),
        covered=food_coverage(diary, axis),
    )


def _outcome(ratings: Ratings, read: Analysis, settings: Settings) -> OutcomeForecast:
    return OutcomeForecast(
        ratings.name,
        int(ratings.value.size),
        int(np.unique(ratings.day).size),
        too_little(ratings, read.covered, settings),
        outcome_needs(ratings, read.axis.length, settings),
    )


def _exposure(exposure: Exposure, read: Analysis, settings: Settings) -> ExposureForecast:
    why = too_few(exposure, read, settings)
    return ExposureForecast(
        exposure.name, exposure.level, int(exposure.at_hours.size), why.needs if why else None
    )
