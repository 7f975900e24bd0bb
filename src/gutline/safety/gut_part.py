"""The question whether the gut may have a part in it: signs for and against, and a summary.

The figures are worked out elsewhere and handed in: this part counts and says what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gutline.catalog.evidence import EvidenceCard, load_evidence
from gutline.catalog.gut_signs import GutSign, load_gut_signs
from gutline.safety.answers import Known
from gutline.safety.truth import truth

Speaks = Literal["for", "against", "unknown"]
NO_MORE_THAN = 1.0
"""Points between little and much of a sign: a link that surely lies below is too small."""
CHANCE = 0.05
"""Chance that any of the links of a diary without one is taken for one."""


@dataclass(frozen=True, slots=True)
class SignFigure:
    """What a diary shows of one sign.

    Attributes
    ----------
    estimate : float or None
        Points of pain that go with the sign; None when it cannot be told yet.
    interval : (float, float) or None
        90 % interval of it.
    p_value : float or None
        How often chance would show a link as strong, autocorrelation respected.
    count : int
        Days, or ratings, that it rests on.
    of : int
        Days, or ratings, on which the sign was there.
    swing : float
        From little to much of the sign in this diary, in its own units.
    unit : str
        What the estimate is of: "points of back pain for each point of bloating".
    pair : tuple of str
        What was compared, as it was logged.
    needs : str
        What is missing while there is no estimate.
    """

    estimate: float | None
    interval: tuple[float, float] | None
    p_value: float | None
    count: int
    of: int
    swing: float
    unit: str
    pair: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """One sign, and what it speaks for.

    Attributes
    ----------
    sign : GutSign
    speaks : {"for", "against", "unknown"}
    figure : SignFigure or None
    answered : bool or None
        What the person said about it; None is not asked or not known.
    card : EvidenceCard or None
        What is known of the sign in general.
    words : str
        What this sign says here.
    """

    sign: GutSign
    speaks: Speaks
    figure: SignFigure | None
    answered: bool | None
    card: EvidenceCard | None
    words: str


@dataclass(frozen=True, slots=True)
class GutPart:
    """The checklist.

    Attributes
    ----------
    signs : tuple of SignSeen
        In the order in which they are shown.
    summary : str
        What speaks for it, against it, and what is not known yet.
    """

    signs: tuple[SignSeen, ...]
    summary: str

    def speaking(self, speaks: Speaks) -> tuple[SignSeen, ...]:
        """Return the signs that speak for it, against it, or not at all."""
        return tuple(seen for seen in self.signs if seen.speaks == speaks)


def gut_part(figures: Mapping[str, SignFigure], known: Known) -> GutPart:
    """Return the checklist, filled from figures of the diary and from what a person said.

    Parameters
    ----------
    figures : Mapping of str to SignFigure
        By id of the sign.
    known : Mapping of str to Seen
        As returned by `gutline.safety.screening.know`.
    """
    beyond = _beyond_chance(figures)
    cards = {card.code: card for card in load_evidence().values()}
    signs = []
    for sign in load_gut_signs().values():
        figure = figures.get(sign.id)
        answered = truth(sign.when, known) if sign.when is not None else None
        speaks = _speaks(figure, answered=answered, beyond=sign.id in beyond)
        words = {"for": sign.if_seen, "against": sign.if_not, "unknown": sign.how_to_know}[speaks]
        signs.append(SignSeen(sign, speaks, figure, answered, cards.get(sign.card), words))
    return GutPart(tuple(signs), _summary(signs))


def _beyond_chance(figures: Mapping[str, SignFigure]) -> frozenset[str]:
    """Return the signs whose links are beyond chance, all links of the diary taken together.

    Holm's steps: the chance that any one of them is found where there is none stays at `CHANCE`.
    """
    tested = sorted(
        (figure.p_value, name) for name, figure in figures.items() if figure.p_value is not None
    )
    found = set()
    for place, (p_value, name) in enumerate(tested):
        if p_value > CHANCE / (len(tested) - place):
            break
        found.add(name)
    return frozenset(found)


def _speaks(figure: SignFigure | None, *, answered: bool | None, beyond: bool) -> Speaks:
    """Return what a sign speaks for: what the diary shows goes before what was said."""
    if figure is not None and figure.interval is not None and figure.estimate is not None:
        if beyond and figure.estimate > 0:
            return "for"
        return "against" if figure.interval[1] * figure.swing < NO_MORE_THAN else "unknown"
    if answered is None:
        return "unknown"
    return "for" if answered else "against"


def _summary(signs: list[SignSeen]) -> str:
    count = {s: sum(seen.speaks == s for seen in signs) for s in ("for", "against", "unknown")}
    told = count["for"] + count["against"]
    if not told:
        return (
            f"Nothing can be said yet: none of the {len(signs)} signs is known. Log or answer what"
            " stands beside them."
        )
    measured = sum(s.speaks == "for" and s.figure is not None for s in signs)
    shown = f", {_measured(measured, count['for'])} in your own diary" if measured else ""
    return (
        f"{_signs(count['for'])} for a part of your gut in it{shown};"
        f" {_signs(count['against'])} against it; {count['unknown']} of {len(signs)} are not known"
        " yet. Signs that go together do not show what comes from what; only a test can."
    )


def _measured(count: int, among: int) -> str:
    return f"{count} of them" if among > 1 else "seen"


def _signs(count: int) -> str:
    return f"{count} sign speaks" if count == 1 else f"{count} signs speak"
