"""Pain changes what is eaten next."""

from __future__ import annotations

from gutline.simulator.scenario import Eating, Scenario

SCENARIO = Scenario(
    story="Pain felt now, rated or not, makes some foods likelier and others rarer.",
    eating=Eating(pain_foods=12, pull=0.9),
)
