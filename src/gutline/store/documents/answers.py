"""What a person said for their safety: answers with their days, and what they take.

Two documents. `check` holds every answer with the local day on which it was given, the round of
the short check that is under way, and when it was last finished, asked weekly or put off.
`takings` holds all medicines and supplements; a list that was given is taken to be whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gutline.catalog.facts import load_facts
from gutline.safety.answers import AnswerError, read_answers
from gutline.store.errors import StoreError

CHECK, TAKINGS = "check", "takings"
CHECK_FIELDS = frozenset({"given", "round", "finished", "weekly", "skipped"})
TAKINGS_FIELDS = frozenset({"medicines", "supplements", "day"})
ROUND_FIELDS = frozenset({"shown", "given"})
MOST_TAKEN = 100
_TAKEN_FIELDS = frozenset({"name", "value", "unit"})
_LONGEST_NAME = 500


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is neither of the two documents.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort, or an answer cannot be one.
    """
    if set(body) == CHECK_FIELDS:
        _check_answers(body)
    elif set(body) == TAKINGS_FIELDS:
        _check_takings(body)
    else:
        odd = ", ".join(sorted(map(str, body)))[:80] or "no fields"
        raise StoreError(f"answers: {odd} is neither of its documents; keep it as it was written")


def _check_answers(body: Mapping[str, Any]) -> None:
    for name in ("finished", "weekly", "skipped"):
        if body[name] is not None:
            read_iso_day("answers", name, body[name])
    given = body["given"]
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise StoreError("answers: given must be a table of answers with their days")
    for name, one in given.items():
        if set(one) != {"value", "day"}:
            raise StoreError(f"answers: {name[:40]!r} needs a value and a day, and nothing else")
        read_iso_day("answers", name, one["day"])
    _refuse_odd({name: one["value"] for name, one in given.items()})
    _check_round(body["round"])


def _check_round(begun: object) -> None:
    if begun is None:
        return
    if not isinstance(begun, dict) or set(begun) != ROUND_FIELDS:
        raise StoreError("answers: round must have shown and given, or be none at all")
    if not isinstance(begun["shown"], list) or not isinstance(begun["given"], dict):
        raise StoreError("answers: the round's pages must be a list and its answers a table")
    _refuse_odd(begun["given"])


def _refuse_odd(answers: Mapping[str, Any]) -> None:
    # Of questions that an older Gutline asked, the answers are kept and not read.
    known = {name: value for name, value in answers.items() if name in load_facts()}
    try:
        read_answers(known)
    except AnswerError as error:
        raise StoreError(f"answers: {error}") from None
    empty = [name for name, value in answers.items() if value is None]
    if empty:
        raise StoreError(f"answers: {empty[0]!r} is empty; leave out what was not answered")


def _check_takings(body: Mapping[str, Any]) -> None:
    if body["day"] is not None:
        read_iso_day("answers", "day", body["day"])
    for name in ("medicines", "supplements"):
        listed = body[name]
        if listed is not None and (not isinstance(listed, list) or len(listed) > MOST_TAKEN):
            raise StoreError(f"answers: {name} must be a list of at most {MOST_TAKEN}, or nothing")
    for medicine in body["medicines"] or []:
        _refuse_name(medicine)
    for taken in body["supplements"] or []:
        _check_taken(taken)


def _check_taken(taken: object) -> None:
    if not isinstance(taken, dict) or set(taken) != _TAKEN_FIELDS:
        raise StoreError("answers: a supplement has a name, a value and a unit")
    _refuse_name(taken["name"])
    value = taken["value"]
    if value is not None and (type(value) not in {int, float} or not 0 < value < 1e6):
        raise StoreError(
            f"answers: {value!r} of {taken['name']!r} is no dose; give a number above 0"
        )
    if not isinstance(taken["unit"], str):
        raise StoreError("answers: the unit of a supplement must be a text, and may be empty")


def _refuse_name(name: object) -> None:
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME:
        raise StoreError("answers: what is taken needs a name that is a text and not too long")


def read_iso_day(kind: str, field: str, text: object) -> date:
    """Return a day that a document names.

    Raises
    ------
    StoreError
        When it is none.
    """
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise StoreError(
            f"{kind}: {field[:40]} is {str(text)[:40]!r}; write a day as 2026-03-01"
        ) from None
