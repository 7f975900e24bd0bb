"""True foods have innocent companions."""

from __future__ import annotations

from gutline.simulator.scenario import Eating, Scenario

SCENARIO = Scenario(
    story="Each true food is mostly eaten with an innocent companion.",
    eating=Eating(company=0.7, alone=0.5),
)
