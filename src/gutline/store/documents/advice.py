"""Advice: what the rules saw in the diary when they last ran, and what the person has noted.

Two documents. `diary` is written after entries by the background run: the signs that stand in the
diary and the rules that spoke, so that pages need not read the diary again; its earlier versions
say what was advised when. `noted` holds which advice the person has read, by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.catalog.facts import load_facts
from gutline.store.documents.answers import read_iso_day
from gutline.store.errors import StoreError

DIARY, NOTED = "diary", "noted"
ORIGINS = ("diary", "note")
_SIGN_FIELDS = frozenset({"value", "origin", "words"})
_NOTED_FIELDS = frozenset({"mark", "day"})


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is neither of the two documents.

    Raises
    ------
    StoreError
        When a field is missing, not known or wrong.
    """
    if set(body) == {"signs", "rules"}:
        _check_signs(body["signs"])
        rules = body["rules"]
        if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
            raise StoreError("advice: rules must be a list of ids of rules")
    elif set(body) == {"noted"} and isinstance(body["noted"], dict):
        _check_noted(body["noted"])
    else:
        raise StoreError("advice: this is neither of its documents; keep it as it was written")


def _check_signs(signs: object) -> None:
    if not isinstance(signs, dict):
        raise StoreError("advice: signs must be a table, by id of the fact")
    for name, seen in signs.items():
        if not isinstance(seen, dict) or set(seen) != _SIGN_FIELDS:
            raise StoreError(f"advice: the sign {name[:40]!r} needs a value, an origin and words")
        value_fits = name in load_facts() and type(seen["value"]) in {bool, int, float, str}
        if not value_fits or seen["origin"] not in ORIGINS or not isinstance(seen["words"], str):
            raise StoreError(f"advice: {name[:40]!r} is no sign that a diary can show")


def _check_noted(noted: Mapping[str, Any]) -> None:
    for rule, one in noted.items():
        if not isinstance(one, dict) or set(one) != _NOTED_FIELDS:
            raise StoreError(f"advice: {rule[:40]!r} needs a mark and a day, and nothing else")
        if not isinstance(one["mark"], str):
            raise StoreError(f"advice: the mark of {rule[:40]!r} must be a text")
        read_iso_day("advice", rule, one["day"])
