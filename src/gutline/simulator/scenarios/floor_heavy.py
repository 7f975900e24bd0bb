"""Most ratings are 0."""

from __future__ import annotations

from gutline.simulator.scenario import Effects, Scenario

SCENARIO = Scenario(
    story="Between 60 and 85 of 100 ratings are 0.",
    effects=Effects(weakest=1.2, strongest=3.5),
    floor=(0.60, 0.85),
)
