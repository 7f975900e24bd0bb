"""What the screen says, as text for a terminal and as JSON; calm, the strictest first."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gutline.catalog.rules import ACTIONS
from gutline.reports.wording import NBSP, capital, listing, plain, plural
from gutline.safety.whom_to_call import crisis_words, emergency_words

if TYPE_CHECKING:
    from gutline.catalog.emergency_numbers import EmergencyNumbers
    from gutline.catalog.sources import Source
    from gutline.safety.advice import Advice
    from gutline.safety.gates import Decision

SCHEMA_VERSION = 1
URGENCY_WORDS = {
    "emergency": "Now",
    "urgent": "Today, or within a few days",
    "soon": "Within the next weeks",
    "info": "Good to know",
}
WHAT_IT_IS = (
    "This is no medical device. It asks for signs that doctors look for and says where to go with"
    " them; it does not say what you have."
)
NOTHING = (
    "Nothing of what you said or logged asks for a doctor first. Not every sign can be asked for:"
    " if something worries you, see a doctor all the same."
)
_ASCII = str.maketrans({"–": "-", "…": "...", "“": '"', "”": '"', NBSP: " ", "−": "-"})
_SAID = "you said: "
_NOT_READ = "no text behind this rule was read; it is common practice"
_NO_CLINICIAN = (
    "These rules were written after the sources named and have not been read by a clinician yet."
)


def render_advice(
    advice: Sequence[Advice],
    numbers: EmergencyNumbers,
    width: int = 80,
    *,
    questions: Sequence[str] = (),
    ascii_only: bool = False,
) -> str:
    """Return advice as text.

    Parameters
    ----------
    advice : sequence of Advice
        As returned by `gutline.safety.screen`.
    numbers : EmergencyNumbers
        Whom to call.
    width : int
        Columns of the terminal.
    questions : sequence of str
        What could still be answered, in words.
    ascii_only : bool
    """
    now = [one for one in advice if one.stops_everything]
    shown = now or list(advice)
    lines = list(_emergency_lines(numbers, now)) if now else []
    for one in shown:
        lines += ["", *_advice_lines(one)]
    if not shown:
        lines += ["", NOTHING]
    if now and len(advice) > len(now):
        lines += ["", f"{capital(plural(len(advice) - len(now), 'other point'))} can wait."]
    if questions and not now:
        lines += ["", f"Still worth answering: {listing(questions)}."]
    lines += ["", *_closing(shown)]
    return _text(lines, width, ascii_only=ascii_only)


def _text(lines: Sequence[str], width: int, *, ascii_only: bool) -> str:
    text = "\n".join(_wrapped(line, width) for line in lines).strip("\n") + "\n"
    return text.translate(_ASCII) if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _emergency_lines(numbers: EmergencyNumbers, now: Sequence[Advice]) -> Iterator[str]:
    yield f"Please act now. {emergency_words(numbers)}"
    if any("crisis_card" in one.does for one in now):
        yield crisis_words(numbers)


def _advice_lines(one: Advice) -> Iterator[str]:
    yield f"{URGENCY_WORDS[one.urgency]}: {plain(one.name)}"
    yield f"  {plain(one.message)}"
    yield from (f"  {words}" for words in why_lines(one.why))
    if one.base_rate:
        yield f"  {plain(one.base_rate)}"
    yield from (f"  {words}" for words in _deeds(one))
    yield f"  Source: {_source(one)}"


def why_lines(why: Sequence[str]) -> Iterator[str]:
    """Yield what a person said in one sentence, and each thing the diary shows in its own."""
    told = [plain(one) for one in why]
    said = [one.removeprefix(_SAID) for one in told if one.startswith(_SAID)]
    if said:
        yield f"You said: {'; '.join(said)}."
    yield from (f"{capital(one)}." for one in told if not one.startswith(_SAID))


def _deeds(one: Advice) -> Iterator[str]:
    for act in one.does:
        if act != "tell":
            yield ACTIONS[act]


def _source(one: Advice) -> str:
    if not one.settled:
        return _NOT_READ + "."
    first = next(source for source in one.sources if source.seen == "primary")
    where = f", {first.address}" if first.address else ""
    return f"{plain(first.title)}{where}"


def _closing(shown: Sequence[Advice]) -> Iterator[str]:
    yield WHAT_IT_IS
    if any(not one.clinician for one in shown):
        yield _NO_CLINICIAN


def render_advice_json(
    advice: Sequence[Advice], numbers: EmergencyNumbers, questions: Sequence[str] = ()
) -> str:
    """Return advice as JSON text: ASCII only, keys in a fixed order."""
    document = advice_document(advice, numbers, questions)
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def advice_document(
    advice: Sequence[Advice], numbers: EmergencyNumbers, questions: Sequence[str] = ()
) -> dict[str, Any]:
    """Return advice as plain values."""
    return {
        "schema": SCHEMA_VERSION,
        "stops_everything": any(one.stops_everything for one in advice),
        "emergency_number": numbers.emergency,
        "crisis_line": numbers.crisis,
        "country": numbers.country,
        "advice": [_values(one) for one in advice],
        "questions": list(questions),
        "note": WHAT_IT_IS,
    }


def _values(one: Advice) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "code": one.code,
        "name": one.name,
        "urgency": one.urgency,
        "message": one.message,
        "why": list(one.why),
        "base_rate": one.base_rate,
        "does": list(one.does),
        "verified": one.settled,
        "reviewed": one.reviewed.isoformat(),
        "reviewed_by_clinician": one.clinician or None,
        "sources": [source_values(source) for source in one.sources],
    }


def source_values(source: Source) -> dict[str, Any]:
    """Return a source as plain values."""
    return {
        "title": source.title,
        "year": source.year,
        "address": source.address,
        "id": source.id,
        "seen": source.seen,
        "says": source.says,
    }


def render_decision(
    decision: Decision, width: int = 80, *, questions: Sequence[str] = (), ascii_only: bool = False
) -> str:
    """Return whether a plan may start as text: why not, and what to do first.

    Parameters
    ----------
    decision : Decision
    width : int
        Columns of the terminal.
    questions : sequence of str
        What has to be answered first, in words.
    ascii_only : bool
    """
    if decision.allowed:
        lines = ["Nothing stands against this plan."]
    else:
        lines = ["Not yet."]
        for reason in decision.reasons:
            lines += ["", plain(reason.name), f"  {plain(reason.message)}"]
            lines += [f"  {words}" for words in why_lines(reason.why)]
        lines += ["", "First:", *(f"  {plain(step)}" for step in decision.what_first)]
        if questions:
            lines += ["", f"To be answered: {listing(questions)}."]
    if decision.put_back is not None:
        lines += ["", f"The food comes back on {decision.put_back:%d %B %Y} at the latest."]
    return _text(lines, width, ascii_only=ascii_only)


def render_decision_json(decision: Decision) -> str:
    """Return whether a plan may start as JSON text: ASCII only, keys in a fixed order."""
    return json.dumps(decision_document(decision), indent=2, allow_nan=False) + "\n"


def decision_document(decision: Decision) -> dict[str, Any]:
    """Return whether a plan may start as plain values."""
    return {
        "schema": SCHEMA_VERSION,
        "allowed": decision.allowed,
        "reasons": [
            {
                "rule": reason.rule,
                "name": reason.name,
                "message": reason.message,
                "first": reason.first,
                "why": list(reason.why),
                "verified": reason.settled,
            }
            for reason in decision.reasons
        ],
        "what_first": list(decision.what_first),
        "questions": list(decision.ask),
        "put_back": decision.put_back.isoformat() if decision.put_back else None,
    }
