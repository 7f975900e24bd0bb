"""Gates: whether a plan may start, why not, and what to do first. One function for every door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from gutline.catalog.cautions import load_cautions
from gutline.catalog.foods import load_foods
from gutline.catalog.gates import Gate, load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.sources import Source
from gutline.catalog.takings import Substance, load_medicine_classes
from gutline.diary import Diary
from gutline.safety.advice import Advice
from gutline.safety.answers import Answers, Known, Seen, joined, read_answers, with_worked_out
from gutline.safety.diary_signs import diary_signs
from gutline.safety.interview import next_page
from gutline.safety.screening import screen_known, to_ask
from gutline.safety.takings import (
    Taken,
    is_known,
    substances_in,
    substances_taken,
    taken_facts,
)
from gutline.safety.truth import reasons, truth, unknown

PlanKind = Literal[
    "elimination", "reintroduction", "challenge", "supplement", "meal_timing", "practice"
]
KINDS: tuple[PlanKind, ...] = (
    "elimination", "reintroduction", "challenge", "supplement", "meal_timing", "practice",
)  # fmt: skip
OF_ONE_PLAN = frozenset({"food_harmed_before"})
"""Facts about the thing of one plan alone: asked with each plan, and never kept for the next."""
LONGEST_OUT_DAYS = 42
"""Days after which a food comes back, whatever was planned."""
_GLUTEN = frozenset({"gluten", "wheat", "wheat gluten"})
_ALCOHOL = frozenset({"alcohol", "red_wine", "red wine", "wine", "beer", "spirits"})
_FERMENTED = frozenset({"fermented_live", "fermented food", "fermented foods"})
_CHECK_FIRST = "Answer the short check; it takes under two minutes."
_ANSWER_FIRST = "Answer the questions that decide about this plan."


class PlanError(ValueError):
    """A plan cannot be; the message says what to correct."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to test or change.

    Attributes
    ----------
    kind : {"elimination", "reintroduction", "challenge", "supplement", "meal_timing", "practice"}
    names : tuple of str
        Foods, food tags or the supplement it is about.
    days : int
        How long it runs.
    start : date or None
    days_out : int or None
        For an elimination: days on which the food is out, all in all; all days when left out.
    days_out_in_a_row : int or None
        The longest stretch of them; `days_out` when left out.
    dose : float or None
        Of the supplement, a day.
    dose_unit : str
        Unit of `dose`; "serving" or empty for capsules, tablets, scoops.
    harmed_before : bool or None
        Whether the food once made the person seriously ill; None is not known.
    """

    kind: PlanKind
    names: tuple[str, ...] = ()
    days: int = 28
    start: date | None = None
    days_out: int | None = None
    days_out_in_a_row: int | None = None
    dose: float | None = None
    dose_unit: str = ""
    harmed_before: bool | None = None

    def __post_init__(self) -> None:
        """Check that there can be such a plan."""
        if self.kind not in KINDS:
            raise PlanError(f"a plan of kind {self.kind!r} is not known; use {', '.join(KINDS)}")
        if self.days < 1:
            raise PlanError(f"a plan of {self.days} days cannot be; give 1 or more")
        if not self.names and self.kind not in {"meal_timing", "practice"}:
            raise PlanError(f"a plan of kind {self.kind!r} needs the name of what it is about")

    @property
    def total_out(self) -> int:
        """Days on which the food is out."""
        return self.days if self.days_out is None else self.days_out

    @property
    def longest_out(self) -> int:
        """The longest stretch of days on which the food is out."""
        return self.total_out if self.days_out_in_a_row is None else self.days_out_in_a_row

    @property
    def put_back(self) -> date | None:
        """The day on which a food comes back; None where nothing is out or no start is set."""
        if self.kind != "elimination" or self.start is None:
            return None
        return self.start + timedelta(days=min(self.longest_out, LONGEST_OUT_DAYS))


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person beside the diary.

    Attributes
    ----------
    answers : Mapping of str to bool, float, str or None
        By id of the fact.
    medicines : tuple of str or None
        All medicines taken; None is not asked. A list that was given is taken to be whole, but
        a name that is not known here may be anything: then no class is ruled out.
    supplements : tuple of Taken
        Supplements taken now.
    running : tuple of str
        What is out already, in eliminations that run now.
    """

    answers: Answers = field(default_factory=dict)
    medicines: tuple[str, ...] | None = None
    supplements: tuple[Taken, ...] = ()
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a plan may not start.

    Attributes
    ----------
    rule, name : str
        Id of the rule's file, and its name.
    message, first : str
        Why not, and what to do first.
    why : tuple of str
        What the person said or logged.
    sources : tuple of Source
    settled : bool
        Whether a source was read itself.
    """

    rule: str
    name: str
    message: str
    first: str
    why: tuple[str, ...]
    sources: tuple[Source, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a plan may start.

    Attributes
    ----------
    allowed : bool
        True only when no gate is closed and none is unknown.
    reasons : tuple of Reason
    what_first : tuple of str
        What to do first, each once.
    ask : tuple of str
        Ids of the questions that have to be answered before it can be told.
    advice : tuple of Advice
        All that the screen says, the strictest first.
    put_back : date or None
        The day on which a food that is taken out comes back.
    """

    allowed: bool
    reasons: tuple[Reason, ...]
    what_first: tuple[str, ...]
    ask: tuple[str, ...]
    advice: tuple[Advice, ...]
    put_back: date | None


def may_start(
    plan: Plan, profile: Profile, diary: Diary | None = None, *, today: date | None = None
) -> Decision:
    """Return whether a plan may start: the only way for a command, a service or a page to know.

    Parameters
    ----------
    plan : Plan
    profile : Profile
    diary : Diary, optional
        Its signs count like answers.
    today : date, optional
        The diary's last day when left out.

    Raises
    ------
    AnswerError
        When an answer cannot be.
    """
    known = know_person(profile, plan, diary, today=today)
    advice = screen_known(known, load_red_flags())
    closed = [*_of_advice(plan, advice), *_closed_gates(plan, known)]
    open_gates = _unknown(plan, known)
    unchecked = next_page(profile.answers) is not None
    first = dict.fromkeys(reason.first for reason in closed)
    if unchecked:
        first[_CHECK_FIRST] = None
    if open_gates:
        first[_ANSWER_FIRST] = None
    return Decision(
        allowed=not (closed or open_gates or unchecked),
        reasons=tuple(closed),
        what_first=tuple(first),
        ask=tuple(open_gates),
        advice=tuple(advice),
        put_back=plan.put_back,
    )


def know_person(
    profile: Profile, plan: Plan | None, diary: Diary | None, *, today: date | None = None
) -> Known:
    """Return all that is known of a person, a plan's own facts included."""
    parts = [read_answers(profile.answers), taken_facts(profile.supplements)]
    parts.append(_medicine_facts(profile))
    if plan is not None:
        parts.append(_plan_facts(plan, profile))
    if diary is not None:
        parts.append(diary_signs(diary, today=today))
    return with_worked_out(joined(*parts))


def _medicine_facts(profile: Profile) -> Known:
    if profile.medicines is None:
        return {}
    taken = taken_facts((Taken(name) for name in profile.medicines), "your medicines")
    if not all(map(is_known, profile.medicines)):
        return taken
    none: Known = {
        one.fact: Seen(False, "answer", "your medicines")
        for one in load_medicine_classes().values()
    }
    return joined(none, taken)


def _plan_facts(plan: Plan, profile: Profile) -> Known:
    numbers = {"running_eliminations": len(profile.running)}
    if plan.kind == "elimination":
        numbers["elimination_days"] = plan.longest_out
        numbers["total_elimination_days"] = plan.total_out
        numbers["food_groups_out"] = len({*profile.running, *plan.names})
    known: Known = {
        name: Seen(float(value), "worked out", "your plan") for name, value in numbers.items()
    }
    if plan.harmed_before is not None:
        known["food_harmed_before"] = Seen(plan.harmed_before, "answer", "you said so")
    if plan.kind == "supplement":
        taken = (Taken(name, plan.dose, plan.dose_unit) for name in plan.names)
        known.update(taken_facts(taken, "your plan"))
    if plan.kind in {"challenge", "reintroduction", "practice"}:
        for name in plan.names:
            for one in substances_in(name, _tags_of(name)):
                known[one.fact] = Seen(True, "worked out", f"your plan: {name}")
    return known


def plans_of(plan: Plan) -> frozenset[str]:
    """Return all that a plan is, as gates name it."""
    tags = {tag for name in plan.names for tag in (name.lower(), *_tags_of(name))}
    found = {"any"}
    match plan.kind:
        case "elimination":
            named = {name.lower() for name in plan.names}
            found.add("elimination")
            found |= {"gluten_elimination"} if named & _GLUTEN else set()
            found |= {"alcohol_elimination"} if tags & _ALCOHOL else set()
        case "reintroduction" | "challenge":
            found.add("reintroduction")
            found |= {"alcohol_challenge"} if tags & _ALCOHOL else set()
            found |= {"fermented"} if tags & _FERMENTED else set()
        case "supplement" | "meal_timing":
            found.add(plan.kind)
        case "practice":
            found |= {"fermented"} if tags & _FERMENTED else set()
    return frozenset(found)


def _substances_of(plan: Plan, name: str) -> tuple[Substance, ...]:
    """Return the substances a plan is about; what is tested as a supplement is no spice."""
    eaten = substances_in(name, _tags_of(name))
    return eaten or substances_taken(name) if plan.kind == "supplement" else eaten


def _tags_of(name: str) -> tuple[str, ...]:
    food = load_foods().get(name.lower().replace(" ", "_"))
    return tuple(food.tags) if food else ()


_EATEN = frozenset({"supplement", "challenge", "reintroduction", "practice"})
_BLOCKING: Mapping[str, str] = {
    "stop_everything": "any",
    "pause_tests": "any",
    "pause_eliminations": "elimination",
    "pause_supplements": "supplement",
    "stop_supplements": "supplement",
}


def _of_advice(plan: Plan, advice: list[Advice]) -> Iterator[Reason]:
    """Yield what red flags and cautions have against a plan."""
    what = plans_of(plan)
    about = {one.id for name in plan.names for one in _substances_of(plan, name)}
    for one in advice:
        caution = load_cautions().get(one.rule)
        if caution is None:
            against = any(_BLOCKING.get(act) in what for act in one.does)
        else:
            against = (
                caution.blocks and plan.kind in _EATEN and bool(about & set(caution.substances))
            )
        if against:
            yield Reason(
                one.rule, one.name, one.message, one.message, one.why, one.sources, one.settled
            )


def _closed_gates(plan: Plan, known: Known) -> Iterator[Reason]:
    for gate in _gates_of(plan):
        if truth(gate.when, known) is True:
            said = dict.fromkeys(known[fact].words for fact in reasons(gate.when, known))
            yield Reason(
                gate.id, gate.name, gate.message, gate.first, tuple(said), gate.sources,
                gate.settled,
            )  # fmt: skip


def _gates_of(plan: Plan) -> list[Gate]:
    what = plans_of(plan)
    return [gate for gate in load_gates().values() if what & set(gate.plans)]


def _unknown(plan: Plan, known: Known) -> list[str]:
    """Return the questions that have to be answered before every gate can be told.

    What only a diary can tell, and does not yet, keeps no plan from starting.
    """
    facts = (fact for gate in _gates_of(plan) for fact in unknown(gate.when, known))
    return to_ask(facts, known)
