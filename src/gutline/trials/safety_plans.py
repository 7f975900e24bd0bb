"""What a trial's plan is in the eyes of the safety gates, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gutline.diary import Diary
from gutline.safety.advice import Advice
from gutline.safety.gates import Decision, PlanKind, Profile, Reason, may_start
from gutline.safety.gates import Plan as SafetyPlan
from gutline.trials.days_out import days_out, days_out_in_a_row
from gutline.trials.errors import TrialError
from gutline.trials.known_things import known_thing
from gutline.trials.plan import Plan
from gutline.trials.running import is_over
from gutline.trials.trial import Trial

_ALCOHOL = frozenset({"alcohol", "red wine", "white wine", "wine", "beer", "spirits"})
_KINDS: Mapping[str, PlanKind] = {"supplement": "supplement", "meal": "meal_timing"}
_EATEN = frozenset({"food", "drink", "tag", "nutrient", "ingredient", ""})


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What all gates together say of a trial.

    Attributes
    ----------
    allowed : bool
    reasons : tuple of Reason
        Why not.
    what_first : tuple of str
        What to do first, each once.
    ask : tuple of str
        Ids of questions that have to be answered before it can be told.
    advice : tuple of Advice
        What the screen says, the strictest first.
    asked : tuple of str
        What was asked for, in a few words: "elimination of dairy".
    """

    allowed: bool
    reasons: tuple[Reason, ...]
    what_first: tuple[str, ...]
    ask: tuple[str, ...]
    advice: tuple[Advice, ...]
    asked: tuple[str, ...]

    @property
    def words(self) -> str:
        """Why not and what to do first, in sentences; empty when it is allowed."""
        parts = [f"{reason.name}: {reason.message}" for reason in self.reasons]
        parts += [f"First: {first}" for first in self.what_first]
        return " ".join(parts)


def ask_gates(
    plan: Plan,
    profile: Profile,
    diary: Diary | None,
    others: Iterable[Trial],
    today: date,
    *,
    harmed_before: bool | None = None,
) -> GateAnswer:
    """Return whether a trial may start, by the gates that every other plan has to pass too.

    Parameters
    ----------
    plan : Plan
    profile : Profile
        What is known of the person; what their running trials leave out is added.
    diary : Diary, optional
    others : iterable of Trial
        Their other trials.
    today : date
    harmed_before : bool, optional
        Whether the thing once made the person seriously ill; None is not known.

    Raises
    ------
    TrialError
        For medicines, which nobody stops or starts on account of a coin.
    """
    running = tuple(t.plan.exposure for t in running_eliminations(others, today))
    known = replace(profile, running=tuple(dict.fromkeys((*profile.running, *running))))
    plans = safety_plans(plan, harmed_before=harmed_before)
    answers = [may_start(one, known, diary, today=today) for one in plans]
    return _together(answers, tuple(f"{p.kind} of {', '.join(p.names)}" for p in plans))


def _together(answers: Sequence[Decision], asked: tuple[str, ...]) -> GateAnswer:
    reasons = {reason.rule: reason for answer in answers for reason in answer.reasons}
    first = dict.fromkeys(words for answer in answers for words in answer.what_first)
    ask = dict.fromkeys(fact for answer in answers for fact in answer.ask)
    return GateAnswer(
        all(answer.allowed for answer in answers), tuple(reasons.values()), tuple(first),
        tuple(ask), answers[0].advice, asked,
    )  # fmt: skip


def safety_plans(plan: Plan, *, harmed_before: bool | None = None) -> tuple[SafetyPlan, ...]:
    """Return all that a trial is for the gates; each of them has to let it through.

    Raises
    ------
    TrialError
        For medicines.
    """
    kind = _real_kind(plan)
    if kind == "medicine":
        raise TrialError(
            f"{plan.exposure!r} is a medicine; a coin must not decide when you take it. Ask "
            "whoever prescribed it before anything is changed"
        )
    if kind in _EATEN:
        return _of_food(plan, harmed_before=harmed_before)
    own = _one(plan, _KINDS.get(kind, "practice"), harmed_before=harmed_before)
    if kind == "supplement" and harmed_before:
        return (own, _one(plan, "challenge", harmed_before=True))
    return (own,)


def _real_kind(plan: Plan) -> str:
    """Return what a thing is: a medicine or supplement stays one, whatever it is called."""
    known = known_thing(plan.exposure)
    told = known is not None and known.kind in {"medicine", "supplement"}
    return known.kind if known is not None and told else plan.kind


def _of_food(plan: Plan, *, harmed_before: bool | None) -> tuple[SafetyPlan, ...]:
    """Return what is left out, and what is eaten on purpose that was not eaten before.

    What once made somebody seriously ill is asked about as eaten on purpose in every design: in
    each of them a coin says on which days it is eaten.
    """
    eaten = _one(plan, "challenge", harmed_before=harmed_before)
    if not plan.eliminates:
        return (eaten,)
    out = replace(
        _one(plan, "elimination", harmed_before=harmed_before),
        days_out=days_out(plan), days_out_in_a_row=days_out_in_a_row(plan),
    )  # fmt: skip
    on_purpose = plan.layout == "complete" or harmed_before or _is_alcohol(plan.exposure)
    return (out, eaten) if on_purpose else (out,)


def _one(plan: Plan, kind: PlanKind, *, harmed_before: bool | None) -> SafetyPlan:
    return SafetyPlan(
        kind, (plan.exposure,), plan.days, plan.start, harmed_before=harmed_before
    )  # fmt: skip


def _is_alcohol(name: str) -> bool:
    food = known_thing(name)
    tags = set(food.tags) if food else set()
    return bool(({name.casefold()} | tags) & _ALCOHOL)


def running_eliminations(trials: Iterable[Trial], today: date) -> list[Trial]:
    """Return the trials that leave something out and are not over."""
    return [trial for trial in trials if trial.plan.eliminates and not is_over(trial, today)]
