"""The findings as JSON: schema 1, documented in docs/json-schema.md, for other programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from gutline.discovery.findings import Finding, Findings, OutcomeSummary

SCHEMA_VERSION = 1


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document, as shipped with the package."""
    text = files("gutline.reports").joinpath("data", "findings.schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def render_json(findings: Findings) -> str:
    """Return the findings as JSON text: ASCII only, keys in a fixed order, one line at the end."""
    return json.dumps(json_document(findings), indent=2, allow_nan=False) + "\n"


def json_document(findings: Findings) -> dict[str, Any]:
    """Return the findings as plain values: every exposure once per outcome, no number infinite."""
    return {
        "schema": SCHEMA_VERSION,
        "diary": _plain_values(findings.diary),
        "interval_level": findings.interval_level,
        "outcomes": {
            name: _outcome(summary, findings) for name, summary in findings.outcomes.items()
        },
        "checks": [_plain_values(check) for check in findings.checks],
        "provenance": _plain_values(findings.provenance),
    }


def _outcome(summary: OutcomeSummary, findings: Findings) -> dict[str, Any]:
    shown = ("ratings", "days", "mean", "sd", "floor_share", "status", "needs", "notes")
    values = {key: _plain_values(getattr(summary, key)) for key in shown}
    exposures = [_exposure(f, findings.interval_level) for f in findings.of(summary.name)]
    return values | {"exposures": exposures}


def _exposure(finding: Finding, level: float) -> dict[str, Any]:
    values = cast("dict[str, Any]", _plain_values(asdict(finding)))
    del values["outcome"]
    for key in ("interval", "total_interval"):
        values[key] = _whole_interval(values[key])
    return _with_key_after(values, "interval", "interval_level", level)


def _whole_interval(ends: list[float | None] | None) -> list[float | None] | None:
    return None if ends is None or None in ends else ends


def _with_key_after(values: dict[str, Any], place: str, key: str, value: object) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, held in values.items():
        result[name] = held
        if name == place:
            result[key] = value
    return result


def _plain_values(value: object) -> object:
    """Turn any result into what JSON knows; a number that is not finite becomes null."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_values(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain_values(held) for key, held in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return [_plain_values(held) for held in value]
    return _plain_values(value.item()) if hasattr(value, "item") else str(value)
