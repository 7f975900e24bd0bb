"""What trials have settled, put where the findings speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gutline.reports.wording import between, plain
from gutline.store.queries.trials import OwnRule
from gutline.trials.units import decimals, unit_words

TERM = "Your own trial"


def with_rules(view: Mapping[str, Any], rules: Iterable[OwnRule]) -> dict[str, Any]:
    """Return what the Findings page shows, with every rule at its symptom.

    A card about a thing that was tried says so first; what a trial has cleared stands with what
    is cleared, even where the diary alone cannot tell.

    Parameters
    ----------
    view : Mapping
        The fields of `FindingsView`, as plain data.
    rules : iterable of OwnRule
    """
    by_outcome: dict[str, list[OwnRule]] = {}
    for rule in rules:
        by_outcome.setdefault(_key(rule.outcome), []).append(rule)
    outcomes = [_told(one, by_outcome.get(_key(one["name"]), [])) for one in view["outcomes"]]
    return {**view, "outcomes": outcomes}


def _told(outcome: Mapping[str, Any], rules: list[OwnRule]) -> dict[str, Any]:
    if not rules:
        return dict(outcome)
    latest = {_key(rule.name): rule for rule in rules}
    cards = [_card(card, latest) for card in outcome["cards"]]
    known = {_key(row["name"]) for row in outcome["cleared"]}
    shown = {_key(member["name"]) for card in cards for member in card["members"]}
    cleared = [
        _row(rule)
        for name, rule in latest.items()
        if rule.verdict == "cleared" and name not in known | shown
    ]
    return {**outcome, "cards": cards, "cleared": [*outcome["cleared"], *cleared]}


def _card(card: Mapping[str, Any], latest: Mapping[str, OwnRule]) -> dict[str, Any]:
    told = [latest[name] for m in card["members"] if (name := _key(m["name"])) in latest]
    facts = [{"term": TERM, "words": plain(rule.words)} for rule in told]
    return {**card, "facts": [*facts, *card["facts"]]}


def _row(rule: OwnRule) -> dict[str, str]:
    known = ""
    if rule.low is not None and rule.high is not None:
        places = decimals(max(abs(rule.low), abs(rule.high)), rule.unit, 1)
        known = f"{between((rule.low, rule.high), places)} {unit_words(rule.unit)}"
    return {"name": plain(rule.name), "known": known, "then": f"cleared by trial on {rule.ended}"}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
