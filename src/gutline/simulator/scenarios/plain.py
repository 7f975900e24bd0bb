"""Nothing hard but the number of foods."""

from __future__ import annotations

from gutline.simulator.scenario import Scenario

SCENARIO = Scenario(story="Foods are eaten and logged independently of everything else.")
