"""A supplement or practice works over one to two weeks."""

from __future__ import annotations

from gutline.simulator.scenario import Effects, Scenario

SCENARIO = Scenario(
    story="A supplement or practice, taken in spells, works over one to two weeks.",
    effects=Effects(least=1, most=2, weakest=1.0, strongest=2.5, slow=True),
)
