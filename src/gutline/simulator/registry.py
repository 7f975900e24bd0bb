"""Find the scenarios: every file of the `scenarios` folder, and the null form of each."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from gutline.simulator import scenarios

if TYPE_CHECKING:
    from gutline.simulator.scenario import Scenario

NULL_PREFIX = "null_"


class ScenarioError(ValueError):
    """A scenario was asked for that does not exist."""


def scenario_names() -> tuple[str, ...]:
    """Return every scenario's name, those with effects first, then their null forms."""
    found = sorted(module.name for module in pkgutil.iter_modules(scenarios.__path__))
    return (*found, *(NULL_PREFIX + name for name in found))


@cache
def find_scenario(name: str) -> Scenario:
    """Return a scenario by name; `null_` before a name takes all food effects away.

    Raises
    ------
    ScenarioError
        When no file of that name is in the `scenarios` folder.
    """
    if name not in scenario_names():
        known = ", ".join(scenario_names())
        raise ScenarioError(f"No scenario is called {name!r}; choose one of: {known}.")
    module = importlib.import_module(f"{scenarios.__name__}.{name.removeprefix(NULL_PREFIX)}")
    scenario: Scenario = module.SCENARIO
    return scenario.without_foods() if name.startswith(NULL_PREFIX) else scenario
