"""The figures behind the checklist on the gut: what goes together beyond chance in one diary.

Every figure is a regression of pain on a sign, whitened by the pain's own noise, with drift,
weekday and time of day adjusted for. Both may drag from day to day, so the sign is also moved along
the days, all the way round: how far the moved signs' t values spread says what chance does here,
and the real one is measured by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from gutline.catalog.gut_signs import GutSign, load_gut_signs
from gutline.diary import DayState, Diary
from gutline.discovery.adjustment import adjust_for
from gutline.discovery.series import Axis, Ratings, Shelf, key_of, make_axis, read_ratings
from gutline.safety.gut_part import SignFigure
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid, fit_noise
from gutline.stats.regression import Projection
from gutline.stats.threads import one_thread

LEAST_DAYS = 21
LEAST_RATINGS = 40
AFTER_MEAL_HOURS = (0.5, 4.0)
LEVEL = 0.9
MOST_SHIFTS = 200
_NEAREST_SHIFT = 3
_USUAL_STOOL = (3.0, 5.0)
_SHORT_WORD = 4


def gut_figures(diary: Diary) -> dict[str, SignFigure]:
    """Return the figure of every sign that a diary can show, by id of the sign.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    dict of str to SignFigure
        Signs without anything logged for them have a figure that says what is missing.
    """
    if not diary.days:
        return {}
    book = _Book(diary, make_axis(diary), Shelf.of(diary))
    with one_thread():
        return {
            sign.id: _FIGURES[sign.figure](book, sign)
            for sign in load_gut_signs().values()
            if sign.figure
        }


@dataclass(frozen=True)
class _Book:
    """A diary with its time axis and its entries by name."""

    diary: Diary
    axis: Axis
    shelf: Shelf

    def named(self, words: Sequence[str]) -> list[Ratings]:
        """Return the ratings of symptoms that one of these words names, the most rated first."""
        names = [
            self.shelf.shown[key]
            for kind, key in self.shelf.with_role("outcome")
            if kind.id == "symptom" and _is_named(key[1], words)
        ]
        found = read_ratings(self.diary, self.axis, self.shelf, tuple(names))
        return sorted(found, key=lambda ratings: (-ratings.value.size, ratings.name))


def _is_named(name: str, words: Sequence[str]) -> bool:
    return any(
        re.search(rf"\b{re.escape(word)}" + (r"\b" if len(word) <= _SHORT_WORD else ""), name)
        for word in words
    )


def _daily(ratings: Ratings, length: int) -> FloatArray:
    """Return the mean of each day's ratings, NaN where there is none, shape (D,)."""
    total, count = np.zeros(length), np.zeros(length)
    np.add.at(total, ratings.day, ratings.value)
    np.add.at(count, ratings.day, 1.0)
    mean: FloatArray = np.divide(total, count, out=np.full(length, np.nan), where=count > 0)
    return mean


def _same_day(book: _Book, sign: GutSign) -> SignFigure:
    left = book.named(sign.left)
    if not left:
        return _missing(sign.how_to_know, "")
    return _of_days(book, sign, _daily(left[0], book.axis.length), left[0].name)


def _stool_change(book: _Book, sign: GutSign) -> SignFigure:
    daily = np.full(book.axis.length, np.nan)
    for entry in book.diary.of_kind("stool"):
        if entry.value is not None:
            off = max(_USUAL_STOOL[0] - entry.value, entry.value - _USUAL_STOOL[1], 0.0)
            day = (book.diary.day_of(entry) - book.axis.first).days
            daily[day] = np.fmax(daily[day], off)
    return _of_days(book, sign, daily, "change of stool")


def _day_before(book: _Book, sign: GutSign) -> SignFigure:
    found = [k for k in book.shelf.entries if k[0] == "stress"]
    if not found:
        return _missing(sign.how_to_know, "")
    key = max(found, key=lambda k: len(book.shelf.entries[k]))
    ratings = read_ratings(book.diary, book.axis, book.shelf, (book.shelf.shown[key],))
    if not ratings:
        return _missing(sign.how_to_know, "")
    daily = _daily(ratings[0], book.axis.length)
    before = np.concatenate([[np.nan], daily[:-1]])
    both = np.where(np.isnan(before), daily, np.where(np.isnan(daily), before, daily + before))
    whole = np.where(np.isnan(before) | np.isnan(daily), both, both / 2)
    return _of_days(book, sign, whole, ratings[0].name)


def _of_days(book: _Book, sign: GutSign, daily: FloatArray, left: str) -> SignFigure:
    """Return the figure of a daily sign against the pain that shares most days with it."""
    pains = [one for one in book.named(sign.right) if key_of(one.name) != key_of(left)]
    known = [(int(_both(_daily(one, daily.size), daily).sum()), one) for one in pains]
    if not known:
        return _missing(sign.how_to_know, left)
    days, pain = max(known, key=lambda pair: pair[0])
    if days < LEAST_DAYS:
        return _too_few(sign, (left, pain.name), days, LEAST_DAYS, "days with both")
    value = _daily(pain, daily.size)
    kept = np.flatnonzero(_both(value, daily))
    noon = np.asarray(kept * 24.0 + 12.0, dtype=np.float64)
    joint = Ratings(pain.name, noon, value[kept], np.full(kept.size, 12.0), kept)
    column = daily[kept]
    shifted = np.column_stack([np.roll(column, by) for by in _shifts(kept.size)])
    unit = f"points of {pain.name} for each point of {left}"
    present = int((column > 0).sum())
    return _figure(book, joint, column, shifted, (left, pain.name), unit, present)


def _both(one: FloatArray, other: FloatArray) -> np.ndarray:
    return np.isfinite(one) & np.isfinite(other)


def _after_meals(book: _Book, sign: GutSign) -> SignFigure:
    states = book.diary.day_states("food")
    logged = {DayState.LOGGED, DayState.COMPLETE}
    days = np.array(
        [(day - book.axis.first).days for day, state in states.items() if state in logged],
        dtype=np.int64,
    )
    meals = _meal_clocks(book)
    pains = book.named(sign.right)
    if not pains or not meals:
        return _missing(sign.how_to_know, "meals")
    pain = _on_days(pains[0], days)
    pair = ("meals", pain.name)
    if pain.value.size < LEAST_RATINGS:
        return _too_few(sign, pair, pain.value.size, LEAST_RATINGS, "ratings on days with food")
    column = _after(pain, meals, {int(day): int(day) for day in days})
    present = int(column.sum())
    if not _LEAST_SHARE <= column.mean() <= 1 - _LEAST_SHARE:
        return _too_few(sign, pair, present, pain.value.size, "ratings within 4 hours of a meal")
    moved = [
        _after(pain, meals, dict(zip(days.tolist(), np.roll(days, by).tolist(), strict=True)))
        for by in _shifts(days.size)
    ]
    unit = f"points of {pain.name} in the hours after a meal"
    return _figure(book, pain, column, np.column_stack(moved), pair, unit, present)


_LEAST_SHARE = 0.1


def _meal_clocks(book: _Book) -> Mapping[int, FloatArray]:
    """Return the hours of each day at which something was eaten; entries without a time are out."""
    found: dict[int, set[float]] = {}
    for entry in book.diary.of_kind("food"):
        if entry.name != "none" and not entry.day_only:
            day = (book.diary.day_of(entry) - book.axis.first).days
            found.setdefault(day, set()).add(entry.at.hour + entry.at.minute / 60.0)
    return {day: np.array(sorted(hours)) for day, hours in found.items()}


def _on_days(ratings: Ratings, days: np.ndarray) -> Ratings:
    kept = np.isin(ratings.day, days)
    return Ratings(
        ratings.name,
        ratings.at_hours[kept],
        ratings.value[kept],
        ratings.clock_hours[kept],
        ratings.day[kept],
    )


def _after(
    ratings: Ratings, meals: Mapping[int, FloatArray], day_of: Mapping[int, int]
) -> FloatArray:
    """Return 1 for ratings in the hours after a meal, with each day given another day's meals."""
    column = np.zeros(ratings.value.size)
    none = np.zeros(0)
    for row, (day, clock) in enumerate(zip(ratings.day, ratings.clock_hours, strict=True)):
        since = clock - meals.get(day_of[int(day)], none)
        column[row] = np.any((since >= AFTER_MEAL_HOURS[0]) & (since <= AFTER_MEAL_HOURS[1]))
    return column


def _shifts(size: int) -> list[int]:
    """Return by how many places a sign is moved: all the way round, never by next to none."""
    every = np.arange(_NEAREST_SHIFT, size - _NEAREST_SHIFT + 1)
    if every.size <= MOST_SHIFTS:
        return [int(by) for by in every]
    return [int(by) for by in every[:: -(-every.size // MOST_SHIFTS)]]


def _figure(
    book: _Book,
    pain: Ratings,
    column: FloatArray,
    shifted: FloatArray,
    pair: tuple[str, str],
    unit: str,
    present: int,
) -> SignFigure:
    if column.std() < 1e-9 or pain.value.std() < 1e-9:
        needs = f"{pair[0]} or {pair[1]} was always the same"
        return SignFigure(None, None, None, pain.value.size, present, 0.0, unit, pair, needs)
    link = fit_link(pain, column, shifted, book.axis.length)
    reach = stdtrit(link.freedom, 0.5 + LEVEL / 2) * link.error
    interval = (float(link.estimate - reach), float(link.estimate + reach))
    swing = 1.0 if column.max() <= 1.0 and column.min() >= 0.0 else float(2 * column.std())
    size = pain.value.size
    return SignFigure(link.estimate, interval, link.p_value, size, present, swing, unit, pair)


@dataclass(frozen=True)
class Link:
    """How much more pain there is for one more of a sign.

    Attributes
    ----------
    estimate, error : float
        Points, and their standard error, widened to what moved signs show.
    p_value : float
        One-sided: how often chance would make the link as strong, in the direction of more pain.
    freedom : float
    """

    estimate: float
    error: float
    p_value: float
    freedom: float


def fit_link(pain: Ratings, column: FloatArray, shifted: FloatArray, length: int) -> Link:
    """Return the link of one sign with pain, measured by what moved signs show.

    Parameters
    ----------
    pain : Ratings
        n ratings in order of time.
    column : ndarray, shape (n,)
        The sign at these times.
    shifted : ndarray, shape (n, K)
        The sign moved along the days.
    length : int
        Days of the diary.
    """
    covariates = adjust_for(pain, length, [], np.zeros(pain.value.size))
    grid = NoiseGrid.at(pain.at_hours)
    (model,), _ = fit_noise(grid, pain.value[:, None], covariates.matrix, covariates.precision)
    white = grid.whiteners[model]
    projection = Projection.of(white.apply(covariates.matrix), covariates.precision)
    outcome = projection.residuals(white.apply(pain.value))
    signs = projection.residuals(white.apply(np.column_stack([column, shifted])))
    freedom = max(pain.value.size - projection.effective_number - 1.0, 2.0)
    energy = np.maximum((signs**2).sum(axis=0), 1e-12)
    slope = signs.T @ outcome / energy
    left = np.maximum((outcome**2).sum() - slope**2 * energy, 1e-12)
    error = np.sqrt(left / freedom / energy)
    t_values = slope / error
    wider = max(1.0, float(np.sqrt((t_values[1:] ** 2).mean()))) if shifted.size else 1.0
    p_value = float(stdtr(freedom, -t_values[0] / wider))
    return Link(float(slope[0]), float(error[0] * wider), p_value, float(freedom))


def _missing(how: str, left: str) -> SignFigure:
    pair = (left,) if left else ()
    return SignFigure(None, None, None, 0, 0, 0.0, "", pair, how)


def _too_few(
    sign: GutSign, pair: tuple[str, str], count: int, needed: int, what: str
) -> SignFigure:
    needs = f"{count} {what} so far, {needed} are needed. {sign.how_to_know}"
    return SignFigure(None, None, None, count, 0, 0.0, "", pair, needs)


_FIGURES: Mapping[str, Callable[[_Book, GutSign], SignFigure]] = {
    "same_day": _same_day,
    "after_meals": _after_meals,
    "stool_change": _stool_change,
    "day_before": _day_before,
}
