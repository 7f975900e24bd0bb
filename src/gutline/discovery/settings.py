"""What can be set about a run of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

PRIOR_CAP = 5.0


class SettingsError(ValueError):
    """A setting cannot be used; the message says which and what to give instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of `gutline.discover`; the defaults are those whose error rates are published.

    Attributes
    ----------
    claimed_fdr : float
        Expected share of false ones allowed in the list of findings.
    interval_level : float
        Level of every credible interval.
    cleared_within : float
        An exposure is cleared when its interval lies within plus or minus this many points.
    least_count : int
        Fewer exposures than this cannot be tested.
    least_ratings, least_days : int
        Fewer ratings or rated days than this say nothing yet.
    most_effects : int
        Most single effects fitted to one outcome.
    direct : bool
        Estimate direct effects: other symptoms, mood and stool are adjusted for too.
    prior_weights : mapping of str to float
        How much likelier than others an exposure is to act, by name, from evidence or from other
        people; held within a fifth and five times.
    last_days : int, optional
        Look at this many days before the diary's last only. What a day more costs then does not
        grow with the years before.
    temper_above, refuse_above : float
        Confounding index above which the evidence is tempered, and above which only a trial is
        offered.
    """

    claimed_fdr: float = 0.10
    interval_level: float = 0.90
    cleared_within: float = 0.5
    least_count: int = 8
    least_ratings: int = 20
    least_days: int = 14
    most_effects: int = 12
    direct: bool = False
    prior_weights: Mapping[str, float] = field(default_factory=dict)
    last_days: int | None = None
    temper_above: float = 4.0
    refuse_above: float = 12.0

    def prior_weight(self, name: str) -> float:
        """Return the weight of an exposure, 1 unless told otherwise, within the cap."""
        if not self.prior_weights:
            return 1.0
        weights = {_key(known): float(weight) for known, weight in self.prior_weights.items()}
        weight = weights.get(_key(name), 1.0)
        return min(max(weight, 1.0 / PRIOR_CAP), PRIOR_CAP)

    def as_dict(self) -> dict[str, object]:
        """Return the settings as plain values, for provenance."""
        return asdict(self) | {"prior_weights": dict(self.prior_weights)}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


DEFAULT_SETTINGS = Settings()
