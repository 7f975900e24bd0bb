"""People with known truth: draw a person whose diary holds effects that are written down."""

from __future__ import annotations

from gutline.simulator.demo import demo_diary
from gutline.simulator.kernels import Kernel
from gutline.simulator.person import draw_person
from gutline.simulator.registry import ScenarioError, scenario_names
from gutline.simulator.truth import (
    Events,
    Latent,
    Rated,
    SimulatedPerson,
    TrueEffect,
    Truth,
)

SCENARIOS = scenario_names()

__all__ = [
    "SCENARIOS",
    "Events",
    "Kernel",
    "Latent",
    "Rated",
    "ScenarioError",
    "SimulatedPerson",
    "TrueEffect",
    "Truth",
    "demo_diary",
    "draw_person",
]
