"""A trial: its plan in every version, its schedule or the hash of it, and all that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from gutline.diary.zones import zone_named
from gutline.trials.allocation import Allocation, allocation_from
from gutline.trials.errors import TrialError
from gutline.trials.events import Event, check_event, event_from
from gutline.trials.plan import Plan, amended, plan_from

SCHEMA = 1
_MAY_BE_AHEAD = frozenset({"pause", "resume", "slide", "void"})
_BEFORE_DAY_1 = frozenset({"stop", "safety_stop", "pause"})


@dataclass(frozen=True)
class PlanVersion:
    """One version of a plan.

    Attributes
    ----------
    plan : Plan
    locked_at : datetime
        Aware.
    reason : str
        Why it was changed; empty for the first.
    """

    plan: Plan
    locked_at: datetime
    reason: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the version as values that JSON knows, its hash beside it."""
        return {
            "locked_at": self.locked_at.isoformat(),
            "reason": self.reason,
            "hash": self.plan.digest(),
            "plan": self.plan.as_dict(),
        }


@dataclass(frozen=True)
class Trial:
    """A trial.

    Attributes
    ----------
    id : str
    versions : tuple of PlanVersion
        The first is the one the schedule was drawn for; the last holds now.
    commitment : str
        SHA-256 of schedule and salt, shown before day 1.
    allocation : Allocation or None
        None while a partner keeps it sealed.
    events : tuple of Event
        In the order in which they were logged.
    gates : tuple of str
        The safety plans that were asked for and allowed before it was locked, in a few words;
        empty in trials that are older than the gates.
    """

    id: str
    versions: tuple[PlanVersion, ...]
    commitment: str
    allocation: Allocation | None
    events: tuple[Event, ...] = ()
    gates: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan that holds now."""
        return self.versions[-1].plan

    @property
    def stopped(self) -> date | None:
        """The day it was stopped; None while it was not."""
        return next((e.day for e in self.events if e.what in {"stop", "safety_stop"}), None)

    def with_event(self, event: Event) -> Trial:
        """Return the trial with one more event.

        Raises
        ------
        TrialError
            When the event cannot be used, is about a day before the trial or one that is still to
            come, or comes after a stop.
        """
        check_event(event)
        if event.day < self.plan.start and event.what not in _BEFORE_DAY_1:
            raise TrialError(
                f"{event.day} is before day 1 of {self.id!r}, which is {self.plan.start}; give the "
                "day it is about"
            )
        self._check_not_ahead(event)
        self._check_pause(event)
        if self.stopped is not None and event.what not in {"guess", "reaction"}:
            raise TrialError(f"the trial {self.id!r} was stopped on {self.stopped}")
        return replace(self, events=(*self.events, event))

    def _check_not_ahead(self, event: Event) -> None:
        """Refuse what cannot be known yet; days off may be planned."""
        today = event.at.astimezone(zone_named(self.plan.zone)).date()
        if event.day > today and event.what not in _MAY_BE_AHEAD:
            raise TrialError(
                f"{event.day} is still to come, and today is {today}; log {event.what} on its day"
            )

    def _check_pause(self, event: Event) -> None:
        """Refuse to go on where nothing is paused, and to pause what is paused."""
        if event.what not in {"pause", "resume"}:
            return
        said = [e for e in self.events if e.what in {"pause", "resume"}]
        last = max(said, key=lambda e: (e.day, e.at), default=None)
        paused = last is not None and last.what == "pause"
        if paused == (event.what == "pause"):
            state = "is paused already" if paused else "is not paused"
            raise TrialError(f"the trial {self.id!r} {state}; nothing was logged")

    def amended(self, changes: Mapping[str, object], reason: str, at: datetime) -> Trial:
        """Return the trial with one more version of its plan, which the report will tell of.

        Raises
        ------
        TrialError
            When there is no reason, a field may not be changed, or none is.
        """
        if not reason.strip():
            raise TrialError("a change of the plan needs a reason; it will be in the report")
        plan = amended(self.plan, changes)
        if plan == self.plan:
            raise TrialError(f"the plan of {self.id!r} says so already; nothing was changed")
        return replace(self, versions=(*self.versions, PlanVersion(plan, at, reason.strip())))

    def opened(self, allocation: Allocation) -> Trial:
        """Return the trial with its sealed schedule.

        Raises
        ------
        TrialError
            When it is not the one that was committed to.
        """
        if allocation.commitment() != self.commitment:
            raise TrialError(
                f"this is not the schedule of {self.id!r}: its hash is not the one that was shown "
                "before day 1"
            )
        return replace(self, allocation=allocation)

    def as_dict(self) -> dict[str, object]:
        """Return the trial as values that JSON knows."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "commitment": self.commitment,
            "versions": [version.as_dict() for version in self.versions],
            "allocation": None if self.allocation is None else self.allocation.as_dict(),
            "events": [event.as_dict() for event in self.events],
            **({"gates": list(self.gates)} if self.gates else {}),
        }


def trial_from(values: Mapping[str, object]) -> Trial:
    """Return the trial of what `Trial.as_dict` wrote.

    Raises
    ------
    TrialError
        When it is not one, or a version's hash is not that of its plan.
    """
    if values.get("schema") != SCHEMA:
        raise TrialError(f"this is not a trial of schema {SCHEMA}; use the file as it was written")
    try:
        versions = tuple(_version(v) for v in values["versions"])  # type: ignore[attr-defined]
        events = tuple(event_from(e) for e in values["events"])  # type: ignore[attr-defined]
        kept = values["allocation"]
        allocation = None if kept is None else allocation_from(kept)  # type: ignore[arg-type]
        name, commitment = str(values["id"]), str(values["commitment"])
        gates = tuple(str(g) for g in values.get("gates", ()))  # type: ignore[attr-defined]
    except (AttributeError, KeyError, TypeError):
        raise TrialError("the file of the trial is damaged; take the last copy of it") from None
    if not versions:
        raise TrialError("the file of the trial holds no plan; take the last copy of it")
    return Trial(name, versions, commitment, allocation, events, gates)


def _version(values: Mapping[str, object]) -> PlanVersion:
    plan = plan_from(values["plan"])  # type: ignore[arg-type]
    if values["hash"] != plan.digest():
        raise TrialError(
            "the plan was changed after it was locked: its hash does not fit; take the last copy "
            "of the file, and change a plan by a new version"
        )
    try:
        at = datetime.fromisoformat(str(values["locked_at"]))
    except ValueError:
        raise TrialError("the time at which the plan was locked cannot be read") from None
    return PlanVersion(plan, at, str(values["reason"]))
