"""Plans as plain data and back, so that they can be kept, exported and sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from gutline.routine.errors import RoutineError
from gutline.routine.items import EVERY_DAY, LONGEST_NAME, MEAL_TOLERANCE_MIN, Cue, Item, Why
from gutline.routine.plan import Plan, check_plan

FORMAT = 1
_MOST_REFUSED = 200
_ITEM = frozenset(
    {"id", "name", "what", "at", "until", "event", "minutes_after", "amount", "unit", "weekdays",
     "smallest", "smallest_amount", "why", "tolerance_min", "ref", "remind"}
)  # fmt: skip
_PLAN = frozenset({"format", "items", "quiet_from", "quiet_until", "names_in_reminders", "refused"})


def plan_as_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "format": FORMAT,
        "items": [item_as_data(item) for item in plan.items],
        "quiet_from": _clock(plan.quiet_from),
        "quiet_until": _clock(plan.quiet_until),
        "names_in_reminders": plan.names_in_reminders,
        "refused": sorted(plan.refused),
    }


def item_as_data(item: Item) -> dict[str, Any]:
    """Return an item as plain data."""
    return {
        "id": item.id, "name": item.name, "what": item.what,
        "at": _clock(item.cue.at), "until": _clock(item.cue.until),
        "event": item.cue.event, "minutes_after": item.cue.minutes_after,
        "amount": item.amount, "unit": item.unit, "weekdays": sorted(item.weekdays),
        "smallest": item.smallest, "smallest_amount": item.smallest_amount,
        "why": {"kind": item.why.kind, "ref": item.why.ref, "words": item.why.words},
        "tolerance_min": item.tolerance_min, "ref": item.ref, "remind": item.remind,
    }  # fmt: skip


def plan_from_data(data: Mapping[str, Any]) -> Plan:
    """Return the plan of plain data.

    Raises
    ------
    RoutineError
        When it is not one; the message names the field.
    """
    _known_only(data, _PLAN, "")
    if data.get("format", FORMAT) != FORMAT:
        raise RoutineError("format", "this plan is of a newer Gutline; upgrade to read it")
    items = data.get("items", [])
    if not isinstance(items, list):
        raise RoutineError("items", "must be a list of items")
    read = tuple(item_from_data(one, f"items.{n}.") for n, one in enumerate(items))
    plan = Plan(
        read,
        _read_clock(data.get("quiet_from", "22:00"), "quiet_from") or time(22),
        _read_clock(data.get("quiet_until", "07:00"), "quiet_until") or time(7),
        _read(data, "names_in_reminders", bool, default=False),
        _read_refused(data.get("refused", [])),
    )
    return check_plan(plan)


def item_from_data(data: object, where: str = "") -> Item:
    """Return the item of plain data, its fields read but not yet weighed against each other.

    Raises
    ------
    RoutineError
        When a field is unknown or of the wrong kind.
    """
    if not isinstance(data, Mapping):
        raise RoutineError(where.rstrip("."), "must be a table of names and values")
    _known_only(data, _ITEM, where)
    cue = Cue(
        _read_clock(data.get("at"), f"{where}at"),
        _read_clock(data.get("until"), f"{where}until"),
        _read(data, "event", str, default="", where=where),
        _read(data, "minutes_after", int, default=0, where=where),
    )
    return Item(
        id=_read(data, "id", str, default="", where=where),
        name=_read(data, "name", str, default="", where=where).strip(),
        what=_read(data, "what", str, default="practice", where=where),
        cue=cue,
        amount=_read_number(data, "amount", where),
        unit=_read(data, "unit", str, default="", where=where),
        weekdays=_read_weekdays(data.get("weekdays", sorted(EVERY_DAY)), f"{where}weekdays"),
        smallest=_read(data, "smallest", str, default="", where=where).strip(),
        smallest_amount=_read_number(data, "smallest_amount", where),
        why=_read_why(data.get("why", {}), f"{where}why"),
        tolerance_min=_read(data, "tolerance_min", int, default=MEAL_TOLERANCE_MIN, where=where),
        ref=_read(data, "ref", str, default="", where=where),
        remind=_read(data, "remind", bool, default=True, where=where),
    )


def _read_refused(said: object) -> frozenset[str]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise RoutineError("refused", "must be a list of texts")
    return frozenset(one[:LONGEST_NAME] for one in said[:_MOST_REFUSED])


def _clock(at: time | None) -> str:
    return "" if at is None else f"{at:%H:%M}"


def _read_clock(said: object, where: str) -> time | None:
    if said is None or said == "":
        return None
    try:
        found = time.fromisoformat(str(said))
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or not isinstance(said, str):
        raise RoutineError(where, f"{str(said)[:20]!r} is no time of day; write it as 08:00")
    return found.replace(second=0, microsecond=0)


def _read(data: Mapping[str, Any], field: str, kind: type, *, default: Any, where: str = "") -> Any:  # noqa: ANN401 - checked against `kind` below
    value = data.get(field, default)
    wrong_number = kind is int and isinstance(value, bool)
    if not isinstance(value, kind) or wrong_number:
        words = {str: "a text", int: "a whole number", bool: "true or false"}[kind]
        raise RoutineError(f"{where}{field}", f"must be {words}")
    return value


def _read_number(data: Mapping[str, Any], field: str, where: str) -> float | None:
    value = data.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RoutineError(f"{where}{field}", "must be a number, or nothing")
    return float(value)


def _read_weekdays(said: object, where: str) -> frozenset[int]:
    if not isinstance(said, list) or not all(type(day) is int for day in said):
        raise RoutineError(where, "must be a list of days, 0 Monday to 6 Sunday")
    return frozenset(said)


def _read_why(said: object, where: str) -> Why:
    if not isinstance(said, Mapping):
        raise RoutineError(where, "must be a table with kind, ref and words")
    _known_only(said, frozenset({"kind", "ref", "words"}), f"{where}.")
    kind, ref, words = (
        _read(said, field, str, default=usual, where=f"{where}.")
        for field, usual in (("kind", "wish"), ("ref", ""), ("words", ""))
    )
    return Why(kind, ref, words)


def _known_only(data: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for field in data:
        if field not in known:
            raise RoutineError(f"{where}{str(field)[:40]}", "there is no such field; leave it out")
