"""Intake beside reference intakes as JSON, for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gutline.meals.intervals import LEVEL

if TYPE_CHECKING:
    from gutline.meals.coverage import Coverage, LimitCheck, NutrientCoverage
    from gutline.meals.reference import Reference

SCHEMA_VERSION = 1


def render_coverage_json(coverage: Coverage) -> str:
    """Return the coverage as JSON text: ASCII only, keys in a fixed order."""
    return json.dumps(coverage_document(coverage), indent=2, allow_nan=False) + "\n"


def coverage_document(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage as plain values; amounts are a day, in the unit beside them."""
    person = coverage.person
    return {
        "schema": SCHEMA_VERSION,
        "window": {
            "first_day": coverage.first_day and coverage.first_day.isoformat(),
            "last_day": coverage.last_day and coverage.last_day.isoformat(),
            "days": coverage.days,
            "counted": coverage.counted,
            "incomplete": coverage.incomplete,
            "unlogged": coverage.unlogged,
            "marked": coverage.marked,
        },
        "person": {
            "sex": person.sex,
            "age": person.age,
            "life_stage": person.life_stage,
            "weight_kg": person.weight_kg,
            "missing": list(person.missing),
        },
        "why": coverage.why,
        "nutrients": {n.nutrient: _nutrient_values(n) for n in coverage.nutrients},
        "unknown_foods": dict(coverage.unknown_foods),
        "unknown_supplements": list(coverage.unknown_supplements),
    }


def _nutrient_values(nutrient: NutrientCoverage) -> dict[str, Any]:
    total = nutrient.total
    return {
        "name": nutrient.name,
        "unit": nutrient.unit,
        "mean": total and total.mean,
        "interval": total and [total.low, total.high],
        "interval_level": LEVEL,
        "days": total.days if total else 0,
        "food": nutrient.food,
        "supplements": nutrient.supplements,
        "known_share": nutrient.known,
        "status": nutrient.status,
        "share_of_reference": nutrient.share,
        "references": [_reference_values(reference) for reference in nutrient.references],
        "upper_limit": nutrient.limit and _limit_values(nutrient.limit),
    }


def _reference_values(reference: Reference) -> dict[str, Any]:
    return {
        "low": reference.low,
        "high": reference.high,
        "authority": reference.authority,
        "per_kg": reference.per_kg,
    }


def _limit_values(limit: LimitCheck) -> dict[str, Any]:
    return {
        "limit": limit.limit.low,
        "scope": limit.limit.scope,
        "days": limit.days,
        "days_above_from_supplements": limit.days_above,
        "days_above_with_food": limit.days_above_with_food,
        "most_from_supplements": limit.most,
    }
