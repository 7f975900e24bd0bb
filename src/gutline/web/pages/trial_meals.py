"""What finished trials have settled about the foods of a meal, said while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.store.queries.trials import own_rules
from gutline.web.pages.trial_day import holding

if TYPE_CHECKING:
    from gutline.store.queries.trials import OwnRule
    from gutline.web.pages.meal_reading import Chips

_MOST = 4


def settled_about(person: int, understood: Chips) -> tuple[str, ...]:
    """Return the words of every trial that settled something about what a meal holds.

    Parameters
    ----------
    person : int
    understood : Chips
        The meal; the database is asked once, and not at all for one without a known food.
    """
    names = [chip.name for chip in understood.chips if chip.name]
    if not names:
        return ()
    latest: dict[tuple[str, str], OwnRule] = {
        (rule.name.casefold(), rule.outcome.casefold()): rule for rule in own_rules(person)
    }
    told = (rule for rule in latest.values() if rule.verdict != "open")
    return tuple(rule.words for rule in told if holding(rule.name, names))[:_MOST]
