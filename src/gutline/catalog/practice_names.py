"""What practices, exercises and sessions are called in a diary."""

from __future__ import annotations

from dataclasses import dataclass

from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices

SESSION = "session"
"""The id that stands for any session of movement."""
SESSION_NAME = "movement session"


@dataclass(frozen=True, slots=True)
class LoggedAs:
    """How something that was practised stands in a diary.

    Attributes
    ----------
    kind : {"practice", "movement"}
    name : str
    rates : str
        What may be rated before and after it.
    """

    kind: str
    name: str
    rates: str


def logged_as(ident: str) -> LoggedAs | None:
    """Return how a practice, an exercise or a session is logged; None where there is none.

    Parameters
    ----------
    ident : str
        Id of a practice or an exercise, or "session".
    """
    practice, exercise = load_practices().get(ident), load_exercises().get(ident)
    if practice is not None:
        return LoggedAs("practice", practice.name, practice.rates)
    if exercise is not None:
        return LoggedAs("movement", exercise.logged_as, "stiffness")
    return LoggedAs("movement", SESSION_NAME, "stiffness") if ident == SESSION else None
