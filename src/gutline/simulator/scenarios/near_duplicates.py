"""True foods have companions that hardly ever come alone."""

from __future__ import annotations

from gutline.simulator.scenario import Eating, Scenario

SCENARIO = Scenario(
    story="Each true food and its companion are eaten together more than nine times in ten.",
    eating=Eating(company=0.96, alone=0.03),
)
