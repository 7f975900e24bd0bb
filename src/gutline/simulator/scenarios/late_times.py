"""Meals are logged late, rounded or without a time."""

from __future__ import annotations

from gutline.simulator.scenario import Logging, Scenario

SCENARIO = Scenario(
    story="Meal times are logged hours late, rounded to the hour or not at all.",
    logging=Logging(late=0.3, rounded=0.3, without_time=0.2),
)
