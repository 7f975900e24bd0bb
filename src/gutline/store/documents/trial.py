"""A trial as a document: the trial itself, and its schedule under a partner's passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields
from gutline.trials.errors import TrialError
from gutline.trials.trial import trial_from

FIELDS = frozenset({"trial", "sealed"})


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no trial that was started the one way there is.

    Raises
    ------
    StoreError
        When a field is missing or not known, a hash does not fit, or no gate was asked.
    """
    refuse_other_fields("trial", body, FIELDS)
    if not isinstance(body["sealed"], str) or not isinstance(body["trial"], Mapping):
        raise StoreError("trial: its fields are not of the right sort; keep it as it was written")
    try:
        trial = trial_from(body["trial"])
    except TrialError as error:
        raise StoreError(f"trial: {error}") from None
    if not trial.gates:
        raise StoreError("trial: no safety gate was asked before it; start it by its plan")
    if trial.allocation is None and not body["sealed"]:
        raise StoreError(
            "trial: it has no schedule, and no sealed one either; start it by its plan"
        )
    if trial.allocation is not None and trial.allocation.commitment() != trial.commitment:
        raise StoreError("trial: its schedule is not the one whose hash was shown before day 1")
