"""What happens while a trial runs: kept days, void days, pauses, answers, a stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from gutline.trials.errors import TrialError

KEPT = {"yes": 1.0, "partly": 0.5, "no": 0.0}
GUESSES = ("active", "reference", "unsure")
REASONS = ("forgot", "out of the house", "not at hand", "felt unwell", "did not want to", "other")
SEVERITIES = ("none", "mild", "moderate", "severe")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was logged about a trial.

    Attributes
    ----------
    at : datetime
        When it was logged, aware.
    day : date
        The local day it is about.
    what : str
        One of `WHAT`.
    value : str
        What was said; its form depends on `what`.
    reason : str
    """

    at: datetime
    day: date
    what: str
    value: str = ""
    reason: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the event as values that JSON knows."""
        values = asdict(self)
        return values | {"at": self.at.isoformat(), "day": self.day.isoformat()}


def event_from(values: Mapping[str, str]) -> Event:
    """Return the event of what `Event.as_dict` wrote.

    Raises
    ------
    TrialError
        When it is not one.
    """
    try:
        own = dict(values)
        at, day = datetime.fromisoformat(own.pop("at")), date.fromisoformat(own.pop("day"))
        event = Event(at, day, **own)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise TrialError(f"the event {str(values)[:60]!r} cannot be read") from None
    check_event(event)
    return event


def _is_rating(value: str) -> bool:
    try:
        return 0.0 <= float(value) <= 10.0
    except ValueError:
        return False


def _is_empty(value: str) -> bool:
    return not value


WHAT: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "kept": (KEPT.__contains__, "yes, partly or no"),
    "void": (_is_empty, "nothing"),
    "sick": (_is_empty, "nothing"),
    "pause": (_is_empty, "nothing"),
    "resume": (_is_empty, "nothing"),
    "slide": (_is_empty, "nothing"),
    "expect": (_is_rating, "a number from 0 to 10"),
    "guess": (GUESSES.__contains__, "active, reference or unsure"),
    "reaction": (SEVERITIES.__contains__, "none, mild, moderate or severe"),
    "stop": (_is_empty, "nothing"),
    "safety_stop": (_is_empty, "nothing"),
}


def check_event(event: Event) -> None:
    """Refuse an event that says nothing that can be used.

    Raises
    ------
    TrialError
    """
    if event.what not in WHAT:
        raise TrialError(f"{event.what[:40]!r} cannot be logged; there are {', '.join(WHAT)}")
    fits, words = WHAT[event.what]
    if not fits(event.value):
        raise TrialError(f"{event.what} takes {words}, not {event.value[:40]!r}")
    if event.at.tzinfo is None:
        raise TrialError(f"the time {event.at} has no zone; give one")
