"""The checklist on the gut as text for a terminal and as JSON: what speaks for it and against."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from gutline.reports.evidence_cards import GRADE_NAMES
from gutline.reports.wording import NBSP, between, capital, plain, plural, signed

if TYPE_CHECKING:
    from gutline.safety.gut_part import GutPart, SignFigure, SignSeen

SCHEMA_VERSION = 1
QUESTION = "Could my gut have a part in this?"
_HEADS = {
    "for": "Speaks for it",
    "against": "Speaks against it",
    "unknown": "Not known yet",
}
_ASCII = str.maketrans({"–": "-", "…": "...", "“": '"', "”": '"', NBSP: " ", "−": "-"})


def render_gut_part(part: GutPart, width: int = 80, *, ascii_only: bool = False) -> str:
    """Return the checklist as text, what speaks for it first.

    Parameters
    ----------
    part : GutPart
    width : int
        Columns of the terminal.
    ascii_only : bool
    """
    lines = [QUESTION, "", plain(part.summary)]
    for speaks, head in _HEADS.items():
        seen = part.speaking(speaks)  # type: ignore[arg-type]  # the keys are what signs say
        if seen:
            lines += ["", head]
            for one in seen:
                lines += _sign_lines(one)
    text = "\n".join(_wrapped(line, width) for line in lines) + "\n"
    return text.translate(_ASCII) if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _sign_lines(seen: SignSeen) -> list[str]:
    lines = [f"  {plain(seen.sign.name)}", f"    {plain(seen.words)}"]
    figure = figure_words(seen)
    if figure:
        lines.append(f"    {figure}")
    if seen.card is not None:
        lines.append(f"    Evidence in general: {GRADE_NAMES[seen.card.grade]} ({seen.card.code}).")
    return lines


def figure_words(seen: SignSeen) -> str:
    """Return what a diary shows of a sign with its interval and count; empty without a figure."""
    figure = seen.figure
    if figure is None:
        return "" if seen.answered is None else f"You said {'yes' if seen.answered else 'no'}."
    if figure.estimate is None or figure.interval is None:
        words = capital(plain(figure.needs))
        # What to log stands beside it already while a sign is not known.
        return "" if words == plain(seen.words) else f"{words.rstrip('.')}."
    return _measured(figure, figure.estimate, figure.interval)


def _measured(figure: SignFigure, estimate: float, interval: tuple[float, float]) -> str:
    chance = (
        f"; chance alone would show as much in {_share(figure.p_value)}" if figure.p_value else ""
    )
    return (
        f"{signed(estimate)} {plain(figure.unit)} ({between(interval)}), from"
        f" {plural(figure.count, 'reading')}, the sign present in {figure.of}{chance}."
    )


def _share(p_value: float) -> str:
    if p_value < 0.001:
        return "fewer than 1 in 1,000 diaries"
    return f"about {max(1, round(1000 * p_value)):,} of 1,000 diaries"


def render_gut_part_json(part: GutPart) -> str:
    """Return the checklist as JSON text: ASCII only, keys in a fixed order."""
    document = {
        "schema": SCHEMA_VERSION,
        "summary": part.summary,
        "signs": [
            {
                "id": seen.sign.id,
                "name": seen.sign.name,
                "speaks": seen.speaks,
                "words": seen.words,
                "figure": asdict(seen.figure) if seen.figure else None,
                "answered": seen.answered,
                "card": seen.card.code if seen.card else None,
                "grade": seen.card.grade if seen.card else None,
            }
            for seen in part.signs
        ],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"
