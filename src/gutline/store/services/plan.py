"""Changing a plan: its items, what is not to be proposed again, how it may remind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time

from gutline.catalog import load_kinds
from gutline.diary.entries import KINDS_WITH_NONE, NONE, RowError, shown
from gutline.diary.measures import check_measure
from gutline.diary.texts import same_name
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item, free_id
from gutline.routine.plan import Plan, check_plan, with_item, without_item
from gutline.routine.plan_data import plan_as_data
from gutline.safety.gates import Decision, may_start
from gutline.safety.gates import Plan as SafetyPlan
from gutline.store.errors import EntryRefusedError, NotThereError
from gutline.store.queries.diaries import read_diary
from gutline.store.queries.routine import KEY, PLAN, KeptPlan, kept_plan, present_zone
from gutline.store.queries.safety import profile_of
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import keep_document
from gutline.store.writing import changing


class SupplementHeldError(EntryRefusedError):
    """A supplement may not go on the plan, or not before some questions are answered.

    Attributes
    ----------
    decision : Decision
        Why not, what to do first, and which questions are open.
    """

    def __init__(self, name: str, decision: Decision) -> None:
        first = decision.what_first[0] if decision.what_first else "Ask a pharmacist first."
        super().__init__("what", shown(name), f"cannot go on the plan yet. {first}")
        self.decision = decision


@contextmanager
def routine_refusals() -> Iterator[None]:
    """Have what the room of the routine refuses said in the store's own terms."""
    try:
        yield
    except RoutineError as error:
        raise EntryRefusedError(error.field or "plan", "", error.reason) from None


@changing
def keep_plan(person: int, plan: Plan, now: datetime, *, expected: int | None = None) -> KeptPlan:
    """Keep a plan; what it was before stays known with its dates.

    Raises
    ------
    EntryRefusedError
        When it cannot be: an item that cannot be, or more of them than anybody can keep.
    ConflictError
        When it was changed since it was read.
    """
    with routine_refusals():
        data = plan_as_data(check_plan(plan))
    kept = keep_document(person, PLAN, KEY, data, now, expected=expected)
    return KeptPlan(plan, kept.version)


@changing
def keep_item(
    person: int,
    item: Item,
    now: datetime,
    *,
    expected: int | None = None,
    keeps_why: bool = False,
) -> KeptPlan:
    """Add an item to the plan, or change the one of the same id.

    Parameters
    ----------
    person : int
    item : Item
    now : datetime
    expected : int, optional
        The version of the plan that was read.
    keeps_why : bool
        Whether the reason of the item of this id stays as it is.

    Raises
    ------
    SupplementHeldError
        When it is a supplement that the safety room does not let pass.
    EntryRefusedError, ConflictError
        As for `keep_plan`.
    """
    locked_person(person)
    before = kept_plan(person).plan
    own = [one.why for one in before.items if one.id == item.id]
    if keeps_why and own:
        item = replace(item, why=own[0])
    with routine_refusals():
        plan = with_item(before, item)
    _check_loggable(item)
    if item.what == "supplement" and not _is_no_more(item, before):
        _ask_safety(person, item, now)
    return keep_plan(person, plan, now, expected=expected)


@changing
def add_item(person: int, item: Item, now: datetime) -> KeptPlan:
    """Add an item, under another id where its own is taken; said twice, it is there once.

    Raises
    ------
    SupplementHeldError, EntryRefusedError
        As for `keep_item`.
    """
    locked_person(person)
    kept = kept_plan(person)
    if any(replace(own, id=item.id) == item for own in kept.plan.items):
        return kept
    taken = {own.id for own in kept.plan.items}
    free = replace(item, id=free_id(item.name, taken)) if item.id in taken else item
    return keep_item(person, free, now)


@changing
def remove_item(person: int, ident: str, now: datetime) -> KeptPlan:
    """Take an item off the plan; what was done of it stays in the diary.

    Raises
    ------
    NotThereError
        When there is none of this id.
    """
    locked_person(person)
    try:
        plan = without_item(kept_plan(person).plan, ident)
    except RoutineError as error:
        raise NotThereError(str(error)) from None
    return keep_plan(person, plan, now)


@changing
def refuse_proposal(person: int, ident: str, now: datetime) -> KeptPlan:
    """Never propose something again; what is on the plan stays as it is."""
    locked_person(person)
    plan = kept_plan(person).plan
    return keep_plan(person, replace(plan, refused=plan.refused | {ident}), now)


@changing
def keep_reminding(
    person: int, quiet_from: time, quiet_until: time, now: datetime, *, names: bool
) -> KeptPlan:
    """Keep the quiet hours, and whether reminders may say what they are about."""
    locked_person(person)
    plan = kept_plan(person).plan
    changed = replace(
        plan, quiet_from=quiet_from, quiet_until=quiet_until, names_in_reminders=names
    )
    return keep_plan(person, changed, now)


def _is_no_more(item: Item, plan: Plan) -> bool:
    """Return whether this very supplement is on the plan already, in no smaller amount."""
    for own in plan.items:
        if own.id == item.id and same_name(own.name) == same_name(item.name):
            same_unit = own.unit == item.unit
            return own.what == item.what and same_unit and (item.amount or 1) <= (own.amount or 1)
    return False


def _check_loggable(item: Item) -> None:
    """Refuse what could be planned but never be kept in the diary when it is done.

    Raises
    ------
    EntryRefusedError
        When its name, its unit or one of its amounts fits no entry of its kind.
    """
    if not item.kind:
        return
    kind = load_kinds()[item.kind]
    if same_name(item.name) == NONE and item.kind in KINDS_WITH_NONE:
        reason = f"means that there was no {item.kind}; call it something else"
        raise EntryRefusedError("name", shown(item.name), reason)
    for field, amount in (("amount", item.amount), ("smallest_amount", item.part)):
        try:
            check_measure(kind, item.name, amount, item.unit)
        except RowError as error:
            of = "unit" if error.field == "unit" else field
            raise EntryRefusedError(of, shown(error.value), error.reason) from None


def _ask_safety(person: int, item: Item, now: datetime) -> None:
    today = now.astimezone(present_zone(person, now)).date()
    wanted = SafetyPlan("supplement", (item.name,), dose=item.amount, dose_unit=item.unit)
    decision = may_start(wanted, profile_of(person, today), read_diary(person), today=today)
    if not decision.allowed:
        raise SupplementHeldError(item.name, decision)
