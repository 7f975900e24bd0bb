"""Meals and whole days are missing, more so on bad days."""

from __future__ import annotations

from gutline.simulator.scenario import Logging, Scenario

SCENARIO = Scenario(
    story="Meals and whole days go unlogged, more often when the pain is bad.",
    logging=Logging(meals_left_out=0.12, days_left_out=0.12, bad_days=0.8, ratings_missed=0.15),
)
