"""What is known of a thing before its trial: the findings' lag curve, else the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gutline.catalog.evidence import EvidenceCard
from gutline.catalog.evidence_search import cards_about
from gutline.trials.carry_over import CarryOver
from gutline.trials.errors import TrialError
from gutline.trials.known_things import known_thing
from gutline.trials.proposing import Wish

Curve = tuple[tuple[float, float], ...]
NO_CURVE: Curve = ()
_MOST_POINTS = 73
_FOODS = frozenset({"tag", "nutrient", "ingredient", "food group"})


def wish_for(exposure: str, outcome: str, kind: str = "food", curve: Curve = ()) -> Wish:
    """Return a wish with all that is known of it.

    Parameters
    ----------
    exposure, outcome : str
    kind : str
        Entry kind, or the level of a finding such as "tag".
    curve : tuple of (float, float)
        Lags in hours with effects, from a finding; one that cannot be used is left out.
    """
    card = evidence_for(exposure)
    return Wish(
        exposure, outcome, "food" if kind in _FOODS else kind, usable(curve),
        card.trial_days if card else None, card.washout_days if card else None,
    )  # fmt: skip


def evidence_for(exposure: str) -> EvidenceCard | None:
    """Return the evidence card that says how long a test of a thing takes; None without any.

    Parameters
    ----------
    exposure : str
        What it is called.
    """
    food = known_thing(exposure)
    cards = cards_about(exposure, food.tags if food else ())
    telling = [c for c in cards if c.trial_days is not None or c.washout_days is not None]
    return min(telling, key=_nearness(exposure), default=None)


def _nearness(exposure: str) -> Any:  # noqa: ANN401 - a key for min
    own = exposure.casefold()

    def near(card: EvidenceCard) -> tuple[bool, bool, str]:
        about = {one.replace("_", " ").casefold() for one in card.exposures}
        return own not in about, len(about) > 2, card.id

    return near


def usable(curve: Curve) -> Curve:
    """Return a lag curve that carry-over can be taken from, thinned; empty where it cannot."""
    points = [(lag, effect) for lag, effect in curve if lag >= 0.0]
    step = max(1, -(-len(points) // _MOST_POINTS))
    kept = tuple((round(lag, 2), round(effect, 4)) for lag, effect in points[::step])
    if len(kept) < 2:
        return ()
    try:
        lags, effects = zip(*kept, strict=True)
        CarryOver.of_curve(lags, effects)
    except TrialError:
        return ()
    return kept


def curve_in(document: Mapping[str, Any], exposure: str, outcome: str) -> tuple[str, Curve]:
    """Return the level and the lag curve of a finding, from the findings as JSON.

    Parameters
    ----------
    document : Mapping
        What `gutline discover --json` prints.
    exposure, outcome : str

    Returns
    -------
    tuple of str and Curve
        Both empty where the findings hold no such thing.
    """
    of_outcome = _named(document.get("outcomes", {}), outcome)
    for one in of_outcome.get("exposures", ()) if of_outcome else ():
        if _same(str(one.get("name", "")), exposure):
            return str(one.get("level", "")), _points(one.get("lag_curve"))
    return "", ()


def _named(outcomes: Mapping[str, Any], outcome: str) -> Mapping[str, Any] | None:
    return next((told for name, told in outcomes.items() if _same(name, outcome)), None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _points(curve: object) -> Curve:
    """Return the points of a curve as the findings write it."""
    if not isinstance(curve, Mapping):
        return ()
    hours: Sequence[float | None] = curve.get("hours") or ()
    estimates: Iterable[float | None] = curve.get("estimate") or ()
    pairs = zip(hours, estimates, strict=False)
    return tuple((float(h), float(e)) for h, e in pairs if h is not None and e is not None)
