"""Effects of unusual shape whose size does not grow with the dose for ever."""

from __future__ import annotations

from gutline.simulator.scenario import Effects, Scenario

SCENARIO = Scenario(
    story="Effects come in two waves, plateaus or spikes, and saturate with the dose.",
    effects=Effects(
        kernels=("bimodal", "boxcar", "spike", "triangular", "double_exponential"),
        responses=("emax", "log", "step"),
    ),
)
