"""The truth is a tag carried by several foods."""

from __future__ import annotations

from gutline.simulator.scenario import Effects, Scenario

SCENARIO = Scenario(
    story="What acts is a tag, such as dairy, that several foods carry.",
    effects=Effects(least=1, most=2, weakest=0.5, strongest=2.0, tag=True),
)
