"""The knobs of a scenario: what makes one kind of simulated diary hard."""

from __future__ import annotations

from dataclasses import dataclass, replace

USUAL_KERNELS = (
    "gamma",
    "gamma",
    "lognormal",
    "lognormal",
    "weibull",
    "triangular",
    "double_exponential",
    "boxcar",
)


@dataclass(frozen=True, slots=True)
class Effects:
    """How many true exposures an outcome has, how strong and of what shape.

    `least` to `most` foods an outcome; `weakest` to `strongest` points at the peak for one
    serving; `helpers` is the share that makes things better; `tag` makes the truth a tag carried
    by several foods; `slow` makes it a supplement or practice that works over weeks.
    """

    least: int = 2
    most: int = 4
    weakest: float = 0.6
    strongest: float = 2.5
    helpers: float = 0.25
    kernels: tuple[str, ...] = USUAL_KERNELS
    responses: tuple[str, ...] = ("linear",)
    tag: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Eating:
    """What changes eating, apart from habit.

    `stress_foods` innocent foods are eaten more under stress and `pain_foods` foods more or less
    in pain, each by up to `pull` on the logit for one standard deviation. A companion is eaten
    with its food with probability `company` and without it `alone` times as often as with it.
    """

    stress_foods: int = 0
    pain_foods: int = 0
    pull: float = 0.0
    company: float = 0.0
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Logging:
    """How the diary differs from what happened: shares of meals, days and times, between 0 and 1.

    `bad_days` is the rise on the logit of leaving a day out for one standard deviation of pain.
    """

    meals_left_out: float = 0.0
    days_left_out: float = 0.0
    bad_days: float = 0.0
    late: float = 0.0
    rounded: float = 0.0
    without_time: float = 0.0
    ratings_missed: float = 0.07


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of simulated diary.

    Attributes
    ----------
    story : str
        One plain sentence: what is hard about it.
    effects, eating, logging
        The knobs.
    stress_points : tuple of float
        Range of what one point of stress more adds to an outcome, in points.
    stress_share : float
        Share of outcomes on which stress acts.
    floor : tuple of float or None
        Range of the share of ratings that are 0; None leaves the outcome in mid-scale.
    """

    story: str
    effects: Effects = Effects()
    eating: Eating = Eating()
    logging: Logging = Logging()
    stress_points: tuple[float, float] = (0.1, 0.3)
    stress_share: float = 0.5
    floor: tuple[float, float] | None = None

    def without_foods(self) -> Scenario:
        """Return the same scenario with no effect of any food, supplement or practice."""
        nothing = replace(self.effects, least=0, most=0)
        return replace(self, story=f"No exposure acts. {self.story}", effects=nothing)
