"""What a plan could begin with: one to three additions, each with its reason, never the whole list.

Additions come before anything is left out. A supplement is never proposed by itself: a person may
add one, and the safety room decides.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gutline.catalog.evidence import GRADES, EvidenceCard, load_evidence
from gutline.diary.texts import same_name
from gutline.routine.items import EVERY_DAY, Cue, Item, Why, check_item, free_id
from gutline.routine.plan import Plan
from gutline.routine.plan_data import item_from_data

MOST_PROPOSED = 3
ROOM_FOR = 6
"""A plan of so many things is not added to by proposals."""
_FILE = Path(__file__).with_name("starters.toml")
_RANK = {"strong": 0, "moderate": 1, "limited": 2, "contested": 3, "very_limited": 4}
_GRADE_WORDS = {
    "strong": "strong", "moderate": "moderate", "limited": "limited", "contested": "contested",
    "very_limited": "very limited",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Starter:
    """Something a plan can begin with.

    Attributes
    ----------
    item : Item
        With the evidence card it rests on as its reason.
    card : EvidenceCard
    for_outcomes : frozenset of str
        Names of symptoms it is proposed for first, as a diary spells them.
    """

    item: Item
    card: EvidenceCard
    for_outcomes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Helper:
    """Something that the diary or a trial found to help.

    Attributes
    ----------
    name : str
        As in the diary.
    kind : str
        Kind of its entries: "practice", "food", "drink"; a supplement is never proposed.
    trial : str
        The trial that showed it; empty for a finding of the diary.
    words : str
        What was found, for people.
    """

    name: str
    kind: str
    trial: str = ""
    words: str = ""


@functools.cache
def load_starters() -> tuple[Starter, ...]:
    """Return everything a plan can begin with, the best supported first.

    Raises
    ------
    RoutineError
        When the file does not hold what it should.
    """
    data = tomllib.loads(_FILE.read_text("utf-8"))
    found = [_starter(ident, fields) for ident, fields in data.items()]
    return tuple(sorted(found, key=lambda one: (_RANK[one.card.grade], one.item.id)))


def _starter(ident: str, fields: Mapping[str, object]) -> Starter:
    own = dict(fields)
    card = load_evidence()[str(own.pop("card"))]
    outcomes = own.pop("for_outcomes")
    words = f"{card.title}: {_GRADE_WORDS[card.grade]} evidence ({GRADES[card.grade]})"
    item = item_from_data({"id": ident, **own}, f"{ident}.")
    item = check_item(replace(item, why=Why("evidence", card.id, words)), f"{ident}.")
    names = outcomes if isinstance(outcomes, list) else []
    return Starter(item, card, frozenset(map(str, names)))


def propose(
    plan: Plan,
    outcomes: Collection[str] = (),
    helpers: Iterable[Helper] = (),
    *,
    refused: Collection[str] = (),
    may_add: Callable[[Item], bool] = lambda item: True,  # noqa: ARG005 - everything may be
    most: int = MOST_PROPOSED,
) -> tuple[Item, ...]:
    """Return one to three things to add, what the person's own diary showed first.

    Parameters
    ----------
    plan : Plan
        What is there already is not proposed.
    outcomes : collection of str
        Symptoms the person rates.
    helpers : iterable of Helper
        What findings and trials showed to help, the surest first.
    refused : collection of str
        Ids that the person did not want.
    may_add : callable
        Whether the safety room lets an item be.
    most : int
        Three at most, whatever is asked for.

    Returns
    -------
    tuple of Item
        Empty when the plan holds enough already.
    """
    room = min(most, MOST_PROPOSED, ROOM_FOR - len(plan.items))
    there = {same_name(item.name) for item in plan.items}
    planned = {item.id for item in plan.items}
    taken = planned | plan.refused | set(refused)
    found = [_of_helper(helper, planned) for helper in helpers if helper.kind != "supplement"]
    wanted = {same_name(name) for name in outcomes}
    found += sorted(
        (starter.item for starter in load_starters()),
        key=lambda item: not wanted & {same_name(n) for n in _starter_of(item).for_outcomes},
    )
    chosen: list[Item] = []
    for item in found:
        new = same_name(item.name) not in there and item.id not in taken
        if new and len(chosen) < room and may_add(item):
            chosen.append(item)
            there.add(same_name(item.name))
    return tuple(chosen)


def _starter_of(item: Item) -> Starter:
    return next(one for one in load_starters() if one.item.id == item.id)


def _of_helper(helper: Helper, taken: Collection[str]) -> Item:
    ident = free_id(helper.name, set(taken))
    kind = "trial" if helper.trial else "finding"
    what = helper.kind if helper.kind in {"food", "drink"} else "practice"
    cue = Cue(event="lunch") if what in {"food", "drink"} else Cue(event="waking")
    why = Why(kind, helper.trial or helper.name, helper.words)
    return Item(ident, helper.name, what, cue, weekdays=EVERY_DAY, why=why)  # type: ignore[arg-type]  # one of WHAT
