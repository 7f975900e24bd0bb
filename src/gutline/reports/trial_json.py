"""A trial's result as JSON: schema 1, the same keys whatever the result."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from gutline.trials.units import unit_words

if TYPE_CHECKING:
    from gutline.trials.result import PeriodSummary, TrialResult

SCHEMA_VERSION = 1
_POSTERIOR = ("mean", "sd", "p_benefit", "p_harm", "p_no_meaningful_difference")


def render_trial_json(result: TrialResult) -> str:
    """Return the result as JSON text: ASCII only, keys in a fixed order, one line at the end."""
    return json.dumps(trial_document(result), indent=2, allow_nan=False) + "\n"


def trial_document(result: TrialResult) -> dict[str, object]:
    """Return the result as plain values; what cannot be said is null."""
    posterior = {} if result.posterior is None else asdict(result.posterior)
    return {
        "schema": SCHEMA_VERSION,
        "effect": _finite(result.effect),
        "interval": None if result.interval is None else [_finite(e) for e in result.interval],
        "interval_level": _finite(result.interval_level),
        "p_randomisation": _finite(result.p_randomisation),
        "schedules": result.schedules,
        "posterior": {name: _finite(posterior.get(name)) for name in _POSTERIOR},
        "e_value": _finite(result.e_value),
        "decision": result.decision,
        "adherence": _adherence(result),
        "periods": [_period(period) for period in result.periods],
        "unit": unit_words(result.unit),
    }


def _adherence(result: TrialResult) -> dict[str, object] | None:
    if result.adherence is None:
        return None
    values: dict[str, object] = asdict(result.adherence)
    interval = result.adherence.interval
    return values | {"interval": None if interval is None else list(interval)}


def _period(period: PeriodSummary) -> dict[str, object]:
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "condition": period.condition,
        "pair": period.pair or None,
        "ratings": period.ratings,
        "mean": _finite(period.mean),
        "sd": _finite(period.sd),
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
