"""Evidence cards as text for a terminal and as JSON: what is said, and what is known."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gutline.catalog.evidence import GRADES, LAGS
from gutline.reports.advice import source_values
from gutline.reports.wording import NBSP, number, plain, plural

if TYPE_CHECKING:
    from gutline.catalog.evidence import EvidenceCard
    from gutline.catalog.sources import Source

SCHEMA_VERSION = 1
GRADE_NAMES = {
    "strong": "strong",
    "moderate": "moderate",
    "limited": "limited",
    "very_limited": "very limited",
    "contested": "contested",
}
_ASCII = str.maketrans({"–": "-", "…": "...", "−": "-", NBSP: " ", "≥": ">="})
_HOURS_A_DAY, _DAYS_A_WEEK = 24, 7
_HEAD = 14


def render_card(card: EvidenceCard, width: int = 80, *, ascii_only: bool = False) -> str:
    """Return one card as text."""
    lines = [plain(card.title), ""]
    lines += [_row("Said", f"“{plain(card.said)}”"), _row("Known", plain(card.known))]
    lines.append(_row("Evidence", _grade(card)))
    if card.overstated:
        lines.append(_row("Overstated", plain(card.overstated)))
    if card.effect:
        lines.append(_row("How large", plain(card.effect)))
    if card.whom:
        lines.append(_row("In whom", plain(card.whom)))
    lines += [_row("When", lag_words(card)), _row("To test it", trial_words(card))]
    if card.caution:
        lines.append(_row("Mind", plain(card.caution)))
    lines += ["", *_sources(card.sources), "", _reviewed(card)]
    return _text(lines, width, ascii_only=ascii_only)


def _row(head: str, words: str) -> str:
    return f"{head:<{_HEAD}}{words}"


def _text(lines: Sequence[str], width: int, *, ascii_only: bool) -> str:
    text = "\n".join(_wrapped(line, width) for line in lines).rstrip() + "\n"
    return text.translate(_ASCII).replace("“", '"').replace("”", '"') if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = " " * (_HEAD if line[_HEAD - 1 : _HEAD] == " " and line[:1] != " " else 4)
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _grade(card: EvidenceCard) -> str:
    words = f"{GRADE_NAMES[card.grade]}: {GRADES[card.grade]}"
    settled = "" if card.settled else "; none of its sources was read itself, so take it as open"
    return f"{words}. {plain(card.studies).capitalize()}{settled}."


def lag_words(card: EvidenceCard) -> str:
    """Return how long until an effect, and whether that was measured or is assumed."""
    if card.lag_hours is None:
        return f"{LAGS['none']}."
    low, high = card.lag_hours
    kind = LAGS[card.lag_kind]
    return f"{_span(low, high)}; {kind}."


def _span(low: float, high: float) -> str:
    unit, name = 1.0, "hour"
    if high >= 4 * _DAYS_A_WEEK * _HOURS_A_DAY:
        unit, name = float(_DAYS_A_WEEK * _HOURS_A_DAY), "week"
    elif high > 3 * _HOURS_A_DAY:
        unit, name = float(_HOURS_A_DAY), "day"
    first, last = (_figure(value / unit) for value in (low, high))
    return f"{first} to {last} {name}s after it"


def _figure(value: float) -> str:
    return number(value, 0 if value == round(value) or value >= 3 else 1)


def trial_words(card: EvidenceCard) -> str:
    """Return what it would take to test it on oneself."""
    if card.trial_days is None:
        return "nothing to test on oneself."
    words = f"at least {plural(card.trial_days, 'day')} with it and as many without"
    if card.washout_days:
        words += f", {plural(card.washout_days, 'day')} between"
    return f"{words}, in an order drawn by lot."


def _sources(sources: Sequence[Source]) -> Iterator[str]:
    yield "Sources"
    for source in sources:
        where = f" {source.address}" if source.address else ""
        told = "" if source.seen == "primary" else " (only told of elsewhere, not read itself)"
        yield f"  {plain(source.title)}{told}.{where}"
        if source.says:
            yield f"    {plain(source.says)}"


def _reviewed(card: EvidenceCard) -> str:
    who = card.clinician or "not yet by a clinician"
    return f"Words and sources compared on {card.reviewed:%d %B %Y}, {who}. Card {card.code}."


def render_cards(
    cards: Sequence[EvidenceCard], word: str, width: int = 80, *, ascii_only: bool = False
) -> str:
    """Return a list of cards as text, one line each with its grade, the best fitting first."""
    lines = [f"{plural(len(cards), 'card')} for {plain(word)!r}", ""]
    for card in cards:
        lines.append(f"{card.code:<5}{plain(card.title)} ({GRADE_NAMES[card.grade]})")
        lines.append(f"     {plain(card.known)}")
    text = "\n".join(textwrap.fill(x, width, subsequent_indent="     ") for x in lines) + "\n"
    return text.translate(_ASCII) if ascii_only else text


def render_cards_json(cards: Sequence[EvidenceCard]) -> str:
    """Return cards as JSON text: ASCII only, keys in a fixed order."""
    document = {"schema": SCHEMA_VERSION, "cards": [card_values(card) for card in cards]}
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def card_values(card: EvidenceCard) -> dict[str, Any]:
    """Return a card as plain values."""
    return {
        "id": card.id,
        "code": card.code,
        "title": card.title,
        "category": card.category,
        "said": card.said,
        "known": card.known,
        "grade": card.grade,
        "contested": card.contested,
        "settled": card.settled,
        "studies": card.studies,
        "effect": card.effect,
        "whom": card.whom,
        "overstated": card.overstated,
        "lag_hours": list(card.lag_hours) if card.lag_hours else None,
        "lag_kind": card.lag_kind,
        "lag_measured": card.lag_measured,
        "trial_days": card.trial_days,
        "washout_days": card.washout_days,
        "caution": card.caution,
        "rules": list(card.rules),
        "exposures": list(card.exposures),
        "outcomes": list(card.outcomes),
        "sources": [source_values(source) for source in card.sources],
        "reviewed": card.reviewed.isoformat(),
        "reviewed_by_clinician": card.clinician or None,
    }
