"""One fixed person for the demo: a suspect, a helper, a confounder and many cleared foods."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from gutline.simulator.body import Body
from gutline.simulator.foods import known_foods
from gutline.simulator.kernels import REACH_HOURS, STEP_HOURS, Kernel
from gutline.simulator.menu import Menu
from gutline.simulator.person import live
from gutline.simulator.scenario import Scenario
from gutline.simulator.truth import SimulatedPerson, TrueEffect

DEMO_DAYS = 180
DEMO_START = datetime(2026, 1, 2, tzinfo=UTC)
DEMO_SEED = 20260630
# Share of days, most eaten first.
DEMO_MENU = {
    "coffee": 0.93,
    "rye bread": 0.80,
    "butter": 0.55,
    "apple": 0.45,
    "milk": 0.42,
    "tomato": 0.40,
    "potato": 0.34,
    "olive oil": 0.34,
    "egg": 0.30,
    "onion": 0.28,
    "rice": 0.26,
    "chicken": 0.25,
    "yoghurt": 0.24,
    "porridge": 0.30,
    "pasta": 0.22,
    "chocolate": 0.22,
    "carrot": 0.20,
    "orange": 0.18,
    "salmon": 0.30,
    "cheese": 0.20,
    "wine": 0.12,
    "lentils": 0.12,
    "almonds": 0.10,
    "ice cream": 0.02,
}


def demo_diary() -> SimulatedPerson:
    """Return the fixed person of the demo: 180 days that end on 30 June 2026."""
    foods = {food.name: food for food in known_foods()}
    menu = Menu(tuple(foods[name] for name in DEMO_MENU), np.array(list(DEMO_MENU.values())))
    scenario = Scenario(story="The demo: lactose is bad for the back, salmon is good for it.")
    rng = np.random.default_rng(DEMO_SEED)
    return live("demo", scenario, menu, _body(menu), days=DEMO_DAYS, rng=rng, start=DEMO_START)


def _body(menu: Menu) -> Body:
    lactose = TrueEffect(
        name="lactose",
        level="tag",
        effect_at_peak=1.6,
        kernel=_bump(14.0, 0.5),
        members=menu.carriers("lactose"),
    )
    salmon = TrueEffect(
        name="salmon",
        level="food",
        effect_at_peak=-1.3,
        kernel=_bump(24.0, 0.4),
        members=("salmon",),
    )
    bloating = TrueEffect(
        name="lactose",
        level="tag",
        effect_at_peak=2.0,
        kernel=_bump(4.0, 0.5),
        members=menu.carriers("lactose"),
    )
    return Body(
        effects={
            "back pain": {"lactose": lactose, "salmon": salmon},
            "bloating": {"lactose": bloating},
        },
        confounders={"back pain": {"stress": 0.35}, "bloating": {}},
        noise_sd={"back pain": 1.2, "bloating": 1.1},
        noise_family={"back pain": "ou_white", "bloating": "daily_ar"},
        usual={"back pain": 4.0, "bloating": 3.2},
    )


def _bump(peak_hours: float, width: float) -> Kernel:
    hours = np.arange(0.0, REACH_HOURS + STEP_HOURS, STEP_HOURS)
    away = np.log(np.maximum(hours, 1e-6) / peak_hours) / width
    return Kernel("lognormal", hours, np.exp(-0.5 * away**2))
