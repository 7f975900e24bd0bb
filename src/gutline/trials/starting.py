"""Starting a trial: the one way there is, whatever door a person comes through.

Gates first, then the lock, then the one draw. Commands, services and pages all call `start_trial`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gutline.diary import Diary
from gutline.diary.zones import zone_named
from gutline.safety.gates import Profile
from gutline.trials.allocation import Allocation
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan
from gutline.trials.randomising import randomise
from gutline.trials.running import check_only_elimination
from gutline.trials.safety_plans import GateAnswer, ask_gates
from gutline.trials.trial import PlanVersion, Trial


class StartRefusedError(TrialError):
    """A trial may not start; the message says why and what to do first.

    Attributes
    ----------
    answer : GateAnswer
    """

    def __init__(self, answer: GateAnswer) -> None:
        super().__init__(f"this trial may not start yet. {answer.words}".strip())
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the draw is made of, from a good source and never used again.

    Attributes
    ----------
    seed, salt : str
        16 characters or more each.
    """

    seed: str = field(repr=False)
    salt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What the gates may look at.

    Attributes
    ----------
    profile : Profile
        Answers, medicines and supplements; the empty one is nothing known, and refused.
    diary : Diary, optional
    others : tuple of Trial
        The person's other trials.
    harmed_before : bool, optional
        Whether the thing once made the person seriously ill; None is not known.
    """

    profile: Profile = field(default_factory=Profile)
    diary: Diary | None = None
    others: tuple[Trial, ...] = ()
    harmed_before: bool | None = None


def start_trial(
    name: str, plan: Plan, known: Known, now: datetime, tokens: Tokens, *, sealed: bool = False
) -> tuple[Trial, Allocation]:
    """Lock a plan and draw its schedule, once, if the gates let it through.

    Parameters
    ----------
    name : str
        The name the trial gets.
    plan : Plan
    known : Known
    now : datetime
        Aware.
    tokens : Tokens
    sealed : bool
        Whether the trial itself is to hold no schedule, because a partner keeps it.

    Returns
    -------
    tuple of Trial and Allocation
        The schedule beside the trial, for who keeps it.

    Raises
    ------
    StartRefusedError
        When a gate is closed, or what it asks is not known.
    TrialError
        When day 1 is over, something else is being left out, or nothing can be drawn.
    """
    today = now.astimezone(zone_named(plan.zone)).date()
    if plan.start < today:
        raise TrialError(
            f"day 1 would be {plan.start}, which lies in the past; a trial is locked before it "
            "starts: give a day from today on"
        )
    check_only_elimination(plan.eliminates, known.others, today)
    answer = ask_gates(
        plan, known.profile, known.diary, known.others, today, harmed_before=known.harmed_before
    )
    if not answer.allowed:
        raise StartRefusedError(answer)
    allocation = randomise(plan, tokens.seed, tokens.salt)
    trial = Trial(
        name, (PlanVersion(plan, now),), allocation.commitment(),
        None if sealed else allocation, (), answer.asked,
    )  # fmt: skip
    return trial, allocation
