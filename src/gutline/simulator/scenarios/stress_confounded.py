"""Stress raises the pain and the eating of innocent foods."""

from __future__ import annotations

from gutline.simulator.scenario import Eating, Scenario

SCENARIO = Scenario(
    story="Stress raises pain and makes innocent foods likelier; it is logged with error.",
    eating=Eating(stress_foods=8, pull=0.9),
    stress_points=(0.25, 0.5),
    stress_share=1.0,
)
