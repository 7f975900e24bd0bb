"""Somebody who has answered every question there is: a healthy adult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.catalog.facts import load_facts
from gutline.safety.gates import Profile


def profile(**more: Any) -> Profile:
    """Answers of a healthy adult to every question there is."""
    answers: dict[str, Any] = {
        fact.id: False
        for fact in load_facts().values()
        if fact.kind == "yes_no" and not fact.computed
    }
    answers |= {"age": 40, "sex": "female", "height_cm": 170, "weight_kg": 65}
    answers |= {"coeliac_test_done": True, "supplements_started_this_week": 0}
    return Profile({**answers, **more}, ())


def lasting(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a person: without the answers that are about one plan alone."""
    return {name: value for name, value in answers.items() if load_facts()[name].group != "plan"}
