"""Evidence cards as pages show them: what is said, what is known, and how sure that is."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gutline.catalog.cautions import load_cautions
from gutline.catalog.evidence import GRADES, EvidenceCard, is_due
from gutline.catalog.foods import load_foods
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.reports.evidence_cards import GRADE_NAMES, lag_words, trial_words
from gutline.reports.wording import capital, plain
from gutline.web.pages.safety_view import SourceView

if TYPE_CHECKING:
    from gutline.catalog.rules import Rule

CATEGORY_NAMES = {
    "suspect": _("What may make it worse"),
    "helper": _("What may help"),
    "supplement": _("Supplements"),
    "exercise": _("Movement"),
    "routine": _("Routine"),
    "stress": _("Stress"),
    "sleep": _("Sleep"),
    "sign": _("Signs"),
    "mechanism": _("How gut and joints may be linked"),
    "method": _("Finding out"),
    "professional": _("Doctors and tests"),
}
_LAG_HEADS = {
    "measured": _("When, as measured"),
    "partly_measured": _("When, measured in part"),
    "none": _("When"),
}
_TRIAL_KINDS = {"supplement": "supplement", "exercise": "practice", "stress": "practice"}
_HELPERS = frozenset({"helper", "supplement", "exercise", "stress", "sleep", "routine"})


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a list."""

    id: str
    title: str
    known: str
    grade: str
    contested: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of safety that belongs to a card."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One card in full.

    Attributes
    ----------
    id, code, title, said, known, studies, effect, whom, overstated, caution : str
    grade, grade_means : str
        In words.
    contested, settled : bool
    lag_head, lag : str
        Hours until an effect, and whether they were measured or are assumed.
    trial : str
        What it would take to test it on oneself.
    trial_url : str
        Where to plan that; empty where there is nothing to test.
    rules : tuple of RuleLine
    read, told : tuple of SourceView
        Sources that were read themselves, and those that were only told of.
    reviewed : date
    clinician : str
    due : bool
        Whether it was reviewed so long ago that it should be looked at again.
    """

    id: str
    code: str
    title: str
    said: str
    known: str
    grade: str
    grade_means: str
    contested: bool
    settled: bool
    studies: str
    effect: str
    whom: str
    overstated: str
    lag_head: str
    lag: str
    trial: str
    trial_url: str
    caution: str
    rules: tuple[RuleLine, ...]
    read: tuple[SourceView, ...]
    told: tuple[SourceView, ...]
    reviewed: date
    clinician: str
    due: bool


def card_lines(cards: Iterable[EvidenceCard]) -> tuple[CardLine, ...]:
    """Return cards as a list shows them."""
    return tuple(
        CardLine(c.id, plain(c.title), plain(c.known), GRADE_NAMES[c.grade], c.contested)
        for c in cards
    )


def card_view(card: EvidenceCard, today: date) -> CardView:
    """Return a card in full.

    Parameters
    ----------
    card : EvidenceCard
    today : date
    """
    sources = [
        SourceView(plain(s.title), s.address, s.seen == "primary", plain(s.says))
        for s in card.sources
    ]
    return CardView(
        id=card.id,
        code=card.code,
        title=plain(card.title),
        said=plain(card.said),
        known=plain(card.known),
        grade=GRADE_NAMES[card.grade],
        grade_means=GRADES[card.grade],
        contested=card.contested,
        settled=card.settled,
        studies=capital(plain(card.studies)),
        effect=plain(card.effect),
        whom=plain(card.whom),
        overstated=plain(card.overstated),
        lag_head=str(_LAG_HEADS.get(card.lag_kind, _("When, not measured"))),
        lag=capital(lag_words(card)),
        trial=capital(trial_words(card)),
        trial_url=_trial_url(card),
        caution=plain(card.caution),
        rules=tuple(_rule_lines(card.rules)),
        read=tuple(source for source in sources if source.read),
        told=tuple(source for source in sources if not source.read),
        reviewed=card.reviewed,
        clinician=card.clinician,
        due=is_due(card, today),
    )


def _rule_lines(codes: Iterable[str]) -> list[RuleLine]:
    rules: list[Rule] = [
        *load_red_flags().values(), *load_gates().values(), *load_cautions().values(),
    ]  # fmt: skip
    wanted = set(codes)
    found = [RuleLine(plain(r.name), plain(r.message)) for r in rules if r.code in wanted]
    return list(dict.fromkeys(found))


def _trial_url(card: EvidenceCard) -> str:
    """Return where a test on oneself is planned; empty where a card is nothing to test."""
    if card.trial_days is None or not card.exposures:
        return ""
    asked = {"exposure": card.exposures[0]}
    if card.outcomes:
        asked["outcome"] = card.outcomes[0]
    if card.category in _TRIAL_KINDS:
        asked["kind"] = _TRIAL_KINDS[card.category]
    if card.category in _HELPERS:
        asked["helper"] = "1"
    try:
        return f"{reverse('trial-new')}?{urlencode(asked)}"
    except NoReverseMatch:
        return ""


def tags_of(name: str) -> tuple[str, ...]:
    """Return the tags of a food of the catalog by any of its names; none for anything else."""
    return _tags_by_name().get(name.strip().casefold(), ())


@functools.cache
def _tags_by_name() -> Mapping[str, tuple[str, ...]]:
    """Return the tags of every food by its names; what two foods share goes to the first."""
    found: dict[str, tuple[str, ...]] = {}
    for food in load_foods().values():
        for name in (food.name, *food.aliases):
            found.setdefault(name.casefold(), tuple(food.tags))
    return found
