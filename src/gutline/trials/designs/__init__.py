"""The logic of designs: each module of this folder lays out the days of a plan."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from gutline.trials.day_slots import DaySlot
from gutline.trials.errors import TrialError
from gutline.trials.layouts import Layout
from gutline.trials.plan import Plan


class DesignLogic(Protocol):
    """What a module of this folder offers."""

    LAYOUT: Layout

    @staticmethod
    def lay_out(plan: Plan) -> tuple[DaySlot, ...]:
        """Return the days of a plan in order, as if nothing were ever missed."""
        ...


def logic_names() -> tuple[str, ...]:
    """Return the name of every module of this folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def find_logic(name: str) -> DesignLogic:
    """Return the logic of a name.

    Raises
    ------
    TrialError
        When there is none.
    """
    if name not in logic_names():
        known = ", ".join(logic_names())
        raise TrialError(f"no design logic is called {name!r}; there are {known}")
    module: DesignLogic = importlib.import_module(f"{__name__}.{name}")  # type: ignore[assignment]
    return module
