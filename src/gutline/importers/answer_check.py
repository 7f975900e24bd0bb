"""The gate for answered questionnaires of files: those of the catalog, with answers that can be."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from gutline.catalog.questionnaires import load_questionnaires
from gutline.diary.entries import RowError, shown
from gutline.diary.zones import check_year
from gutline.importers.source import Answered
from gutline.safety.answers import AnswerError
from gutline.safety.questionnaires import score

_AHEAD = timedelta(days=1)
_LONGEST_REASON = 300
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?", re.ASCII | re.DOTALL)


def check_answered(answered: Answered, today: date | None = None) -> None:
    """Refuse what nobody can have answered.

    Parameters
    ----------
    answered : Answered
        As a file tells it.
    today : date or None
        Answers more than a day later are refused.

    Raises
    ------
    RowError
        When there is no such questionnaire, an answer cannot be, or nothing was answered.
    """
    check_year(datetime.combine(answered.day, time(12), UTC))
    if today is not None and answered.day > today + _AHEAD:
        raise RowError("day", str(answered.day), "lies in the future; check the date")
    try:
        found = score(answered.questionnaire, answered.answers)
    except AnswerError as error:
        name = shown(answered.questionnaire)
        raise RowError("questionnaire", name, str(error)[:_LONGEST_REASON]) from None
    if len(found.missing) == len(load_questionnaires()[answered.questionnaire].items):
        raise RowError("questionnaire", answered.questionnaire, "nothing in it was answered")


def answered_day(written: str) -> date:
    """Return the day on which a questionnaire was answered.

    Raises
    ------
    RowError
        When it is no day.
    """
    found = _DAY.fullmatch(written)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise RowError("day", shown(written), "no day; export it again") from None
