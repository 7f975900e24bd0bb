"""A trial that is somebody's, made quickly: locked once for all tests, and kept as a document."""

from __future__ import annotations

import functools

from gutline.trials.plan import Plan
from gutline.trials.starting import Known, Tokens, start_trial
from gutline.trials.trial import Trial
from tests.trials.answered import profile
from tests.web.conftest import NOW

TOKENS = Tokens("seed of sixteen or more", "salt of sixteen or more")


@functools.cache
def made_trial(name: str, exposure: str) -> Trial:
    """A trial of six pairs of three days from tomorrow."""
    day = NOW.date().replace(day=11)
    plan = Plan(
        "paired_crossover", exposure, "back pain", f"without {exposure}", f"with {exposure}", day,
        "Europe/Berlin", pairs=6, period_days=3, eliminates=True, kind="food",
    )  # fmt: skip
    return start_trial(name, plan, Known(profile()), NOW, TOKENS)[0]


def keep_trial(person: int, name: str, exposure: str) -> str:
    """Keep the trial for somebody, and return its name."""
    from gutline.store.services.documents import keep_document

    body = {"trial": made_trial(name, exposure).as_dict(), "sealed": ""}
    return keep_document(person, "trial", name, body, NOW).key
