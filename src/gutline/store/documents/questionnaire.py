"""One questionnaire, taken on one day: the answers, their score and its codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gutline.catalog.questionnaires import load_questionnaires
from gutline.safety.answers import AnswerError
from gutline.safety.questionnaires import score
from gutline.store.documents.answers import read_iso_day
from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields

FIELDS = frozenset({"questionnaire", "day", "answers", "score", "loinc", "item_loinc"})


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no questionnaire that was taken, or whose score is not that of its answers.

    Raises
    ------
    StoreError
        When a field is missing, not known or wrong.
    """
    refuse_other_fields("questionnaire", body, FIELDS)
    read_iso_day("questionnaire", "day", body["day"])
    about = load_questionnaires().get(str(body["questionnaire"]))
    if about is None or not isinstance(body["answers"], dict):
        raise StoreError("questionnaire: there is no such questionnaire, or it has no answers")
    try:
        found = score(about.id, body["answers"])
    except AnswerError as error:
        raise StoreError(f"questionnaire: {error}") from None
    if body["score"] != found.value:
        raise StoreError(
            f"questionnaire: the score is {body['score']!r} and the answers give {found.value!r}"
        )
    if body["loinc"] != about.loinc or body["item_loinc"] != item_codes(about.id):
        raise StoreError("questionnaire: its LOINC codes are not those of the questionnaire")


def key_of(questionnaire: str, day: date) -> str:
    """Return the key of a questionnaire that was taken on a day: one a day, of each."""
    return f"{questionnaire}:{day.isoformat()}"


def body_of(questionnaire: str, day: date, answers: Mapping[str, bool | float]) -> dict[str, Any]:
    """Return a questionnaire that was taken on a day as the body of a document.

    Raises
    ------
    AnswerError
        When there is no such questionnaire, or an answer cannot be.
    """
    return {
        "score": score(questionnaire, answers).value,
        "questionnaire": questionnaire,
        "day": day.isoformat(),
        "answers": dict(answers),
        "loinc": load_questionnaires()[questionnaire].loinc,
        "item_loinc": item_codes(questionnaire),
    }


def item_codes(questionnaire: str) -> dict[str, str]:
    """Return the LOINC codes of a questionnaire's items, of those that have one."""
    items = load_questionnaires()[questionnaire].items
    return {item.id: item.loinc for item in items if item.loinc}
