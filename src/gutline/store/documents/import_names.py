"""A person's own rules for names that other apps use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.importers.errors import ImporterError
from gutline.importers.names import NameRule, NameTable
from gutline.store.errors import StoreError

FIELDS = ("kind", "name", "to_kind", "to_name", "source")
MOST_RULES = 5_000
_LONGEST = 500


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no list of rules.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort.
    """
    rules_of(body)


def rules_of(body: Mapping[str, Any]) -> tuple[NameRule, ...]:
    """Return the rules of a body.

    Raises
    ------
    StoreError
        As `check`.
    """
    if set(body) != {"rules"} or not isinstance(body["rules"], list):
        raise StoreError("import names: there must be a list of rules and nothing else")
    if len(body["rules"]) > MOST_RULES:
        raise StoreError(f"import names: there are more than {MOST_RULES:,} rules; remove some")
    rules = tuple(_rule(one) for one in body["rules"])
    try:
        NameTable(rules)
    except ImporterError as error:
        raise StoreError(f"import names: {error}") from None
    return rules


def _rule(told: object) -> NameRule:
    if not isinstance(told, dict) or set(told) != set(FIELDS):
        raise StoreError(f"import names: a rule has the fields {', '.join(FIELDS)}")
    if not all(isinstance(told[name], str) and len(told[name]) <= _LONGEST for name in FIELDS):
        raise StoreError("import names: every field of a rule is a text")
    if not told["name"].strip() or bool(told["to_kind"]) != bool(told["to_name"].strip()):
        raise StoreError(
            "import names: a rule needs a name, and what it becomes: a kind and a name, or neither"
        )
    return NameRule(**{name: told[name] for name in FIELDS})
