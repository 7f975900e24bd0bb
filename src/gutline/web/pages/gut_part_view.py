"""The checklist on the gut as the page shows it: each sign with its own figure and grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gutline.catalog.conditions import facts_of
from gutline.catalog.evidence import GRADES
from gutline.reports.evidence_cards import GRADE_NAMES
from gutline.reports.gut_part import figure_words
from gutline.reports.wording import plain
from gutline.safety.answers import Known
from gutline.safety.gut_part import GutPart, SignFigure, SignSeen

MARKS = {"for": ("▲", _("speaks for it")), "against": ("▽", _("speaks against it")),
         "unknown": ("○", _("not known yet"))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignView:
    """One sign.

    Attributes
    ----------
    id, name, mark, speaks : str
    words : str
        What it says here.
    figure : str
        The figure with its interval and count; what is missing while there is none.
    grade, grade_means, card_url : str
        Of the card on this sign in general; empty where there is none.
    """

    id: str
    name: str
    mark: str
    speaks: str
    words: str
    figure: str
    grade: str
    grade_means: str
    card_url: str


def figures_of(beside: Mapping[str, Any]) -> dict[str, SignFigure]:
    """Return the figures that the last background run kept, by id of the sign."""
    return {name: _figure(raw) for name, raw in beside.get("gut", {}).items()}


def _figure(raw: Mapping[str, Any]) -> SignFigure:
    interval = raw["interval"]
    found = SignFigure(**{**raw, "interval": tuple(interval) if interval else None})
    return replace(found, pair=tuple(found.pair))


def sign_views(part: GutPart) -> tuple[SignView, ...]:
    """Return the signs of a checklist in order."""
    return tuple(_sign(seen) for seen in part.signs)


def _sign(seen: SignSeen) -> SignView:
    mark, speaks = MARKS[seen.speaks]
    card = seen.card
    return SignView(
        id=seen.sign.id,
        name=plain(seen.sign.name),
        mark=mark,
        speaks=str(speaks),
        words=plain(seen.words),
        figure=figure_words(seen),
        grade=GRADE_NAMES[card.grade] if card else "",
        grade_means=GRADES[card.grade] if card else "",
        card_url=reverse("learn-card", args=[card.id]) if card else "",
    )


def open_facts(part: GutPart, known: Known) -> tuple[str, ...]:
    """Return the questions that signs ask for and nobody answered yet."""
    asked = (fact for seen in part.signs if seen.sign.when for fact in facts_of(seen.sign.when))
    return tuple(fact for fact in dict.fromkeys(asked) if fact not in known)
