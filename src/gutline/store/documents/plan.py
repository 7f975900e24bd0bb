"""A person's plan of the day: what to do, on which cue, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.routine.errors import RoutineError
from gutline.routine.plan_data import plan_from_data
from gutline.store.errors import StoreError


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no plan.

    Raises
    ------
    StoreError
        When a field is not known, of the wrong sort, or cannot be.
    """
    try:
        plan_from_data(body)
    except RoutineError as error:
        raise StoreError(f"plan: {error}") from None
